from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import WorkshopFactory
from workshops.models import Workshop


@pytest.fixture
def url(workshop):
    return reverse("workshops:workshop_calendar", args=[workshop.pk])


def entry_of(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    return event


def test_an_entry_says_what_when_and_where(signed_in, contact_person, workshop, url):
    Workshop.objects.update(start_time=time(9), end_time=time(12, 30))
    response = signed_in(contact_person).get(url)
    event = entry_of(response)
    assert 'filename="workshop-2023-12-06.ics"' in response["Content-Disposition"]
    assert (event["summary"], event["location"]) == (workshop.theme, workshop.venue)
    assert event["dtstart"].dt == datetime(2023, 12, 6, 2, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2023, 12, 6, 5, 30, tzinfo=UTC)
    assert event["url"].endswith(workshop.get_absolute_url())


def test_without_times_it_is_a_matter_of_the_day(signed_in, staff, url):
    event = entry_of(signed_in(staff).get(url))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2023, 12, 6), date(2023, 12, 7))


def test_a_change_replaces_the_entry_and_a_cancellation_strikes_it_out(signed_in, staff, workshop, url):
    before = entry_of(signed_in(staff).get(url))
    Workshop.objects.update(version=5, status=Workshop.Status.CANCELLED)
    after = entry_of(signed_in(staff).get(url))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 5)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")


def test_a_theme_cannot_add_lines_to_the_file(signed_in, staff):
    workshop = WorkshopFactory(theme="Tema\r\nATTENDEE:mailto:x@contoh.example")
    url = reverse("workshops:workshop_calendar", args=[workshop.pk])
    assert "attendee" not in entry_of(signed_in(staff).get(url))


def test_an_outsider_finds_nothing_and_only_get(signed_in, outsider, staff, url):
    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(staff).post(url).status_code == 405
