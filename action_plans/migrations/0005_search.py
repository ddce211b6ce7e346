"""What the search over items is quick by: stems of title and description, likeness of the title."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("action_plans", "0004_evidence_uploads"),
        ("stakeholders", "0005_trigrams"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionitem",
            index=GinIndex(SearchVector("title", "description", config="indonesian"), name="item_by_stems"),
        ),
        migrations.AddIndex(
            model_name="actionitem",
            index=GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="item_by_likeness"),
        ),
    ]
