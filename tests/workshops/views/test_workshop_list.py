from datetime import UTC, datetime

import pytest
from django.urls import reverse

from bnn_portal import clock
from tests.factories import AttendanceFactory, InvitationFactory, WorkshopFactory
from workshops.models import Attendance, Invitation, Workshop

URL = reverse("workshops:workshop_list")


def themes(response) -> list[str]:
    return [workshop.theme for workshop in response.context["workshops"]]


def test_bnn_sees_all_with_head_counts_and_marks(signed_in, staff, workshop):
    AttendanceFactory(workshop=workshop, person_name="", position="Siswa", head_count=1200)
    AttendanceFactory(workshop=workshop, state=Attendance.State.ABSENT)
    sample = WorkshopFactory(is_sample=True, held_on="2022-01-05", status=Workshop.Status.PLANNED)

    response = signed_in(staff).get(URL)

    page = response.content.decode()
    assert themes(response) == [workshop.theme, sample.theme]
    assert "1.200" in page
    assert page.count("Data contoh") == 1
    assert "Terlaksana" in page
    assert reverse("workshops:workshop_create") in page


def test_the_invited_see_theirs_and_what_is_public(signed_in, contact_person, workshop, dinas):
    public = WorkshopFactory(is_public=True, held_on="2022-01-01")
    attended = AttendanceFactory(institution=dinas, workshop__held_on="2021-01-01").workshop
    WorkshopFactory(theme="Tertutup")
    InvitationFactory(institution=dinas, status=Invitation.Status.DRAFT)

    response = signed_in(contact_person).get(URL)

    assert themes(response) == [workshop.theme, public.theme, attended.theme]
    assert reverse("workshops:workshop_create") not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=lintas", ["Lintas sektor"]),
        ("year=2022", ["Rapat kerja"]),
        ("kind=working_meeting", ["Rapat kerja"]),
        ("status=planned", ["Lintas sektor"]),
        ("q=lintas&year=2022", []),
        ("year=1900&kind=x&q=%00", ["Lintas sektor", "Rapat kerja"]),
    ],
)
def test_it_is_narrowed_in_the_address(signed_in, staff, query, expected):
    WorkshopFactory(theme="Lintas sektor", held_on="2023-12-06", status=Workshop.Status.PLANNED)
    WorkshopFactory(theme="Rapat kerja", held_on="2022-12-06", kind=Workshop.Kind.WORKING_MEETING)
    assert themes(signed_in(staff).get(f"{URL}?{query}")) == expected


def test_the_second_page_keeps_the_filter(signed_in, staff):
    for number in range(27):
        WorkshopFactory(theme=f"Lintas {number}")
    client = signed_in(staff)
    first, second = client.get(f"{URL}?q=lintas"), client.get(f"{URL}?q=lintas&page=2")
    assert "?q=lintas&amp;page=2" in first.content.decode()
    assert len(themes(second)) == 2
    assert client.get(f"{URL}?page=9").status_code == 404


def test_an_empty_list_says_what_to_do_next(signed_in, staff, outsider):
    assert "Catat workshop yang sudah" in signed_in(staff).get(URL).content.decode()
    assert "setelah BNN mengundang" in signed_in(outsider).get(URL).content.decode()


def test_a_visitor_must_sign_in(client):
    assert client.get(URL).status_code == 302


def test_other_methods_are_refused(signed_in, staff):
    assert signed_in(staff).post(URL).status_code == 405


@pytest.mark.parametrize("who", ["staff", "contact_person"])
@pytest.mark.parametrize("count", [1, 3, 50])
def test_it_takes_the_same_queries_for_many_rows(who, count, request, signed_in, dinas, django_assert_num_queries):
    user = request.getfixturevalue(who)
    for _ in range(count):
        InvitationFactory(institution=dinas)
    client = signed_in(user)
    with django_assert_num_queries(5 if who == "staff" else 6):
        assert client.get(URL).status_code == 200


def test_this_week_runs_from_monday_to_sunday_and_leaves_out_what_was_cancelled(signed_in, staff):
    week = [WorkshopFactory(held_on=day) for day in ("2024-03-03", "2024-03-04", "2024-03-10", "2024-03-11")]
    WorkshopFactory(held_on="2024-03-06", status=Workshop.Status.CANCELLED)
    with clock.at(datetime(2024, 3, 6, 9, tzinfo=UTC)):
        response = signed_in(staff).get(URL, {"when": "this_week"})
    assert set(response.context["workshops"]) == set(week[1:3])
