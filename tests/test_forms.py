from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from PIL import Image

from bnn_portal.exceptions import DomainError
from bnn_portal.forms import (
    DateInput,
    FilterForm,
    IndonesianDecimalField,
    MultipleFileField,
    RowFormSetMixin,
    SaveFormMixin,
    TimeInput,
    VersionedFormMixin,
    add_domain_error,
    adds_row,
)
from stakeholders.models import Institution
from tests.factories import InstitutionFactory


class NoteForm(SaveFormMixin, forms.Form):
    save_label = "Kirim"
    cancel_url = "/tugas/"

    status = forms.ChoiceField(label="Status", widget=forms.RadioSelect, choices=[("done", "Selesai")])
    value = IndonesianDecimalField(label="Capaian", max_digits=9, decimal_places=2, help_text="Jumlah seluruhnya.")
    held_on = forms.DateField(label="Tanggal", widget=DateInput)
    starts_at = forms.TimeField(label="Mulai", required=False, widget=TimeInput)
    people = forms.IntegerField(label="Peserta", required=False, max_value=10_000)
    note = forms.CharField(label="Catatan", max_length=100)


GOOD = {"status": "done", "value": "1.234,5", "held_on": "2023-12-06", "note": "Selesai"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("12.50", "12.50"),
        (" 57 ", "57"),
        ("-3", "-3"),
    ],
)
def test_decimal_reads_both_ways_of_writing(typed, value):
    assert IndonesianDecimalField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["1,234.5", "1.23.4", "12 orang", "1e400", "NaN", "Infinity", "\x00", "٣", "--3", ",5", "1.234,5,6"]
)
def test_decimal_refuses_with_an_example(typed):
    with pytest.raises(forms.ValidationError, match=r"Tulis angka saja, misalnya 1\.234,5\."):
        IndonesianDecimalField().clean(typed)


@pytest.mark.parametrize(("value", "shown"), [(Decimal("1234.50"), "1234,5"), (Decimal("100"), "100"), (None, None)])
def test_decimal_shows_what_it_would_read_again(value, shown):
    field = IndonesianDecimalField(required=False)

    assert field.prepare_value(value) == shown
    assert field.clean(field.prepare_value(value)) == value


