"""What the browser may send about workshops: the facts, and the rows of each block."""

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.forms.formsets import BaseFormSet
from django.utils.functional import cached_property

from bnn_portal import clock
from bnn_portal.forms import (
    LARGEST_INTEGER,
    Conflict,
    DateInput,
    FilterForm,
    MultipleFileField,
    RowFormSetMixin,
    SaveFormMixin,
    TimeInput,
    VersionedFormMixin,
    shown_text,
)
from stakeholders.models import Institution
from workshops.models import Attendance, Document, Invitation, Outcome, Session, Topic, Workshop
from workshops.services import ANSWERS, InvalidRows

# The workshop itself


class WorkshopForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    save_label = "Simpan workshop"
    layout = Layout(
        Fieldset(
            "Kegiatan",
            "theme",
            "kind",
            Div("held_on", "start_time", "end_time", css_class="form-grid"),
            "venue",
            "target_sector",
            css_class="form-block",
        ),
        Fieldset(
            "Penyelenggara",
            "organiser",
            Div("partners", css_class="choice-scroll"),
            "led_by",
            "funding",
            css_class="form-block",
        ),
        Fieldset("Catatan", "minutes", "is_public", css_class="form-block"),
    )

    partners = Workshop._meta.get_field("partners").formfield(widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Workshop
        fields = [
            "theme",
            "kind",
            "held_on",
            "start_time",
            "end_time",
            "venue",
            "target_sector",
            "organiser",
            "led_by",
            "funding",
            "minutes",
            "is_public",
        ]
        widgets = {
            "held_on": DateInput,
            "start_time": TimeInput,
            "end_time": TimeInput,
            "minutes": forms.Textarea({"rows": 8}),
        }
        help_texts = {
            "start_time": "Boleh dikosongkan.",
            "led_by": "Sebutkan jabatannya, misalnya Direktur Peran Serta Masyarakat BNN RI.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Those that are set stay on the list even after they were deactivated.
        chosen = Q(pk=self.instance.organiser_id)
        if self.instance.pk:
            chosen |= Q(partnered_workshops=self.instance)
            # Read when it is shown: as a field of the model it would be read at each save too.
            self.initial.setdefault("partners", self.instance.partners.all())
        institutions = Institution.objects.filter(Q(is_active=True) | chosen).distinct()
        for name in ("organiser", "partners"):
            self.fields[name].queryset = institutions  # type: ignore[attr-defined]


class VersionForm(VersionedFormMixin, SaveFormMixin):
    """The version of the workshop that a page of rows was opened with."""

    form_tag = False

    def __init__(self, *args, workshop: Workshop, **kwargs):
        self.instance = workshop
        super().__init__(*args, **kwargs)


class CancelForm(forms.Form):
    note = forms.CharField(label="Alasan pembatalan", max_length=2000)


class AnswerForm(forms.Form):
    status = forms.ChoiceField(label="Jawaban", choices=[(answer.value, answer.label) for answer in ANSWERS])
    note = forms.CharField(label="Keterangan", required=False, max_length=2000)


class DocumentForm(SaveFormMixin, forms.Form):
    save_label = "Unggah"

    files = MultipleFileField(label="Berkas")
    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih …"), *Document.Kind.choices])
    caption = Document._meta.get_field("caption").formfield(
        help_text="Berlaku untuk semua berkas yang diunggah sekarang. Jangan menulis nama pengguna, pasien, atau anak."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Photos are shrunk before they travel (js/uploads.js).
        self.fields["files"].widget.attrs["data-shrink"] = True


# The rows of its blocks


class InstitutionField(forms.CharField):
    """An institution by its name or short name, cleaned to the row.

    Typed against one list of suggestions for the whole page: a menu in every row would repeat it two hundred times.
    `by_name` is set by the formset.
    """

    by_name: Mapping[str, Institution] = {}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "list": "daftar-instansi", "autocomplete": "off"}

    def prepare_value(self, value):
        return value.name if isinstance(value, Institution) else value

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        try:
            return self.by_name[name.casefold()]
        except KeyError as error:
            raise ValidationError(f"“{name}” belum terdaftar. Pilih nama dari daftar instansi.") from error


def by_any_name(institutions: Iterable[Institution]) -> dict[str, Institution]:
    """Institutions by their names and, where that is nobody's name, by their short names; in lower case."""
    institutions = list(institutions)
    by_name = {institution.name.casefold(): institution for institution in institutions}
    for institution in institutions:
        by_name.setdefault(institution.short_name.casefold(), institution)
    return by_name


class TopicsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self):
        super().__init__(label="Topik", choices=Topic.choices, required=False)


def _field(model: type[Model], name: str, **kwargs) -> forms.Field:
    """The field of a row as the model describes it. Its rules over several fields are the service's to ask, once."""
    return model._meta.get_field(name).formfield(**kwargs)  # type: ignore[union-attr, return-value]


class RowForm(forms.Form):
    id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST_INTEGER)

    @property
    def values(self) -> dict[str, Any]:
        """The row for a service: only the id when it is to be removed."""
        cleaned = dict(self.cleaned_data)
        delete = cleaned.pop("DELETE", False)
        return {"id": cleaned.get("id"), "delete": True} if delete else cleaned


