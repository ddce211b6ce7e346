"""What tells how like two words are: for the search, which forgives typing errors."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("stakeholders", "0004_form_drafts"),
    ]

    operations = [TrigramExtension()]
