import pytest

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from reports.models import Report

PATH = "/laporan/baru/"


def test_staff_asks_for_a_period_and_follows_the_work(items, period, staff, signed_in):
    response = signed_in(staff).post(PATH, {"period": period.pk})
    report = Report.objects.get()
    assert response.status_code == 302
    assert response.url == f"/laporan/{report.pk}/"
    assert (report.status, report.requested_by) == (Report.Status.QUEUED, staff)


def test_a_second_request_joins_the_first_and_says_so(queued, period, leader, signed_in):
    response = signed_in(leader).post(PATH, {"period": period.pk}, follow=True)
    assert response.redirect_chain == [(f"/laporan/{queued.pk}/", 302)]
    page = response.content.decode()
    assert "Staf P2M Uji sudah meminta laporan yang sama" in page
    assert "Ikut meminta" in page
    assert Report.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "leader"])
def test_whoever_joins_with_other_choices_is_told_which_are_made(request, who, queued, period, signed_in):
    typed = {"period": period.pk, "paper": "f4", "has_photos": "on", "copies_to": "Wali Kota Malang"}
    response = signed_in(request.getfixturevalue(who)).post(PATH, typed, follow=True)
    page = response.content.decode()
    assert "Pilihan Anda berbeda dan tidak dipakai: kertas, foto bukti, tembusan." in page
    assert "<dt>Kertas</dt><dd>A4 (210 × 297 mm)</dd>" in page
    assert "<dt>Foto bukti</dt><dd>Tanpa foto</dd>" in page
    report = Report.objects.get()
    assert (report.paper, report.has_photos, report.copies_to) == (Report.Paper.A4, False, "")


def test_only_periods_that_have_begun_are_offered(staff, signed_in):
    page = signed_in(staff).get(PATH).content.decode()
    assert "B06 (Januari–Juni) 2024, terbuka" in page
    assert f"{clock.today().year + 1}, terbuka" not in page


@pytest.mark.parametrize("value", ["", "0", "abc", "99999999999999999999", "\x00"])
def test_it_says_why_it_was_refused(staff, signed_in, value):
    response = signed_in(staff).post(PATH, {"period": value})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Report.objects.exists()


def test_a_period_of_the_future_is_refused(staff, signed_in):
    future = ReportingPeriod.objects.filter(starts_on__gt=clock.today()).first()
    assert signed_in(staff).post(PATH, {"period": future.pk}).status_code == 422


@pytest.mark.parametrize("who", ["official", "contact_person", "coordinator"])
def test_others_are_refused(request, who, period, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, {"period": period.pk}).status_code == 403


def test_other_methods_are_refused(staff, signed_in):
    assert signed_in(staff).put(PATH).status_code == 405


# ---------------------------------------------------------------------------------------------------- other kinds


def test_an_office_is_asked_for_with_what_the_document_rests_on(items, period, dinas, staff, signed_in):
    browser = signed_in(staff)
    page = browser.get(f"{PATH}?kind=institution&institution={dinas.pk}").content.decode()
    assert "<title>Minta laporan progres instansi" in page
    assert f'<option value="{dinas.pk}" selected>' in page
    assert 'name="workshop"' not in page
    typed = {"legal_basis": "Inpres Nomor 2 Tahun 2020", "copies_to": "Wali Kota Malang"}
    response = browser.post(f"{PATH}?kind=institution", {"institution": dinas.pk, "period": period.pk, **typed})
    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, f"/laporan/{report.pk}/")
    assert (report.kind, report.scope, report.institution) == ("institution", "institution", dinas)
    assert (report.legal_basis, report.copies_to, report.warrant) == (*typed.values(), "")
    assert "Inpres Nomor 2 Tahun 2020" in browser.get(response.url).content.decode()
    # An office repeats most of it the next time.
    assert "Inpres Nomor 2 Tahun 2020" in browser.get(f"{PATH}?kind=institution").content.decode()


def test_an_event_lies_in_its_period_by_itself(plan, staff, signed_in):
    browser = signed_in(staff)
    page = browser.get(f"{PATH}?kind=workshop&workshop={plan.workshop.pk}").content.decode()
    assert f'<option value="{plan.workshop.pk}" selected>6 Desember 2023: {plan.workshop.theme}</option>' in page
    assert 'name="period"' not in page
    assert browser.post(f"{PATH}?kind=workshop", {"workshop": plan.workshop.pk}).status_code == 302
    report = Report.objects.get()
    assert (report.kind, report.workshop, str(report.period)) == ("workshop", plan.workshop, "B12 2023")


def test_the_summary_shows_no_grounds_and_asks_for_none(items, period, staff, signed_in):
    browser = signed_in(staff)
    assert "legal_basis" not in browser.get(f"{PATH}?kind=summary").content.decode()
    browser.post(f"{PATH}?kind=summary", {"period": period.pk, "legal_basis": "tidak dibaca"})
    report = Report.objects.get()
    assert (report.kind, report.legal_basis) == ("summary", "")


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("institution", {"institution": ""}),
        ("institution", {"institution": "999999"}),
        ("institution", {"legal_basis": "x" * 2001}),
        ("workshop", {"workshop": "abc"}),
        ("workshop", {"workshop": ""}),
        ("workshop", {"copies_to": "x" * 1_000_000}),
    ],
)
def test_other_kinds_say_why_they_were_refused(plan, period, dinas, staff, signed_in, kind, wrong):
    right = {"institution": dinas.pk, "period": period.pk, "workshop": plan.workshop.pk, "warrant": "Sprin/7"}
    response = signed_in(staff).post(f"{PATH}?kind={kind}", {**right, **wrong})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert 'value="Sprin/7"' in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("query", ["?kind=x", "?kind=%00", "?kind=institution&institution=abc&period=%00"])
def test_a_strange_address_still_shows_a_form(staff, signed_in, query):
    assert signed_in(staff).get(f"{PATH}{query}").status_code == 200
