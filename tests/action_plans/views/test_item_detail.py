from datetime import date

import pytest

from action_plans.models import ActionItem, Commitment, ReportingPeriod
from action_plans.services import propose_amendment
from tests.action_plans.conftest import moment
from tests.factories import (
    ActionItemFactory,
    CommitmentFactory,
    EvidenceFactory,
    InstitutionFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
)


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/"


def text(browser, item):
    return browser.get(url(item)).content.decode()


def test_it_tells_what_why_who_and_how_far(signed_in, contact_person, dinas, polresta):
    item = ActionItemFactory(lead=dinas, supporting=[polresta], success_criteria="Satgas berdiri di semua sekolah")
    outcome = OutcomeFactory(workshop=item.plan.workshop, text="Bentuk satgas sekolah")
    ActionItem.objects.filter(pk=item.pk).update(outcome=outcome)
    item.checkpoints.create(
        period=ReportingPeriod.objects.get(year=2024, semester="b06"), measure="Separuh sekolah", target=5
    )
    ProgressUpdateFactory(item=item, institution=dinas, value=4, happened_on=date(2024, 2, 1))
    page = text(signed_in(contact_person), item)
    for words in (
        "Satgas berdiri di semua sekolah",
        "Bentuk satgas sekolah",
        "Separuh sekolah",
        "B06 2024",
        dinas.name,
        polresta.name,
        "<strong>4</strong> dari 10 kegiatan",
        "(40%)",
        "Perbarui status",
    ):
        assert words in page


def test_every_round_stays_readable(signed_in, staff, contact_person, in_force, dinas):
    returned = ProgressUpdateFactory(
        item=in_force, institution=dinas, status="returned", narrative="Putaran pertama", happened_on=date(2024, 2, 1)
    )
    returned.status_changes.create(
        from_status="submitted", to_status="returned", by=staff, note="Foto belum ada.", at=moment("2024-02-02 09:00")
    )
    accepted = ProgressUpdateFactory(
        item=in_force, institution=dinas, replaces=returned, narrative="Putaran kedua", happened_on=date(2024, 2, 10)
    )
    EvidenceFactory(update=accepted, original_name="daftar-hadir.pdf")
    page = text(signed_in(contact_person), in_force)
    for words in ("Putaran pertama", "Foto belum ada.", "Putaran kedua", "(perbaikan)", "daftar-hadir.pdf"):
        assert words in page
    assert page.index("Putaran kedua") < page.index("Putaran pertama")
    assert "dikembalikan BNN" not in page


def test_the_reply_of_bnn_stands_on_top_while_it_is_the_last_word(signed_in, staff, contact_person, in_force, dinas):
    returned = ProgressUpdateFactory(item=in_force, institution=dinas, status="returned")
    returned.status_changes.create(from_status="submitted", to_status="returned", by=staff, note="Lengkapi fotonya.")
    page = text(signed_in(contact_person), in_force)
    assert "dikembalikan BNN" in page
    assert f'name="replaces" value="{returned.pk}"' in page
    assert page.index("Lengkapi fotonya.") < page.index("Yang disepakati")


def test_a_draft_is_told_to_its_institution_alone(signed_in, staff, contact_person, in_force, dinas):
    ProgressUpdateFactory(item=in_force, institution=dinas, status="draft", narrative="Belum diajukan")
    assert "Belum diajukan" in text(signed_in(contact_person), in_force)
    assert "Belum diajukan" not in text(signed_in(staff), in_force)


def test_what_bnn_may_do_follows_plan_item_and_role(signed_in, staff, leader, offered):
    page = text(signed_in(staff), offered)
    assert "Alihkan" in page
    assert "Keluarkan" in page
    assert "Usulkan perubahan" not in page
    offered.plan.__class__.objects.filter(pk=offered.plan_id).update(status="in_force")
    page = text(signed_in(staff), offered)
    assert "Alihkan" not in page
    assert "Usulkan perubahan" in page
    assert "Batalkan butir" not in page
    assert "Batalkan butir" in text(signed_in(leader), offered)
    ActionItem.objects.filter(pk=offered.pk).update(status=ActionItem.Status.DONE)
    page = text(signed_in(leader), offered)
    assert "Buka kembali" in page
    assert "Batalkan butir" not in page


