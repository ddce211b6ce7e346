from datetime import date

import pytest

from action_plans.models import ActionItem, Evidence, ProgressUpdate
from action_plans.services import accept_progress, return_progress, save_progress, start_progress, submit_progress
from tests.factories import ActionItemFactory, EvidenceFactory

Status = ProgressUpdate.Status


def path(update):
    return f"/rencana-aksi/kemajuan/{update.pk}/"


def told(**changes):
    """What the form sends."""
    return {
        "version": 1,
        "item_status": "in_progress",
        "value": "4",
        "happened_on": "2024-02-20",
        "narrative": "Empat sekolah didatangi.",
        **changes,
    }


@pytest.fixture
def browser(signed_in, contact_person):
    return signed_in(contact_person)


def test_the_form_shows_what_is_owed_and_by_when(browser, draft):
    text = browser.get(path(draft)).content.decode()
    assert draft.item.title in text
    assert "30 Juni 2024" in text
    assert "dari target 10 sekolah" in text
    for label in ("Belum dimulai", "Berjalan", "Terkendala", "Selesai"):
        assert label in text
    assert 'name="percent"' not in text


def test_what_somebody_typed_is_never_markup(browser, draft):
    """Label and hint of the figure quote the item's unit."""
    ActionItem.objects.filter(pk=draft.item_id).update(unit="<i>sekolah</i>")
    text = browser.get(path(draft)).content.decode()
    assert "<i>sekolah" not in text
    assert text.count("&lt;i&gt;sekolah&lt;/i&gt;") >= 2


def test_sending_saves_and_submits_at_once(browser, draft, photo, contact_person):
    data = told(action="submit", value="1.234,5", obstacle="staff", obstacle_note="Dua orang", next_step="Lanjut")
    data |= {"files": [photo("satu.jpg"), photo("dua.jpg")], "link": "contoh.example/berita"}
    response = browser.post(path(draft), data)
    assert (response.status_code, response["Location"]) == (302, "/tugas/")
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_by, draft.happened_on) == (
        Status.SUBMITTED,
        contact_person,
        date(2024, 2, 20),
    )
    assert (str(draft.value), draft.obstacle, draft.next_step) == ("1234.50", "staff", "Lanjut")
    assert [piece.title for piece in draft.evidence.all()] == ["satu.jpg", "dua.jpg", "https://contoh.example/berita"]


def test_a_draft_may_be_saved_half_told(browser, draft, photo):
    response = browser.post(path(draft), told(action="draft", narrative="", value="", files=[photo()]))
    assert response["Location"] == path(draft)
    draft.refresh_from_db()
    assert (draft.status, draft.value, draft.version) == (Status.DRAFT, None, 2)
    assert "foto.jpg" in browser.get(path(draft)).content.decode()


def test_all_that_is_missing_is_said_at_its_field_at_once(browser, draft):
    response = browser.post(path(draft), told(action="submit", item_status="done", value="", narrative=""))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["narrative", "value", "files"]
    text = response.content.decode()
    for field in ("narrative", "value", "files"):
        assert f'href="#id_{field}"' in text


