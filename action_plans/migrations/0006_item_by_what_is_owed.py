"""The order of the long lists as an index: a page of them costs the same however many items there are."""

from django.db import migrations, models
from django.db.models import Case, F, When


class Migration(migrations.Migration):

    dependencies = [
        ("action_plans", "0005_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionitem",
            index=models.Index(
                Case(When(status__in=["not_started", "in_progress", "blocked"], then=0), default=1),
                F("due_on"),
                F("code"),
                name="item_by_what_is_owed",
            ),
        ),
    ]
