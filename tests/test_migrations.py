"""The migrations are whole: none missing, none in a circle, each with a name."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OWN_APPS = {"stakeholders", "workshops", "action_plans", "reports"}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_after_what_they_do():
    names = [name for app, name in MigrationLoader(None).disk_migrations if app in OWN_APPS]
    assert names
    assert not [name for name in names if not re.fullmatch(r"\d{4}_[a-z][a-z_]+", name) or "auto_" in name]
