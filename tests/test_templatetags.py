from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import get_template
from django.urls import resolve, reverse

from bnn_portal import clock
from bnn_portal.templatetags import portal
from bnn_portal.templatetags.portal import (
    breakable,
    error_summary,
    filesize_id,
    icon,
    navigation,
    number_id,
    relative_day,
    status_badge,
)


def test_badge_says_icon_word_and_tone():
    badge = status_badge("in_progress", "Berjalan")

    assert badge == '<span class="tag tone-info tag-circle-play">Berjalan</span>'


def test_derived_badge_brings_its_own_word():
    assert "Terlambat" in status_badge("overdue")


def test_badge_escapes_its_word():
    assert "&lt;b&gt;" in status_badge("draft", "<b>")


def test_an_email_breaks_before_its_at_and_escapes():
    assert breakable("ani@contoh.example") == "ani<wbr>@contoh.example"
    assert breakable("<b>") == "&lt;b&gt;<wbr>"


def test_badge_tag_and_function_are_one():
    rendered = Template('{% status_badge "done" "Selesai" %}').render(Context())

    assert rendered == status_badge("done", "Selesai")


def test_every_status_of_every_model_has_a_look():
    fields = [
        model._meta.get_field(name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"stakeholders", "workshops", "action_plans", "reports"}
        for name in ("status", "state", "item_status")
        if any(field.name == name and field.choices for field in model._meta.fields)
    ]

    assert fields
    for field in fields:
        for value, _label in field.flatchoices:
            assert value in portal.STATUS_LOOKS, f"{field}: {value}"


def test_icon_has_the_asked_size():
    assert icon("plus", 40) == (
        '<svg class="icon" width="40" height="40" aria-hidden="true"><use href="/static/vendor/icons.svg#plus"/></svg>'
    )


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 24), "hari ini, 24 November 2026"),
        (date(2026, 11, 25), "besok, 25 November 2026"),
        (date(2026, 11, 23), "kemarin, 23 November 2026"),
        (date(2026, 11, 27), "3 hari lagi, 27 November 2026"),
        (date(2026, 11, 20), "4 hari lalu, 20 November 2026"),
        (date(2027, 3, 1), "3 bulan lagi, 1 Maret 2027"),
        (date(2023, 12, 6), "2 tahun lalu, 6 Desember 2023"),
        # 23.30 on the 24th in London is the 25th in Malang.
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "besok, 25 November 2026"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_day_is_told_from_the_portals_today(day, text):
    with clock.at(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        assert relative_day(day) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (57, "57"),
        (100, "100"),
        (1234567, "1.234.567"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("0.125"), "0,12"),
        (Decimal("-3.10"), "-3,1"),
        (Decimal("-0.001"), "0"),
        (float("nan"), "–"),
        (Decimal("1E+20"), "100.000.000.000.000.000.000"),
    ],
)
def test_number_is_written_as_indonesians_do(value, text):
    assert number_id(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(None, "–"), (0, "0 B"), (900, "900 B"), (88_000, "86 KB"), (1_234_567, "1,2 MB"), (15 * 1024 * 1024, "15 MB")],
)
def test_file_size_is_readable(size, text):
    assert filesize_id(size) == text


class Report(forms.Form):
    status = forms.ChoiceField(label="Status", widget=forms.RadioSelect, choices=[("done", "Selesai")])
    note = forms.CharField(label="Catatan")


def test_summary_links_each_error_to_its_field():
    context = error_summary(Report({}))

    assert [error["target"] for error in context["errors"]] == ["id_status_0", "id_note"]
    assert context["errors"][1]["text"].startswith("Catatan: ")


def test_summary_numbers_the_rows_of_a_formset():
    rows = forms.formset_factory(Report)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-note": "a"})

    assert error_summary(rows)["errors"] == [
        {"target": "id_form-0-status_0", "text": "Baris 1: Status: Bidang ini tidak boleh kosong."}
    ]


def test_summary_is_silent_before_anything_was_sent():
    assert error_summary(Report(), forms.formset_factory(Report)())["errors"] == []


def labels_for(user, rf, path="/"):
    request = rf.get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return {page["label"]: page["current"] for page in navigation(Context({"request": request}))}


def test_navigation_offers_a_stranger_the_pages_for_everybody(rf):
    assert list(labels_for(AnonymousUser(), rf)) == ["Beranda", "Kemajuan", "Kegiatan", "Tentang", "Bantuan"]


def test_the_first_page_is_nobodys_section(rf):
    assert labels_for(AnonymousUser(), rf)["Beranda"] == "page"
    assert set(labels_for(AnonymousUser(), rf, "/masuk/").values()) == {""}


