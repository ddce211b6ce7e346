"""The office that runs the portal: its institution and its one row of settings."""

from django.db import migrations


def create_office(apps, schema_editor):
    Institution = apps.get_model("stakeholders", "Institution")
    OfficeSettings = apps.get_model("stakeholders", "OfficeSettings")
    office = Institution.objects.create(
        name="BNN Kota Malang", short_name="BNN Kota Malang", kind="narcotics_agency", sector="government"
    )
    OfficeSettings.objects.create(id=1, institution=office)


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_areas")]

    operations = [migrations.RunPython(create_office, migrations.RunPython.noop)]