def test_good_form_is_valid():
    form = NoteForm(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == date(2023, 12, 6)


@pytest.mark.parametrize("name", list(NoteForm.base_fields))
@pytest.mark.parametrize("hostile", ["\x00", "9" * 5000, "\u202e😀", "a" * 100_000, "<script>", "-1e999"])
def test_hostile_input_is_an_error_or_text_and_is_shown_again(name, hostile):
    form = NoteForm({**GOOD, name: hostile})

    form.is_valid()
    html = render_crispy_form(form)

    assert "<script>" not in html
    assert "Kirim" in html


def test_form_is_sent_by_post_with_its_own_words():
    html = render_crispy_form(NoteForm(), context={"csrf_token": "token"})

    assert 'method="post"' in html
    assert "novalidate" in html
    assert "csrfmiddlewaretoken" in html
    assert 'href="/tugas/"' in html
    assert "style=" not in html
    assert 'type="date"' in html
    assert 'inputmode="decimal"' in html


def test_failed_form_says_where_and_keeps_what_was_typed():
    html = render_crispy_form(NoteForm({"value": "banyak", "note": "Rapat kedua"}))

    assert 'role="alert"' in html
    assert '<a href="#id_status_0">Status: Wajib diisi.</a>' in html
    assert '<a href="#id_value">Capaian: Tulis angka saja' in html
    assert 'value="banyak"' in html
    assert "Rapat kedua" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_value_helptext id_value_error"' in html
    assert 'id="id_value_error"' in html
    assert 'id="id_value_helptext"' in html
    assert 'id="id_status_error"' in html


def test_refusal_of_a_service_stands_on_the_form():
    form = NoteForm(GOOD)
    form.is_valid()

    add_domain_error(form, DomainError("Periode sudah ditutup."))

    assert "Periode sudah ditutup." in render_crispy_form(form)


def test_form_without_its_own_tag_leaves_frame_and_summary_to_the_page():
    class Part(NoteForm):
        form_tag = False

    html = render_crispy_form(Part({}), context={"csrf_token": "token"})

    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html
    assert "error-summary" not in html
    assert "save-bar" not in html


def photo(name="foto.jpg"):
    content = BytesIO()
    Image.new("RGB", (20, 20)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


class EvidenceForm(SaveFormMixin, forms.Form):
    evidence = MultipleFileField(label="Data dukung", required=False, max_files=2)


def evidence(*uploads):
    return EvidenceForm({}, MultiValueDict({"evidence": list(uploads)}))


def test_files_are_cleaned_to_checked_files():
    form = evidence(photo("a.jpg"), photo("b.jpg"))

    assert form.is_valid()
    assert [checked.original_name for checked in form.cleaned_data["evidence"]] == ["a.jpg", "b.jpg"]


def test_no_file_is_an_empty_list():
    form = evidence()

    assert form.is_valid()
    assert form.cleaned_data["evidence"] == []


def test_every_bad_file_is_named_and_choosing_again_is_asked():
    form = evidence(SimpleUploadedFile("satu.exe", b"MZ"), SimpleUploadedFile("dua.jpg", b"\xff\xd8\xff tidak utuh"))

    assert not form.is_valid()
    assert [name for name in ("satu.exe", "dua.jpg") if name in str(form.errors)] == ["satu.exe", "dua.jpg"]
    assert "Pilih ulang berkas" in render_crispy_form(form)


def test_too_many_files_are_refused_before_they_are_read():
    form = evidence(photo(), photo(), photo())

    assert form.errors["evidence"] == ["Unggah paling banyak 2 berkas sekaligus."]


def test_required_files_are_asked_for():
    with pytest.raises(forms.ValidationError):
        MultipleFileField().clean([])


def test_file_input_takes_many_of_the_allowed_kinds():
    html = render_crispy_form(EvidenceForm())

    assert " multiple" in html
    assert 'accept=".jpg,' in html
    assert 'enctype="multipart/form-data"' in html


class ChoiceForm(SaveFormMixin, forms.Form):
    DASHES = [("", "---------"), ("apbd", "APBD")]

    needed = forms.ChoiceField(label="Anggaran", choices=DASHES)
    open = forms.ChoiceField(label="Cadangan", choices=DASHES, required=False)
    own = forms.ChoiceField(label="Lainnya", choices=[("", "Tidak ada"), ("apbd", "APBD")], required=False)


def test_an_empty_choice_says_something():
    assert [field.choices[0][1] for field in ChoiceForm().fields.values()] == [
        "Pilih …",
        "Belum ditentukan",
        "Tidak ada",
    ]


class ListFilter(FilterForm):
    q = forms.CharField(label="Cari", required=False)
    late = forms.BooleanField(label="Terlambat", required=False)


def test_filter_opens_when_it_narrows(rf):
    def html(query):
        return render_to_string("partials/_filter_bar.html", {"form": ListFilter(QueryDict(query))}, rf.get("/daftar/"))

    assert "<details" in html("")
    assert " open>" not in html("")
    assert " open>" in html("q=tes")
    assert 'href="/daftar/"' in html("q=tes")
    assert "csrfmiddlewaretoken" not in html("q=tes")


class RowForm(SaveFormMixin, forms.Form):
    form_tag = False

    title = forms.CharField(label="Materi")


class Rows(RowFormSetMixin):
    row_label = "Sesi"


RowFormSet = forms.formset_factory(RowForm, formset=Rows, extra=1, can_delete=True)


def rows(**more):
    data = QueryDict(mutable=True)
    data.update({"agenda-TOTAL_FORMS": "1", "agenda-INITIAL_FORMS": "0", "agenda-0-title": "", **more})
    return RowFormSet(data, prefix="agenda")


def test_rows_can_be_added_by_the_server_without_judging():
    agenda, form = rows(**{"agenda-add": "1", "agenda-0-title": "Deteksi dini"}), NoteForm({"note": "Tetap ada"})

    assert adds_row(form, agenda)
    html = render_to_string("partials/_formset.html", {"formset": agenda, "title": "Agenda"})
    assert 'name="agenda-1-title"' in html
    assert 'value="2" id="id_agenda-TOTAL_FORMS"' in html
    assert "Deteksi dini" in html
    assert "Hapus baris" in html
    assert 'aria-label="Sesi 2"' in html
    assert "is-invalid" not in html
    shown = render_crispy_form(form)
    assert "Tetap ada" in shown
    assert "error-summary" not in shown


def test_saving_adds_no_row():
    agenda = rows(**{"agenda-0-title": "Deteksi dini"})

    assert not adds_row(agenda)
    assert agenda.is_valid()
    assert len(agenda.forms) == 1


def test_adding_rows_ends_at_the_limit_and_survives_nonsense():
    assert len(rows(**{"agenda-add": "1", "agenda-TOTAL_FORMS": "999999999"}).forms) <= 2000
    assert adds_row(rows(**{"agenda-add": "1", "agenda-TOTAL_FORMS": "x"}))


class InstitutionForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    class Meta:
        model = Institution
        fields = ["name", "kind", "coordinated_by", "is_active"]


def sent(institution, **changes):
    data = QueryDict(mutable=True)
    data.update({"name": institution.name, "kind": institution.kind, "is_active": "on", "version": "1", **changes})
    return data


def test_new_row_has_no_version(db):
    assert "version" not in InstitutionForm().fields


def test_version_travels_with_the_form(db):
    form = InstitutionForm(instance=InstitutionFactory())

    assert '<input type="hidden" name="version" value="1"' in render_crispy_form(form)


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30, "\x00"])
def test_version_that_makes_no_sense_is_a_form_error(db, version):
    institution = InstitutionFactory()

    assert "version" in InstitutionForm(sent(institution, version=version), instance=institution).errors


def test_conflict_shows_both_texts_and_moves_to_the_new_version(db, staff):
    institution = InstitutionFactory(name="Dinas Lama", kind=Institution.Kind.REGIONAL_AGENCY)
    form = InstitutionForm(
        sent(institution, name="Dinas Saya", kind=Institution.Kind.POLICE, is_active=""), instance=institution
    )
    assert form.is_valid(), form.errors
    theirs = Institution.objects.get(pk=institution.pk)
    theirs.name, theirs.version, theirs.edited_by = "Dinas Mereka", 4, staff
    theirs.edited_at = datetime(2026, 11, 24, 3, tzinfo=UTC)

    conflict = form.conflict_with(theirs)

    assert conflict.fields == [
        ("Nama instansi", "Dinas Saya", "Dinas Mereka"),
        ("Jenis", "Polri", "Perangkat daerah"),
        ("Aktif", "Tidak", "Ya"),
    ]
    html = render_to_string("partials/_conflict.html", {"conflict": conflict})
    assert staff.name in html
    assert "24 November 2026, 10.00 WIB" in html
    again = render_crispy_form(form)
    assert '<input type="hidden" name="version" value="4"' in again
    assert "Dinas Saya" in again


def test_no_conflict_shows_nothing():
    assert "conflict" not in render_to_string("partials/_conflict.html", {})
