from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_report_scopes'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='paper',
            field=models.CharField(choices=[('a4', 'A4 (210 × 297 mm)'), ('f4', 'F4 (215 × 330 mm)')], default='a4', max_length=2, verbose_name='kertas'),
        ),
        migrations.AddField(
            model_name='report',
            name='has_photos',
            field=models.BooleanField(default=False, help_text='Foto dari laporan kemajuan yang diterima, sebagai lampiran.', verbose_name='foto bukti'),
        ),
    ]
