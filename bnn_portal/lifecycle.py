"""The one way a status changes and the one way a shared row is edited.

Every app keeps its `TRANSITIONS` in its services and calls `move`; nothing else writes a status.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet

from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit

# As the field for it says: templates/partials/_confirm.html.
LONGEST_REASON = 2000

Row = TypeVar("Row", bound=Model)
Transitions = Mapping[Any, Iterable[str]]


def lock(rows: "QuerySet[Row] | type[Row]", pk: Any, *, version: int | None = None) -> Row:
    """Lock one row and read it again. Call inside a transaction.

    Raises `StaleEdit` when `version` is given and is no longer the row's.
    """
    queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise StaleEdit(row)
    return row


def move(row: Any, to: str, *, transitions: Transitions, by: Any, note: str = "", **extra: Any) -> None:
    """Write a new status and its `StatusChange` (with `extra` columns). The caller holds the row's lock.

    Raises `DomainError` for a move that the table does not know.
    """
    if to not in transitions.get(row.status, ()):
        label = dict(row._meta.get_field("status").flatchoices).get(to, to)
        raise DomainError(
            f"{str(row._meta.verbose_name).capitalize()} berstatus “{row.get_status_display()}” "
            f"tidak dapat menjadi “{label}”. Muat ulang halaman untuk melihat keadaan terbaru."
        )
    row.status_changes.create(from_status=row.status, to_status=to, by=by, note=note, **extra)
    row.status = to
    row.save(update_fields=["status"])


def edit(row: Any, data: Mapping[str, Any], *, by: Any) -> None:
    """Write `data` to a versioned row whose lock the caller holds, and raise its version.

    Only what changed is checked here; the constraints are asked by the writing itself (docs/decisions/0009). Raises
    `DomainError` when a value or the row as a whole is refused; the transaction is then of no more use.
    """
    before = {name: row.serializable_value(name) for name in data}
    for name, value in data.items():
        setattr(row, name, value)
    changed = {name for name in data if row.serializable_value(name) != before[name]}
    row.version += 1
    row.edited_at, row.edited_by = clock.now(), by
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - changed)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    try:
        row.save(update_fields=[*data, "version", "edited_at", "edited_by"])
    except IntegrityError as error:
        if text := _refusal(row, error):
            raise DomainError(text) from error
        raise


def _refusal(row: Model, error: IntegrityError) -> str:
    """What the broken constraint says of itself; nothing where it is none that the model names."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    texts = {constraint.name: constraint.get_violation_error_message() for constraint in row._meta.constraints}
    return str(texts.get(broken, ""))


def stated(reason: str, *, otherwise: str = "Isi alasannya, agar instansi memahaminya.") -> str:
    """A reason that stays on record, without blanks around it.

    Raises `DomainError(otherwise)` where there is none, and `DomainError` for one that nobody would read.
    """
    if not reason.strip():
        raise DomainError(otherwise)
    if len(reason) > LONGEST_REASON:
        raise DomainError(f"Alasan paling panjang {LONGEST_REASON} huruf.")
    return reason.strip()


def clean(row: Model) -> None:
    """`full_clean`, its messages as one `DomainError`: a form checks only the constraints it has all fields of."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
