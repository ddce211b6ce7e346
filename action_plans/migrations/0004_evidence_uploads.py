"""Which sending of a file a piece of evidence is, so that a repeated one is kept once."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('action_plans', '0003_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='upload_key',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('update', 'upload_key'), name='evidence_is_uploaded_once', violation_error_message='Berkas ini sudah terunggah.'),
        ),
    ]
