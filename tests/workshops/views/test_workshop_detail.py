import pytest
from django.urls import reverse

from action_plans.models import ActionPlan
from bnn_portal import clock
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AttendanceFactory,
    DocumentFactory,
    InvitationFactory,
    OutcomeFactory,
    SessionFactory,
    WorkshopFactory,
)
from workshops import services
from workshops.models import Document, Invitation, Workshop


def page_of(client, workshop) -> str:
    response = client.get(workshop.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_bnn_sees_everything_and_what_is_still_missing(signed_in, staff, workshop, polresta):
    SessionFactory(workshop=workshop, title="Paparan pembuka", speaker_institution=polresta)
    OutcomeFactory(workshop=workshop, text="Satgas di tiap kelurahan")
    AttendanceFactory(workshop=workshop, institution=polresta, person_name="Peserta Rahasia")
    DocumentFactory(workshop=workshop, kind=Document.Kind.ATTENDANCE_LIST, caption="Daftar hadir pagi")

    page = page_of(signed_in(staff), workshop)

    for text in ("Paparan pembuka", "Satgas di tiap kelurahan", "Peserta Rahasia", "Daftar hadir pagi"):
        assert text in page
    for name in ("workshop_agenda", "workshop_invitations", "workshop_attendance", "workshop_outcomes"):
        assert reverse(f"workshops:{name}", args=[workshop.pk]) in page
    assert reverse("action_plans:plan_create", args=[workshop.pk]) in page
    assert reverse("workshops:workshop_complete", args=[workshop.pk]) in page


def test_the_invited_see_names_of_their_own_only(signed_in, contact_person, workshop, dinas, polresta):
    workshop.minutes = "Catatan dalam rapat"
    workshop.save()
    AttendanceFactory(workshop=workshop, institution=dinas, person_name="Peserta Dinas")
    AttendanceFactory(workshop=workshop, institution=polresta, person_name="Peserta Polresta")
    InvitationFactory(workshop=workshop, institution=polresta, status=Invitation.Status.DRAFT, addressee="Kapolresta")
    DocumentFactory(workshop=workshop, kind=Document.Kind.ATTENDANCE_LIST, caption="Daftar hadir pagi")
    DocumentFactory(workshop=workshop, kind=Document.Kind.PAPER, caption="Materi pembuka")

    page = page_of(signed_in(contact_person), workshop)

    assert "2 orang hadir" in page
    assert "Polresta" in page
    for text in ("Peserta Dinas", "Materi pembuka"):
        assert text in page
    for text in ("Peserta Polresta", "Kapolresta", "Daftar hadir pagi", "Catatan dalam rapat", "Isi catatan"):
        assert text not in page


def test_what_became_a_restricted_item_is_told_to_those_who_work_on_it(
    signed_in, staff, contact_person, outsider, official, workshop, dinas, polresta
):
    workshop.is_public = True
    workshop.save()
    InvitationFactory(workshop=workshop, institution=polresta)
    outcome = OutcomeFactory(workshop=workshop, text="Kesepakatan yang dibatasi")
    ActionItemFactory(
        plan__workshop=workshop,
        plan__agreed=True,
        lead=dinas,
        outcome=outcome,
        is_restricted=True,
        title="Aksi dibatasi",
    )
    OutcomeFactory(workshop=workshop, text="Kesepakatan untuk semua")

    told = {who: "Kesepakatan yang dibatasi" in page_of(signed_in(who), workshop) for who in (staff, contact_person)}
    kept = {who: "Kesepakatan yang dibatasi" in page_of(signed_in(who), workshop) for who in (outsider, official)}

    assert set(told.values()) == {True}
    assert set(kept.values()) == {False}
    assert "Kesepakatan untuk semua" in page_of(signed_in(outsider), workshop)


def test_the_invited_are_asked_and_bnn_may_answer_for_them(signed_in, contact_person, staff, workshop):
    url = reverse("workshops:invitation_answer", args=[workshop.invitations.get().pk])
    assert "Apakah instansi Anda akan hadir?" in page_of(signed_in(contact_person), workshop)
    assert url in page_of(signed_in(staff), workshop)
    services.answer_invitation(workshop.invitations.get(), "coming", by=contact_person, note="Dua orang")
    page = page_of(signed_in(contact_person), workshop)
    assert url not in page
    assert "Dua orang" in page


def test_a_note_of_another_institution_stays_with_it(signed_in, outsider, contact_person, workshop, polresta):
    InvitationFactory(workshop=workshop, institution=polresta)
    invitation = workshop.invitations.exclude(institution=polresta).get()
    services.answer_invitation(invitation, "declined", by=contact_person, note="Sakit")
    page = page_of(signed_in(outsider), workshop)
    assert "Berhalangan" in page
    assert "Sakit" not in page


@pytest.mark.parametrize(
    ("status", "is_seen"), [(ActionPlan.Status.DRAFT, False), (ActionPlan.Status.OFFERED, False), ("in_force", True)]
)
def test_the_plan_is_linked_for_whoever_may_see_it(signed_in, contact_person, staff, workshop, status, is_seen):
    plan = ActionPlanFactory(workshop=workshop, status=status)
    url = reverse("action_plans:plan_detail", args=[plan.pk])
    assert (url in page_of(signed_in(contact_person), workshop)) is is_seen
    assert url in page_of(signed_in(staff), workshop)


def test_a_cancelled_workshop_offers_no_edits(signed_in, staff):
    workshop = WorkshopFactory(status=Workshop.Status.CANCELLED)
    page = page_of(signed_in(staff), workshop)
    assert "Dibatalkan" in page
    assert reverse("workshops:workshop_update", args=[workshop.pk]) not in page
    assert reverse("action_plans:plan_create", args=[workshop.pk]) not in page


def test_a_planned_workshop_has_no_plan_yet(signed_in, staff):
    workshop = WorkshopFactory(status=Workshop.Status.PLANNED)
    page = page_of(signed_in(staff), workshop)
    assert "Rencana aksi disusun setelah workshop terlaksana." in page
    assert reverse("action_plans:plan_create", args=[workshop.pk]) not in page
    assert reverse("workshops:workshop_cancel", args=[workshop.pk]) in page


def test_invented_data_say_so(signed_in, staff):
    assert "bukan data nyata" in page_of(signed_in(staff), WorkshopFactory(is_sample=True))


def test_an_outsider_finds_nothing(signed_in, outsider, workshop):
    assert signed_in(outsider).get(workshop.get_absolute_url()).status_code == 404
    assert signed_in(outsider).get(reverse("workshops:workshop_detail", args=[10**17])).status_code == 404


def test_other_methods_are_refused(signed_in, staff, workshop):
    assert signed_in(staff).post(workshop.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("who", ["staff", "contact_person"])
def test_it_takes_the_same_queries_for_many_rows(who, request, signed_in, workshop, dinas, django_assert_num_queries):
    user = request.getfixturevalue(who)
    ActionPlanFactory(workshop=workshop)
    client = signed_in(user)
    for count in (1, 2, 47):
        for _ in range(count):
            SessionFactory(workshop=workshop, speaker_institution=dinas)
            InvitationFactory(workshop=workshop)
            AttendanceFactory(workshop=workshop, institution=dinas)
            OutcomeFactory(workshop=workshop)
            DocumentFactory(workshop=workshop)
            workshop.partners.add(InvitationFactory().institution)
        with django_assert_num_queries(13):
            page_of(client, workshop)


def test_a_gap_concerns_those_who_can_fill_it(signed_in, staff, contact_person, workshop):
    SessionFactory(workshop=workshop, start_time=None)
    assert "<dt>Sumber anggaran</dt>" in page_of(signed_in(staff), workshop)
    guest = page_of(signed_in(contact_person), workshop)
    assert "<dt>Sumber anggaran</dt>" not in guest
    assert ">Pukul<" not in guest


def test_a_workshop_ahead_is_offered_for_the_calendar_and_as_a_message(signed_in, staff, contact_person, workshop):
    calendar = reverse("workshops:workshop_calendar", args=[workshop.pk])
    assert calendar not in page_of(signed_in(staff), workshop)
    Workshop.objects.update(held_on=clock.today(), start_time="09:00", theme="Tema & <b>uji</b>")
    told = page_of(signed_in(staff), workshop)
    assert calendar in told
    assert "Pukul: 09.00 WIB" in told
    assert "https://wa.me/?text=%2AUndangan" in told
    assert "Tema &amp; &lt;b&gt;uji" in told
    guest = page_of(signed_in(contact_person), workshop)
    assert calendar in guest
    assert "wa.me" not in guest
