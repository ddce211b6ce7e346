"""The 5 kecamatan and 57 kelurahan of Kota Malang, codes of Permendagri 72/2019.

A kelurahan's code is its kecamatan's code and `.10NN`, in the order printed there.
"""

from django.db import migrations

AREAS = {
    ("35.73.01", "Blimbing"): [
        "Balearjosari",
        "Arjosari",
        "Polowijen",
        "Purwodadi",
        "Blimbing",
        "Pandanwangi",
        "Purwantoro",
        "Bunulrejo",
        "Kesatrian",
        "Polehan",
        "Jodipan",
    ],
    ("35.73.02", "Klojen"): [
        "Klojen",
        "Rampalcelaket",
        "Samaan",
        "Kiduldalem",
        "Sukoharjo",
        "Kasin",
        "Kauman",
        "Oro-oro Dowo",
        "Bareng",
        "Gading Kasri",
        "Penanggungan",
    ],
    ("35.73.03", "Kedungkandang"): [
        "Kotalama",
        "Mergosono",
        "Bumiayu",
        "Wonokoyo",
        "Buring",
        "Kedungkandang",
        "Lesanpuro",
        "Sawojajar",
        "Madyopuro",
        "Cemorokandang",
        "Arjowinangun",
        "Tlogowaru",
    ],
    ("35.73.04", "Sukun"): [
        "Ciptomulyo",
        "Gadang",
        "Kebonsari",
        "Bandungrejosari",
        "Sukun",
        "Tanjungrejo",
        "Pisangcandi",
        "Bandulan",
        "Karangbesuki",
        "Mulyorejo",
        "Bakalankrajan",
    ],
    ("35.73.05", "Lowokwaru"): [
        "Tunggulwulung",
        "Merjosari",
        "Tlogomas",
        "Dinoyo",
        "Sumbersari",
        "Ketawanggede",
        "Jatimulyo",
        "Tunjungsekar",
        "Mojolangu",
        "Tulusrejo",
        "Lowokwaru",
        "Tasik Madu",
    ],
}


def create_areas(apps, schema_editor):
    District = apps.get_model("stakeholders", "District")
    UrbanVillage = apps.get_model("stakeholders", "UrbanVillage")
    for (code, name), villages in AREAS.items():
        district = District.objects.create(code=code, name=name)
        UrbanVillage.objects.bulk_create(
            UrbanVillage(code=f"{code}.{1000 + number}", name=village, district=district)
            for number, village in enumerate(villages, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0001_initial")]

    operations = [migrations.RunPython(create_areas, migrations.RunPython.noop)]
