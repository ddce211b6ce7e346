from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workshop',
            name='is_public',
            field=models.BooleanField(default=False, help_text='Fakta, agenda, hasil, dan jumlah peserta dapat dibaca siapa saja tanpa akun. Nama peserta, notulen, dan dokumen tidak ikut tampil.', verbose_name='tampil untuk umum'),
        ),
    ]
