"""A workshop told outside the portal: as an entry of a calendar, and as a message."""

from datetime import UTC, datetime, time, timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from icalendar import Calendar, Event

from workshops.models import Workshop


def calendar_entry(workshop: Workshop, url: str) -> bytes:
    """An iCalendar file. Without times it is a matter of the whole day; a later version replaces an earlier one."""
    event = Event()
    event.add("uid", url)
    event.add("sequence", workshop.version)
    event.add("dtstamp", workshop.edited_at)
    event.add("last-modified", workshop.edited_at)
    event.add("summary", workshop.theme)
    event.add("location", workshop.venue)
    event.add("url", url)
    event.add("status", "CANCELLED" if workshop.status == Workshop.Status.CANCELLED else "CONFIRMED")
    if workshop.start_time is None:
        event.add("dtstart", workshop.held_on)
        event.add("dtend", workshop.held_on + timedelta(days=1))
    else:
        event.add("dtstart", _moment(workshop, workshop.start_time))
        if workshop.end_time is not None:
            event.add("dtend", _moment(workshop, workshop.end_time))
    calendar = Calendar()
    calendar.add("prodid", "-//BNN Kota Malang//Portal KOTAN//ID")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()


def _moment(workshop: Workshop, at: time) -> datetime:
    # In UTC, which every calendar knows without a table of time zones.
    return timezone.make_aware(datetime.combine(workshop.held_on, at)).astimezone(UTC)


def invitation_text(workshop: Workshop, url: str) -> str:
    """What BNN sends by WhatsApp to those it invites."""
    return render_to_string("workshops/invitation.txt", {"workshop": workshop, "url": url}).strip()
