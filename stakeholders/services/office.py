"""What the office's documents bear."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bnn_portal import lifecycle
from bnn_portal.files import CheckedFile, small_picture
from stakeholders.models import (
    OfficeSettings,
    User,
)

LOGO_EDGE = 240


@transaction.atomic
def update_office(
    data: Mapping[str, Any], *, by: User, version: int, logo: CheckedFile | None = None, drops_logo: bool = False
) -> OfficeSettings:
    """Change what every later document bears; a report that was asked for keeps what it began with.

    Raises `StaleEdit` if `version` is no longer the row's, `DomainError` for data that the row refuses or a logo that
    is no picture.
    """
    office = lifecycle.lock(OfficeSettings, 1, version=version)
    changes = dict(data)
    if logo is not None:
        changes["logo"] = small_picture(logo, LOGO_EDGE)
    elif drops_logo:
        changes["logo"] = b""
    lifecycle.edit(office, changes, by=by)
    return office