def test_navigation_of_staff(staff, rf):
    labels = list(labels_for(staff, rf))
    assert labels[:5] == ["Hari ini", "Workshop", "Rencana aksi", "Verifikasi", "Laporan"]
    assert labels[5:] == ["Ringkasan", "Tindak lanjut", "Instansi"]


def phone_bar(user, rf):
    request = rf.get("/")
    request.user = user
    request.resolver_match = resolve("/")
    pages = navigation(Context({"request": request}))
    return [page["label"] for page in pages if not (page["is_further"] or page["is_in_menu"])]


def test_a_phone_offers_staff_no_more_than_five_pages_at_its_bottom(staff, rf):
    assert len(phone_bar(staff, rf)) == 5


def test_a_phone_offers_the_summary_where_there_is_room_for_it(official, coordinator, rf):
    assert phone_bar(official, rf) == ["Ringkasan", "Laporan", "Instansi"]
    assert phone_bar(coordinator, rf) == ["Ringkasan", "Rencana aksi", "Workshop", "Laporan"]


def test_a_desk_offers_staff_seven_pages_in_its_bar_and_the_rest_in_the_menu(staff, signed_in):
    page = signed_in(staff).get("/cari/").content.decode()
    bar, menu = page.split('class="main-nav"')[1].split("</nav>", 1)
    assert bar.count("<li") == 7
    assert 'href="/instansi/"' not in bar
    assert 'href="/instansi/"' in menu


def test_navigation_begins_with_what_a_contact_person_owes(contact_person, rf):
    assert list(labels_for(contact_person, rf)) == ["Tugas saya", "Workshop", "Laporan"]


def test_navigation_begins_with_the_summary_for_an_official(official, rf):
    assert list(labels_for(official, rf)) == ["Ringkasan", "Laporan", "Instansi"]


def test_navigation_marks_the_page_and_its_section(staff, rf):
    queue = reverse("action_plans:verification_queue")

    assert labels_for(staff, rf, queue)["Verifikasi"] == "page"
    assert [label for label, current in labels_for(staff, rf, queue).items() if current] == ["Verifikasi"]


@pytest.mark.parametrize(
    ("who", "path", "section"),
    [
        # The search and the account belong to no section.
        ("staff", "/cari/", None),
        ("staff", "/akun/", None),
        ("staff", "/akun/daftar/", None),
        ("contact_person", "/cari/", None),
        ("contact_person", "/akun/", None),
        ("coordinator", "/cari/", None),
        ("official", "/akun/", None),
        ("official", "/cari/", None),
        ("staff", "/bantuan/", None),
        # The pages of numbers belong together.
        ("staff", "/ringkasan/", "Ringkasan"),
        ("staff", "/ringkasan/perkembangan/", "Ringkasan"),
        ("staff", "/ringkasan/instansi/", "Ringkasan"),
        ("coordinator", "/ringkasan/perkembangan/", "Ringkasan"),
        ("official", "/ringkasan/perkembangan/", "Ringkasan"),
        ("official", "/ringkasan/instansi/1/", "Instansi"),
        ("staff", "/instansi/1/", "Instansi"),
        ("contact_person", "/instansi/1/", None),
        # Work on a plan belongs to the account's own page of it.
        ("contact_person", "/rencana-aksi/kemajuan/1/", "Tugas saya"),
        ("contact_person", "/rencana-aksi/butir/1/", "Tugas saya"),
        ("coordinator", "/rencana-aksi/butir/1/", "Rencana aksi"),
        ("coordinator", "/rencana-aksi/1/", "Rencana aksi"),
        ("staff", "/rencana-aksi/butir/1/", "Rencana aksi"),
        ("staff", "/laporan/1/", "Laporan"),
    ],
)
def test_a_page_marks_its_own_section_or_none(request, rf, who, path, section):
    labels = labels_for(request.getfixturevalue(who), rf, path)
    assert [label for label, current in labels.items() if current] == ([section] if section else [])


def test_navigation_costs_an_institution_one_statement_and_bnn_none(
    staff, contact_person, rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        labels_for(staff, rf)
    with django_assert_num_queries(1):
        labels_for(contact_person, rf)


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_fault_pages_need_neither_request_nor_database(name):
    html = get_template(f"{name}.html").render()

    assert html.count("<h1>") == 1
    assert 'lang="id"' in html


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "405"])
def test_refusals_have_one_heading(name, rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert get_template(f"{name}.html").render({}, request).count("<h1>") == 1
