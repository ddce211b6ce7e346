"""What somebody typed and has not saved: private, without a version, gone after a while."""

from collections.abc import Mapping
from datetime import timedelta

from bnn_portal import clock
from bnn_portal.exceptions import DomainError
from stakeholders.models import (
    FormDraft,
    User,
)

DRAFT_LIFETIME = timedelta(days=30)
MAX_DRAFTS = 50


def save_draft(form: str, fields: Mapping[str, list[str]], *, by: User) -> FormDraft:
    """Keep what the account typed into a form, over what it kept there before. Touches no row but its own.

    An account keeps its `MAX_DRAFTS` latest. Raises `DomainError` for text that the database cannot hold.
    """
    if any("\x00" in text for name, values in fields.items() for text in (name, *values)):
        raise DomainError("Isian memuat karakter yang tidak dapat disimpan.")
    draft, is_new = FormDraft.objects.update_or_create(
        user=by, form=form, defaults={"fields": dict(fields), "saved_at": clock.now()}
    )
    if is_new:
        FormDraft.objects.filter(pk__in=by.form_drafts.values("pk")[MAX_DRAFTS:]).delete()
    return draft


def discard_draft(form: str, *, by: User) -> None:
    """Forget what the account typed into a form, if anything."""
    # Most saves come before the first autosave: looking costs one statement, deleting unseen a transaction of three.
    if draft := by.form_drafts.filter(form=form).first():
        draft.delete()


def discard_old_drafts() -> None:
    """Forget what nobody went on with: it may hold names of people."""
    FormDraft.objects.filter(saved_at__lt=clock.now() - DRAFT_LIFETIME).delete()
