"""Institutions, and who holds a post in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from bnn_portal import lifecycle
from bnn_portal.exceptions import DomainError
from stakeholders.models import (
    Appointment,
    Institution,
    User,
)


def create_institution(data: Mapping[str, Any], *, by: User) -> Institution:
    """Raises `DomainError` when the data break a constraint."""
    institution = Institution(**data, edited_by=by)
    lifecycle.create(institution)
    return institution


@transaction.atomic
def update_institution(institution: Institution, data: Mapping[str, Any], *, version: int, by: User) -> Institution:
    """Raises `StaleEdit` if `version` is no longer the row's, `DomainError` when the data break a constraint."""
    institution = lifecycle.lock(Institution, institution.pk, version=version)
    _refuse_circle(institution, data.get("coordinated_by"))
    lifecycle.edit(institution, data, by=by)
    return institution


@transaction.atomic
def deactivate_institution(institution: Institution, *, by: User) -> None:
    """Take an institution out of the lists one chooses from; never deleted, because history names it."""
    lifecycle.edit(lifecycle.lock(Institution, institution.pk), {"is_active": False}, by=by)


@transaction.atomic
def activate_institution(institution: Institution, *, by: User) -> None:
    lifecycle.edit(lifecycle.lock(Institution, institution.pk), {"is_active": True}, by=by)


def _refuse_circle(institution: Institution, coordinator: Institution | None) -> None:
    """Coordination is one level deep in practice (Bakesbangpol, camat); a pair that coordinates itself is a slip."""
    if coordinator is not None and coordinator.coordinated_by_id == institution.pk:
        raise DomainError(f"{coordinator} sudah dikoordinasi oleh {institution}.", field="coordinated_by")


def create_appointment(institution: Institution, data: Mapping[str, Any], *, by: User) -> Appointment:
    """State who holds a post of the institution. Grants nothing. Raises `DomainError` when the dates cross."""
    appointment = Appointment(institution=institution, **data)
    lifecycle.create(appointment)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, ends_on: date, by: User) -> None:
    """State the last day in the post. Raises `DomainError` if it is before the first."""
    appointment = lifecycle.lock(Appointment, appointment.pk)
    appointment.ends_on = ends_on
    lifecycle.write(appointment, "ends_on")
