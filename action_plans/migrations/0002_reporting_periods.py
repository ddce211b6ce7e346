"""The semesters of RAN P4GN, B06 and B12, from the year of the first workshop to 2035."""

from datetime import date

from django.db import migrations


def create_periods(apps, schema_editor):
    ReportingPeriod = apps.get_model("action_plans", "ReportingPeriod")
    for year in range(2023, 2036):
        ReportingPeriod.objects.create(
            year=year, semester="b06", starts_on=date(year, 1, 1), ends_on=date(year, 6, 30)
        )
        ReportingPeriod.objects.create(
            year=year, semester="b12", starts_on=date(year, 7, 1), ends_on=date(year, 12, 31)
        )


class Migration(migrations.Migration):
    dependencies = [("action_plans", "0001_initial")]

    operations = [migrations.RunPython(create_periods, migrations.RunPython.noop)]
