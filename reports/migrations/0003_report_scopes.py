"""Reports of one institution and of one event, and the title by value; until now all were of the city."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_titles(apps, schema_editor):
    Report = apps.get_model("reports", "Report")
    for report in Report.objects.select_related("period").only("period"):
        period = f"{report.period.semester.upper()} {report.period.year}"
        Report.objects.filter(pk=report.pk).update(title=f"Laporan progres Kota Malang {period}")


class Migration(migrations.Migration):

    dependencies = [
        ('action_plans', '0005_search'),
        ('reports', '0002_report_versions'),
        ('stakeholders', '0006_read_hints'),
        ('workshops', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='report',
            name='report_has_one_published_edition',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_is_rendered_once_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_edition_is_unique',
        ),
        migrations.AddField(
            model_name='report',
            name='budget',
            field=models.CharField(blank=True, help_text='Nomor dan tanggalnya.', max_length=150, verbose_name='DIPA'),
        ),
        migrations.AddField(
            model_name='report',
            name='copies_to',
            field=models.TextField(blank=True, help_text='Satu penerima per baris.', max_length=1000, verbose_name='tembusan'),
        ),
        migrations.AddField(
            model_name='report',
            name='institution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='stakeholders.institution', verbose_name='instansi'),
        ),
        migrations.AddField(
            model_name='report',
            name='legal_basis',
            field=models.TextField(blank=True, help_text='Satu dasar per baris.', max_length=2000, verbose_name='dasar'),
        ),
        migrations.AddField(
            model_name='report',
            name='signatory_title',
            field=models.CharField(blank=True, editable=False, max_length=170, verbose_name='jabatan penanda tangan'),
        ),
        migrations.AddField(
            model_name='report',
            name='title',
            field=models.CharField(blank=True, editable=False, max_length=350, verbose_name='judul'),
        ),
        migrations.AddField(
            model_name='report',
            name='warrant',
            field=models.CharField(blank=True, help_text='Nomor dan tanggalnya.', max_length=150, verbose_name='surat perintah'),
        ),
        migrations.AddField(
            model_name='report',
            name='workshop',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='workshops.workshop', verbose_name='kegiatan'),
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('progress', 'Laporan progres'), ('institution', 'Laporan progres instansi'), ('workshop', 'Laporan kegiatan'), ('summary', 'Ringkasan satu halaman')], default='progress', max_length=12, verbose_name='jenis laporan'),
        ),
        migrations.AlterField(
            model_name='report',
            name='scope',
            field=models.CharField(choices=[('city', 'Kota Malang'), ('institution', 'Satu instansi'), ('workshop', 'Satu kegiatan')], default='city', max_length=12, verbose_name='cakupan'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('kind', 'period', 'scope', 'institution', 'workshop'), name='report_has_one_published_edition', nulls_distinct=False, violation_error_message='Sudah ada edisi yang terbit untuk periode ini.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['queued', 'rendering'])), fields=('kind', 'period', 'scope', 'institution', 'workshop'), name='report_is_rendered_once_at_a_time', nulls_distinct=False, violation_error_message='Laporan periode ini sedang disusun.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('edition__isnull', False)), fields=('kind', 'period', 'scope', 'institution', 'workshop', 'edition'), name='report_edition_is_unique', nulls_distinct=False, violation_error_message='Edisi ini sudah ada.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('institution', None), ('kind__in', ['progress', 'summary']), ('scope', 'city'), ('workshop', None)), models.Q(('institution__isnull', False), ('kind', 'institution'), ('scope', 'institution'), ('workshop', None)), models.Q(('institution', None), ('kind', 'workshop'), ('scope', 'workshop'), ('workshop__isnull', False)), _connector='OR'), name='report_is_about_what_its_kind_tells', violation_error_message='Pilih instansi atau kegiatan yang dilaporkan.'),
        ),
        migrations.RunPython(keep_titles, migrations.RunPython.noop),
    ]