def test_done_without_evidence_is_saved_but_not_sent(browser, draft):
    response = browser.post(path(draft), told(action="submit", item_status="done", value="10"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Tambahkan foto, berkas, atau tautan" in text
    assert "tersimpan sebagai draf" in text
    assert "Empat sekolah didatangi." in text
    assert 'href="#id_files"' in text
    draft.refresh_from_db()
    assert (draft.status, draft.item_status, draft.narrative) == (Status.DRAFT, "done", "Empat sekolah didatangi.")

    # The page carries the new version: mended, it can be sent as it stands.
    again = told(action="submit", item_status="done", value="10", version=2, link="https://contoh.example/bukti")
    assert response.context["form"]["version"].value() == "2"
    assert browser.post(path(draft), again).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"narrative": "  "}, "narrative"),
        ({"happened_on": "2024-03-02"}, "happened_on"),
        ({"item_status": "blocked"}, "obstacle"),
        ({"value": ""}, "value"),
    ],
)
def test_a_refusal_stands_at_the_field_that_mends_it(browser, draft, changes, field):
    response = browser.post(path(draft), told(action="submit", **changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}"' in response.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "banyak"},
        {"value": "-1"},
        {"value": "9" * 40},
        {"item_status": "cancelled"},
        {"happened_on": "kemarin"},
        {"narrative": "x" * 4001},
        {"narrative": "a\x00b"},
        {"link": "javascript:alert(1)"},
        {"obstacle": "zzz"},
        {"version": "x"},
        {"version": "9" * 20},
    ],
)
def test_a_wrong_input_loses_nothing(browser, draft, photo, changes):
    response = browser.post(
        path(draft), told(action="submit", **{"next_step": "Rapat pekan depan", **changes}, files=[photo()])
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert "Rapat pekan depan" in text
    assert 'role="alert"' in text
    # The photo is kept: nobody has to take it again.
    assert draft.evidence.get().title == "foto.jpg"
    assert "Pilih ulang berkas" not in text
    draft.refresh_from_db()
    assert (draft.status, draft.narrative) == (Status.DRAFT, "")


def test_a_file_that_is_refused_is_named(browser, draft, photo):
    broken = photo("rusak.jpg")
    broken.file.truncate(200)
    broken.size = 200
    response = browser.post(path(draft), told(action="submit", files=[photo("utuh.jpg"), broken]))
    assert response.status_code == 422
    text = response.content.decode()
    assert "rusak.jpg" in text
    assert "Pilih ulang berkas" in text


def test_a_stale_edit_shows_both_texts_and_loses_none(browser, draft, contact_person, photo):
    save_progress(draft, {"narrative": "Tulisan rekan."}, by=contact_person, version=1)
    response = browser.post(path(draft), told(action="submit", files=[photo()]))
    assert response.status_code == 409
    text = response.content.decode()
    assert "Tulisan rekan." in text
    assert "Empat sekolah didatangi." in text
    draft.refresh_from_db()
    assert (draft.status, draft.narrative) == (Status.DRAFT, "Tulisan rekan.")
    assert draft.evidence.count() == 1
    assert browser.post(path(draft), told(action="submit", version=2)).status_code == 302


def test_percent_is_asked_only_without_a_target(browser, draft):
    ActionItem.objects.update(target=None, unit="")
    text = browser.get(path(draft)).content.decode()
    assert 'name="percent"' in text
    assert 'name="value"' not in text
    browser.post(path(draft), told(action="submit", percent="62,5", value="7"))
    draft.refresh_from_db()
    assert (str(draft.percent), draft.value, draft.status) == ("62.50", None, Status.SUBMITTED)


def test_supporters_tell_and_show_but_state_no_figures(browser, in_force, polresta, dinas, contact_person):
    item = ActionItemFactory(plan=in_force.plan, lead=polresta, supporting=[dinas], status=ActionItem.Status.BLOCKED)
    draft = start_progress(item, dinas, by=contact_person)
    text = browser.get(path(draft)).content.decode()
    for name in ("item_status", "value", "percent", "obstacle", "next_step"):
        assert f'name="{name}"' not in text
    response = browser.post(path(draft), told(action="submit", item_status="done", value="10"))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.item_status, draft.value) == (Status.SUBMITTED, "blocked", None)


def test_the_reason_of_the_return_stands_on_top_of_the_correction(
    browser, in_force, sent, dinas, contact_person, staff
):
    return_progress(sent, by=staff, version=sent.version, note="Daftar hadir belum ada.")
    correction = start_progress(in_force, dinas, by=contact_person, replaces=sent)
    text = browser.get(path(correction)).content.decode()
    assert text.index("Daftar hadir belum ada.") < text.index('name="narrative"')
    assert "Empat sekolah." in text


