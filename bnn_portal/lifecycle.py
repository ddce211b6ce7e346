"""The one way a status changes and the one way a shared row is edited.

Every app keeps its `TRANSITIONS` in its services and calls `move`; nothing else writes a status.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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


def move(
    row: Any, to: str, *, transitions: Transitions, by: Any, note: str = "", fields: Iterable[str] = (), **extra: Any
) -> None:
    """Write a new status and its `StatusChange` (with `extra` columns). The caller holds the row's lock.

    `fields` names what the caller has set on the row besides, to be written with the status. Raises `DomainError` for a
    move that the table does not know.
    """
    _refuse_unknown(row, to, transitions)
    row.status_changes.create(from_status=row.status, to_status=to, by=by, note=note, **extra)
    row.status = to
    row.save(update_fields=["status", *fields])


def move_all(rows: Sequence[Any], to: str, *, transitions: Transitions, by: Any, note: str = "") -> None:
    """The same for rows of one model, in two statements however many they are."""
    if not rows:
        return
    changes, model = rows[0].status_changes, type(rows[0])
    for row in rows:
        _refuse_unknown(row, to, transitions)
    changes.model.objects.bulk_create(
        changes.model(**{changes.field.name: row}, from_status=row.status, to_status=to, by=by, note=note)
        for row in rows
    )
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(status=to)
    for row in rows:
        row.status = to


def _refuse_unknown(row: Any, to: str, transitions: Transitions) -> None:
    if to not in transitions.get(row.status, ()):
        label = dict(row._meta.get_field("status").flatchoices).get(to, to)
        raise DomainError(
            f"{str(row._meta.verbose_name).capitalize()} berstatus “{row.get_status_display()}” "
            f"tidak dapat menjadi “{label}”. Muat ulang halaman untuk melihat keadaan terbaru."
        )


def edit(row: Any, data: Mapping[str, Any], *, by: Any) -> None:
    """Write `data` to a versioned row whose lock the caller holds, and raise its version.

    Only what changed is checked here; the constraints are asked by the writing itself (docs/decisions/0009). Raises
    `DomainError` when a value or the row as a whole is refused; the transaction is then of no more use.
    """
    before = {name: row.serializable_value(name) for name in data}
    for name, value in data.items():
        setattr(row, name, value)
    check_values(row, {name for name in data if row.serializable_value(name) != before[name]})
    row.version += 1
    row.edited_at, row.edited_by = clock.now(), by
    with _refusal_told(type(row)):
        row.save(update_fields=[*data, "version", "edited_at", "edited_by"])


def write(row: Model, *names: str) -> None:
    """Write what the caller has set on a row that has no version. Raises `DomainError` as `edit` does."""
    check_values(row, names)
    with _refusal_told(type(row)):
        row.save(update_fields=names)


def create(*rows: Model) -> None:
    """Write new rows of one model in one statement. Raises `DomainError` as `edit` does."""
    if not rows:
        return
    for row in rows:
        check_values(row)
    with _refusal_told(type(rows[0])):
        type(rows[0])._default_manager.bulk_create(rows)


def check_values(row: Model, names: Iterable[str] | None = None) -> None:
    """Raises `DomainError` unless the row's values are what its fields take; only those of `names`, if given.

    Foreign keys are given as rows: asking for each of them again would cost a statement a row.
    """
    values = {field.name for field in row._meta.fields if not field.many_to_one}
    checked = values if names is None else values.intersection(names)
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - checked)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error


@contextmanager
def _refusal_told(model: type[Model]) -> Iterator[None]:
    """A constraint that the writing breaks, in its own words; as it came where it is none that the model names."""
    try:
        yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                raise DomainError(str(constraint.get_violation_error_message())) from error
        raise


def stated(reason: str, *, otherwise: str = "Isi alasannya, agar instansi memahaminya.") -> str:
    """A reason that stays on record, without blanks around it.

    Raises `DomainError(otherwise)` where there is none, and `DomainError` for one that nobody would read.
    """
    if not reason.strip():
        raise DomainError(otherwise)
    if len(reason) > LONGEST_REASON:
        raise DomainError(f"Alasan paling panjang {LONGEST_REASON} huruf.")
    return reason.strip()


def clean(row: Model, names: Iterable[str] | None = None) -> None:
    """`full_clean`, its messages as one `DomainError`: a form checks only the constraints it has all fields of.

    With `names` only these fields and the constraints over them are asked.
    """
    exclude = None if names is None else {field.name for field in row._meta.fields}.difference(names)
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
