"""Logo, number pattern and colour bands of the office's documents, and who stands in for a post."""

import bnn_portal.clock
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0006_read_hints'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='acting',
            field=models.CharField(blank=True, choices=[('Plh.', 'Plh. (pelaksana harian)'), ('Plt.', 'Plt. (pelaksana tugas)')], help_text='Kosongkan untuk pejabat definitif. Penanda tangan laporan mengikuti tanggal laporan.', max_length=4, verbose_name='sebagai'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='created_at',
            field=models.DateTimeField(default=bnn_portal.clock.now, editable=False, verbose_name='dibuat'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='edited_at',
            field=models.DateTimeField(default=bnn_portal.clock.now, editable=False, verbose_name='terakhir diubah'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='edited_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='diubah oleh'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='fair_from',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Capaian di bawahnya merah. Kosongkan keduanya bila capaian tidak diwarnai.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='kuning mulai (persen)'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='good_from',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='hijau mulai (persen)'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='logo',
            field=models.BinaryField(default=bytes, verbose_name='lambang (PNG)'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='number_pattern',
            field=models.CharField(blank=True, help_text='Tulis … untuk bagian yang diisi saat menerbitkan, {bulan} untuk bulan (angka Romawi), {tahun} untuk tahun. Portal tidak membuat nomor.', max_length=80, verbose_name='pola nomor laporan'),
        ),
        migrations.AddField(
            model_name='officesettings',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddConstraint(
            model_name='officesettings',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fair_from', None), ('good_from', None)), models.Q(('fair_from__isnull', False), ('good_from__gt', models.F('fair_from')), ('good_from__isnull', False)), _connector='OR'), name='office_colour_bands_rise', violation_error_message='Isi kedua batas warna; batas hijau di atas batas kuning.'),
        ),
    ]
