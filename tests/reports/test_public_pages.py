"""What nobody learns from the public pages: every one of them, over the demo."""

from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from action_plans.models import ActionItem, Evidence, ItemStatusChange, ProgressUpdate
from bnn_portal.management.load import refresh_statistics
from reports import public
from stakeholders.models import AccountInvitation, Appointment, OfficeSettings, User
from tests.factories import AttendanceFactory
from workshops.models import Attendance, Document, Outcome, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, built once for this module and rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", stdout=StringIO())
        # Statistics from before the demo, or from one that was rolled back, make plans that run for minutes.
        refresh_statistics()
        yield
        transaction.set_rollback(True)


def public_pages(client: Client) -> dict[str, str]:
    """Every public page that an anonymous reader can reach, by its address."""
    paths = ["/", "/kemajuan/", "/kemajuan/?page=2", "/kegiatan/", "/tentang/", "/bantuan/"]
    paths += [f"/kemajuan/{code}/" for code in ActionItem.objects.public_facts().values_list("code", flat=True)]
    paths += [f"/kegiatan/{pk}/" for pk in Workshop.objects.public().values_list("pk", flat=True)]
    pages = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        pages[path] = unescape(response.content.decode())
    return pages


def texts(model, *columns: str) -> set[str]:
    """Everything that stands in these columns, short words left out: those occur by chance."""
    return {text for row in model.objects.values_list(*columns) for text in row if text and len(text) > 6}


def test_no_public_page_names_a_person_or_tells_what_was_written_inside(client, demo):
    OfficeSettings.objects.update(help_contact="Ibu Penjawab, Seksi P2M", email="kantor@contoh.example")
    ActionItem.objects.update(description="Uraian dalam")
    ItemStatusChange.objects.update(note="Catatan dalam")
    AttendanceFactory(workshop=Workshop.objects.public().first(), person_name="Peserta Bernama")
    secrets = {
        "an account": texts(User, "email", "name"),
        "an invitation": texts(AccountInvitation, "email", "name"),
        "an official": texts(Appointment, "person_name", "staff_number", "rank"),
        "an attendee": texts(Attendance, "person_name"),
        "a report's text": texts(ProgressUpdate, "narrative", "obstacle_note", "next_step"),
        "an obstacle": set(ProgressUpdate.Obstacle.labels) - {"Lainnya"},
        "evidence": texts(Evidence, "original_name", "url"),
        "a document": texts(Document, "original_name", "caption"),
        "minutes": texts(Workshop, "minutes"),
        "the leader of an event": texts(Workshop, "led_by"),
        "the office's own": {"Ibu Penjawab", "kantor@contoh.example", "Uraian dalam", "Catatan dalam"},
        "a restricted item": set(ActionItem.objects.filter(is_restricted=True).values_list("title", flat=True))
        | set(ActionItem.objects.filter(is_restricted=True).values_list("code", flat=True)),
        "what a restricted item came from": set(
            Outcome.objects.filter(action_items__is_restricted=True).values_list("text", flat=True)
        ),
    }
    # An office is no person, and the agenda names offices.
    allowed = {row.office for pk in Workshop.objects.values_list("pk", flat=True) for row in public.agenda(pk)}
    pages = public_pages(client)
    assert len(pages) > 30
    leaks = [
        f"{path}: {what}: {secret}"
        for path, page in pages.items()
        for what, found in secrets.items()
        for secret in found
        if secret in page and not any(secret in office for office in allowed)
    ]
    assert leaks == []
    assert not [path for path, page in pages.items() if "@" in page]


def test_the_secrets_are_there_to_be_leaked(demo):
    """The test above looks for something."""
    assert ProgressUpdate.objects.exclude(obstacle_note="").exists()
    assert ActionItem.objects.filter(is_restricted=True, outcome__isnull=False).exists()
    assert Evidence.objects.exclude(original_name="").exists()


def test_every_page_of_the_demo_that_shows_its_data_is_marked(client, demo):
    marked = {path: "Data contoh" in page for path, page in public_pages(client).items()}
    assert {path for path, is_marked in marked.items() if not is_marked} == {"/tentang/", "/bantuan/"}


def test_titles_are_unique_and_addresses_canonical(client, demo, settings):
    settings.PORTAL_URL = "https://portal.example"
    pages = public_pages(client)
    titles = {path: page.split("<title>")[1].split("</title>")[0] for path, page in pages.items() if "?" not in path}
    assert len(set(titles.values())) == len(titles)
    for path, page in pages.items():
        address = f"https://portal.example{path.split('?')[0]}"
        assert f'<link rel="canonical" href="{address}">' in page
        assert f'<meta property="og:url" content="{address}">' in page
        assert page.count("<h1") == 1
        assert "<script" not in page