def test_what_was_sent_is_shown_and_no_longer_written(browser, sent, staff):
    text = browser.get(path(sent)).content.decode()
    assert "Empat sekolah." in text
    assert "Tarik laporan" in text
    assert 'name="narrative"' not in text

    response = browser.post(path(sent), told(version=2, narrative="Diganti", action="draft"))
    assert response.status_code == 422
    assert "sudah diajukan" in response.content.decode()
    assert "Diganti" in response.content.decode()

    accept_progress(sent, by=staff, version=sent.version)
    assert "Perbaiki laporan" in browser.get(path(sent)).content.decode()


def test_removing_a_piece_without_javascript_saves_the_page_first(browser, draft, contact_person):
    piece = EvidenceFactory(update=draft)
    response = browser.post(path(draft), told(remove=piece.pk))
    assert response["Location"] == path(draft)
    draft.refresh_from_db()
    assert (draft.narrative, draft.evidence.count()) == ("Empat sekolah didatangi.", 0)


@pytest.mark.parametrize("remove", ["x", "999999999999999999", "9" * 5000, ""])
def test_a_strange_piece_removes_nothing(browser, draft, remove):
    EvidenceFactory(update=draft)
    assert browser.post(path(draft), told(remove=remove)).status_code == 302
    assert draft.evidence.count() == 1


def test_the_piece_of_another_update_stays(browser, draft, foreign_draft):
    piece = EvidenceFactory(update=foreign_draft)
    browser.post(path(draft), told(remove=piece.pk))
    assert Evidence.objects.filter(pk=piece.pk).exists()


def test_anothers_draft_does_not_exist(signed_in, browser, draft, foreign_draft, staff, coordinator):
    for client in (browser,):
        assert client.get(path(foreign_draft)).status_code == 404
        assert client.post(path(foreign_draft), told()).status_code == 404
    for user in (staff, coordinator):
        assert signed_in(user).get(path(draft)).status_code == 404


def test_a_seer_of_a_sent_one_is_refused(signed_in, sent, staff, coordinator):
    for user in (staff, coordinator):
        assert signed_in(user).get(path(sent)).status_code == 403
        assert signed_in(user).post(path(sent), told()).status_code == 403


def test_other_methods_are_refused(browser, draft):
    assert browser.put(path(draft)).status_code == 405


def test_the_number_of_statements_does_not_grow(count_queries, browser, draft):
    EvidenceFactory(update=draft)
    with_one = count_queries(browser, path(draft))
    EvidenceFactory.create_batch(2, update=draft)
    assert count_queries(browser, path(draft)) == with_one
    EvidenceFactory.create_batch(47, update=draft)
    assert count_queries(browser, path(draft)) == with_one


def test_two_institutions_of_one_item_do_not_see_each_others_drafts(
    browser, in_force, polresta, outsider, signed_in, dinas, draft
):
    in_force.commitments.create(institution=polresta, role="supporting", status="accepted")
    other = start_progress(in_force, polresta, by=outsider)
    assert browser.get(path(other)).status_code == 404
    submit_progress(save_progress(other, {"narrative": "Ikut."}, by=outsider, version=1), by=outsider)
    assert browser.get(path(other)).status_code == 403


def test_a_save_takes_the_same_statements_for_many_photos(browser, draft, photo, django_assert_num_queries):
    for version, count in ((1, 1), (2, 9)):
        photos = [photo(f"{version}-{number}.jpg") for number in range(count)]
        with django_assert_num_queries(14):
            assert browser.post(path(draft), told(version=version, files=photos)).status_code == 302
    assert draft.evidence.count() == 10


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_save_takes_ten_statements(browser, draft, django_assert_num_queries):
    """Three for the account, the row as shown and as locked, the form's constraint, the writing, the form's draft."""
    browser.post(path(draft), told())
    with django_assert_num_queries(10):
        assert browser.post(path(draft), told(version=2, narrative="Lima sekolah.")).status_code == 302
