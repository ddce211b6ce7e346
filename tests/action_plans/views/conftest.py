"""What the tests of these pages share."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from PIL import Image

from action_plans.services import save_progress, start_progress, submit_progress
from tests.factories import ActionItemFactory


@pytest.fixture
def photo():
    """`photo(name)`: a photo as a phone sends it."""

    def take(name: str = "foto.jpg") -> SimpleUploadedFile:
        out = io.BytesIO()
        Image.new("RGB", (640, 480), "#3b7a57").save(out, "JPEG")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return take


@pytest.fixture
def draft(in_force, dinas, contact_person):
    """What `contact_person` began to write about the item."""
    return start_progress(in_force, dinas, by=contact_person)


@pytest.fixture
def sent(draft, contact_person):
    """The same, told and sent: four schools on 20 February 2024."""
    told = {"item_status": "in_progress", "value": 4, "happened_on": date(2024, 2, 20), "narrative": "Empat sekolah."}
    save_progress(draft, told, by=contact_person, version=1)
    submit_progress(draft, by=contact_person)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def foreign_draft(in_force, polresta, outsider):
    """A draft of an institution that shares nothing with `dinas`."""
    return start_progress(ActionItemFactory(plan=in_force.plan, lead=polresta), polresta, by=outsider)


@pytest.fixture
def at_once(transactional_db):
    """`at_once(*calls)`: run all in real threads, let loose together; their results in order."""

    def run(*calls):
        gate = Barrier(len(calls))

        def one(call):
            try:
                gate.wait(timeout=30)
                return call()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run
