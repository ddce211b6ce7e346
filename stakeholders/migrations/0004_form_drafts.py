"""What people typed into long forms and have not saved yet."""

import bnn_portal.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0003_office'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(help_text='Nama rute dan nomor barisnya, misalnya workshops:workshop_update:7.', max_length=100, verbose_name='formulir')),
                ('fields', models.JSONField(help_text='Setiap nama dengan daftar nilainya, seperti dikirim peramban.', verbose_name='isian')),
                ('saved_at', models.DateTimeField(default=bnn_portal.clock.now, verbose_name='disimpan')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='form_drafts', to=settings.AUTH_USER_MODEL, verbose_name='akun')),
            ],
            options={
                'verbose_name': 'draf formulir',
                'verbose_name_plural': 'draf formulir',
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'form'), name='form_draft_is_one_per_account_and_form')],
            },
        ),
    ]
