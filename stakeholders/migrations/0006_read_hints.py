"""Which hints of the first visit an account has read."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0005_trigrams")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="read_hints",
            field=ArrayField(
                base_field=models.CharField(max_length=30),
                blank=True,
                default=list,
                editable=False,
                size=None,
                verbose_name="petunjuk yang sudah dibaca",
            ),
        ),
    ]