def test_whoever_is_asked_answers_here_and_bnn_names_its_source(signed_in, staff, contact_person, offered):
    commitment = offered.commitments.get()
    action = f"/rencana-aksi/komitmen/{commitment.pk}/jawab/"
    page = text(signed_in(contact_person), offered)
    assert action in page
    assert "Sumber jawaban" not in page
    page = text(signed_in(staff), offered)
    assert action in page
    assert "Sumber jawaban" in page


def test_a_coordinator_only_reads(signed_in, coordinator, offered, in_force):
    page = text(signed_in(coordinator), in_force)
    assert in_force.title in page
    for words in ("Perbarui status", "Usulkan perubahan", "Ubah</a>", "komitmen/"):
        assert words not in page


def test_a_proposal_shows_old_and_new(signed_in, staff, contact_person, in_force, polresta):
    propose_amendment(
        in_force, {"due_on": date(2024, 9, 30), "lead": polresta, "target": None}, by=staff, reason="Sekolah libur."
    )
    page = text(signed_in(contact_person), in_force)
    for words in (
        "30 Juni 2024",
        "30 September 2024",
        polresta.short_name,
        "Sekolah libur.",
        "Setujui",
        "Tolak usulan",
    ):
        assert words in page
    assert "Usulkan perubahan" not in text(signed_in(staff), in_force)


def test_to_anyone_else_it_does_not_exist(client, signed_in, outsider, official, coordinator, offered, plan, item):
    for user in (outsider, official, coordinator):
        assert signed_in(user).get(url(offered)).status_code == 404
    assert client.get(url(offered)).url == f"/masuk/?next={url(offered)}"


def test_a_draft_item_is_for_bnn_alone(signed_in, staff, contact_person, item):
    assert signed_in(contact_person).get(url(item)).status_code == 404
    assert signed_in(staff).get(url(item)).status_code == 200
    assert signed_in(staff).post(url(item)).status_code == 405
    assert signed_in(staff).get("/rencana-aksi/butir/99999999999/").status_code == 404


@pytest.mark.parametrize("who", ["staff", "contact_person"])
def test_the_number_of_statements_is_constant(request, signed_in, staff, count_queries, in_force, dinas, who):
    browser = signed_in(request.getfixturevalue(who))

    def add(count):
        for _ in range(count):
            institution = InstitutionFactory()
            CommitmentFactory(
                item=in_force, institution=institution, role="supporting", status=Commitment.Status.OFFERED
            )
            update = ProgressUpdateFactory(item=in_force, institution=institution, role="supporting")
            update.status_changes.create(from_status="submitted", to_status="accepted", by=staff)
            EvidenceFactory(update=update)
            propose_amendment(in_force, {"supporting": [InstitutionFactory()]}, by=staff, reason="Perlu bantuan.")
            in_force.amendments.update(status="declined")

    add(1)
    one = count_queries(browser, url(in_force))
    add(2)
    assert count_queries(browser, url(in_force)) == one
    add(47)
    assert count_queries(browser, url(in_force)) == one


def test_an_item_that_was_neither_amended_nor_asked_about_takes_eight_statements(
    signed_in, staff, contact_person, count_queries, in_force, dinas
):
    in_force.checkpoints.create(
        period=ReportingPeriod.objects.get(year=2024, semester="b06"), measure="Separuh sekolah", target=5
    )
    EvidenceFactory(update=ProgressUpdateFactory(item=in_force, institution=dinas))

    for user in (staff, contact_person):
        assert count_queries(signed_in(user), url(in_force)) <= 8