class SessionRow(RowForm):
    start_time = _field(Session, "start_time", widget=TimeInput)
    title = _field(Session, "title")
    speaker_position = _field(Session, "speaker_position")
    speaker_institution = InstitutionField(label="Instansi narasumber", required=False)
    paper_title = _field(Session, "paper_title")
    topics = TopicsField()


class InvitationRow(RowForm):
    institution = InstitutionField(label="Instansi")
    addressee = _field(Invitation, "addressee")
    seats = _field(Invitation, "seats", min_value=1)


class AttendanceRow(RowForm):
    institution = InstitutionField(label="Instansi", required=False)
    person_name = _field(Attendance, "person_name", help_text="")
    position = _field(Attendance, "position")
    head_count = _field(Attendance, "head_count", min_value=1)
    state = _field(Attendance, "state")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # There is a usual answer, hence no empty choice.
        self.fields["state"].choices = Attendance.State.choices  # type: ignore[attr-defined]


class OutcomeRow(RowForm):
    kind = _field(Outcome, "kind")
    text = _field(Outcome, "text", widget=forms.Textarea({"rows": 3}))
    topics = TopicsField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Outcome.Kind.choices  # type: ignore[attr-defined]


class BlockFormSet(RowFormSetMixin, BaseFormSet):
    """All rows of one block of a workshop, and blank ones to fill in."""

    prefix_name: str
    title: str
    related: str
    select_related: tuple[str, ...] = ()

    def __init__(self, data=None, *, workshop: Workshop):
        self.workshop = workshop
        initial = None if data else [self.initial_of(row) for row in self.saved.values()]
        super().__init__(data, prefix=self.prefix_name, initial=initial)

    @cached_property
    def saved(self) -> dict[int, Any]:
        rows = getattr(self.workshop, self.related).select_related(*self.select_related)
        return {row.pk: row for row in rows}

    def initial_of(self, row: Model) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.form.base_fields}

    @cached_property
    def institutions(self) -> list[Institution]:
        """Those that may be typed: active ones, and whichever a saved row names already."""
        used = {getattr(row, f"{name}_id") for row in self.saved.values() for name in self.select_related}
        return list(Institution.objects.filter(Q(is_active=True) | Q(pk__in=used - {None})))

    @cached_property
    def institutions_by_name(self) -> dict[str, Institution]:
        return by_any_name(self.institutions)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field, InstitutionField):
                field.by_name = self.institutions_by_name

    @property
    def filled_forms(self) -> list[RowForm]:
        """Forms of rows that exist or in which something was typed."""
        count = self.initial_form_count()
        return [form for index, form in enumerate(self.forms) if index < count or form.has_changed()]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What a service saves. Call after `is_valid`."""
        return [form.values for form in self.filled_forms]

    def add_row_errors(self, error: InvalidRows) -> None:
        forms_ = self.filled_forms
        for index, text in error.errors.items():
            forms_[index].add_error(None, text)

    def conflict_with(self, row: Workshop) -> Conflict:
        """Both texts after `StaleEdit`: all typed rows against all saved ones."""
        yours = "\n".join(self._line(values) for values in self.rows if not values.get("delete"))
        theirs = "\n".join(self._line(self.initial_of(saved)) for saved in self.saved.values())
        return Conflict(row, [(self.title, yours, theirs)] if yours != theirs else [])

    def _line(self, values: Mapping[str, Any]) -> str:
        fields: Iterable[tuple[str, forms.Field]] = self.form.base_fields.items()
        texts = (shown_text(values[name], field) for name, field in fields if name != "id" and values.get(name))
        return " · ".join(texts)


def _block(form: type[RowForm], formset: type[BlockFormSet], extra: int) -> type[BlockFormSet]:
    return forms.formset_factory(
        form, formset=formset, extra=extra, can_delete=True, max_num=300, absolute_max=600, validate_max=True
    )


class BaseAgendaFormSet(BlockFormSet):
    prefix_name, title, row_label, related = "agenda", "Agenda", "Acara", "sessions"
    select_related = ("speaker_institution",)
    paste_columns = ("start_time", "title", "speaker_position", "speaker_institution", "paper_title")


class BaseInvitationFormSet(BlockFormSet):
    prefix_name, title, row_label, related = "undangan", "Undangan", "Undangan", "invitations"
    select_related = ("institution",)
    paste_columns = ("institution", "addressee", "seats")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        pk = str(form["id"].value())
        # Python refuses to read numbers of thousands of digits.
        invitation = self.saved.get(int(pk)) if pk.isdecimal() and len(pk) < 19 else None
        if invitation is not None and invitation.status != Invitation.Status.DRAFT:
            # The service refuses a change here; the page does not offer one.
            form.fields["institution"].widget.attrs["readonly"] = True
            form.fields["institution"].help_text = f"Undangan: {invitation.get_status_display()}."
            del form.fields["DELETE"]


class BaseAttendanceFormSet(BlockFormSet):
    prefix_name, title, row_label, related = "peserta", "Peserta", "Peserta", "attendances"
    select_related = ("institution",)
    paste_columns = ("institution", "person_name", "position", "head_count", "state")


class BaseOutcomeFormSet(BlockFormSet):
    prefix_name, title, row_label, related = "hasil", "Hasil", "Hasil", "outcomes"

    paste_columns = ("kind", "text")


AgendaFormSet = _block(SessionRow, BaseAgendaFormSet, extra=3)
InvitationFormSet = _block(InvitationRow, BaseInvitationFormSet, extra=5)
AttendanceFormSet = _block(AttendanceRow, BaseAttendanceFormSet, extra=5)
OutcomeFormSet = _block(OutcomeRow, BaseOutcomeFormSet, extra=3)


# The list


class WorkshopFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Tema atau tempat", method="by_words")
    year = django_filters.ChoiceFilter(label="Tahun", field_name="held_on__year", empty_label="Semua tahun")
    when = django_filters.ChoiceFilter(
        label="Waktu", choices=[("this_week", "Minggu ini")], method="by_week", empty_label="Kapan saja"
    )
    kind = django_filters.ChoiceFilter(label="Jenis", choices=Workshop.Kind.choices, empty_label="Semua jenis")
    status = django_filters.ChoiceFilter(label="Status", choices=Workshop.Status.choices, empty_label="Semua status")

    class Meta:
        model = Workshop
        fields = ["q", "year", "when", "kind", "status"]
        form = FilterForm

    def __init__(self, data, queryset, *, reads_minutes):
        super().__init__(data, queryset)
        self.reads_minutes = reads_minutes
        years = queryset.order_by().dates("held_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, str(day.year)) for day in years]

    def by_words(self, queryset, name, value):
        return queryset.matching(value, reads_minutes=self.reads_minutes)

    def by_week(self, queryset, name, value):
        return queryset.in_week_of(clock.today())
