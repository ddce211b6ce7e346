"""How every form of the portal looks, is sent and is shown again. The one place where crispy is configured."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Manager, Model
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from bnn_portal import files
from bnn_portal.exceptions import DomainError, DomainErrors
from bnn_portal.pasted import read_rows
from bnn_portal.templatetags.portal import NOTHING, number_id

LARGEST_INTEGER = 2_147_483_647
# Of a field that names no limit of its own: some fifteen pages. What is longer is refused here, not by a renderer.
LONGEST_TEXT = 40_000
MAX_FILES = 10

# Digits grouped by full stops are thousands, as Indonesians write them; any other single full stop is a decimal point.
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
PLAIN = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def word_fields(form: forms.BaseForm) -> None:
    """The portal's words for what a field lacks, where the form has none of its own.

    “Wajib diisi.” instead of the framework's longer sentence, which a summary would repeat line after line; an empty
    choice that says something instead of a row of dashes; and a longest text where none is named.
    """
    for field in form.fields.values():
        if isinstance(field, forms.CharField) and field.max_length is None:
            field.max_length = LONGEST_TEXT
            field.validators = [*field.validators, MaxLengthValidator(LONGEST_TEXT)]
            field.widget.attrs.setdefault("maxlength", str(LONGEST_TEXT))
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = "Wajib diisi."
        empty = "Pilih …" if field.required else "Belum ditentukan"
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == BLANK_CHOICE_DASH[0][1]:
                field.empty_label = empty
        elif isinstance(field, forms.ChoiceField):
            choices = list(field.choices)
            if choices[:1] == BLANK_CHOICE_DASH:
                field.choices = [("", empty), *choices[1:]]


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants ISO and shows the reader's own order."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class IndonesianDecimalField(forms.DecimalField):
    """Reads “1.234,5” and “1234.5” alike. “1.234” is one thousand two hundred thirty-four."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Tulis angka saja, misalnya 1.234,5."}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        if isinstance(value, str):
            text = value.strip()
            if GROUPED.fullmatch(text):
                value = text.replace(".", "").replace(",", ".")
            elif PLAIN.fullmatch(text):
                value = text.replace(",", ".")
            elif text:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal | int | float):
            text = f"{Decimal(str(value)):f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
        return value


class MultipleFileInput(forms.FileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several photos or papers at once; cleaned to a list of `files.CheckedFile`. Names every file that is refused."""

    widget = MultipleFileInput

    def __init__(self, *, max_files: int = MAX_FILES, **kwargs):
        self.max_files = max_files
        kwargs.setdefault("help_text", f"Paling banyak {max_files} berkas: {files.ALLOWED_TEXT}.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "multiple": self.max_files > 1, "accept": files.ACCEPT}

    def clean(self, data, initial=None):
        uploads = data or []
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.max_files:
            raise ValidationError(f"Unggah paling banyak {self.max_files} berkas sekaligus.", code="too_many")
        checked, refusals = [], []
        for upload in uploads:
            try:
                checked.append(files.check_upload(upload))
            except DomainError as error:
                refusals.append(str(error))
        if refusals:
            raise ValidationError(refusals)
        return checked


class SaveBar(LayoutObject):
    """The last thing of a form that has its own `<form>` element: its button, always in sight."""

    def render(self, form, context, template_pack=None, **kwargs):
        return render_to_string("partials/_save_bar.html", {"label": form.save_label, "cancel_url": form.cancel_url})


class SaveFormMixin:
    """A form that saves: error summary on top, save bar at the bottom. Render with `{% crispy form %}`.

    Set `form_tag = False` for a form that shares its `<form>` element with others; the page then writes the tag, the
    summary (`{% error_summary form rows %}`) and `partials/_save_bar.html` itself.
    """

    save_label = "Simpan"
    form_tag = True
    layout: Layout | None = None
    cancel_url = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        word_fields(self)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self) if self.layout is None else FormHelper()
        if self.layout is not None:
            helper.layout = Layout(*self.layout.fields)
        helper.render_unmentioned_fields = True
        helper.form_tag = self.form_tag
        helper.disable_csrf = not self.form_tag
        helper.form_class = "save-form"
        # The browser's own bubbles speak the browser's language and vanish; the server answers in the portal's words.
        helper.attrs = {"novalidate": True}
        if self.form_tag:
            helper.layout.append(SaveBar())
        return helper


class FilterForm(forms.Form):
    """A form that only looks: sent with GET, so that the filter lives in the address. Show with `_filter_bar.html`.

    Its fields are text, dates and lists of choices. A dozen of them through crispy's templates would cost a third of
    the page and 16 KB: the widgets get their classes here, and the bar writes them.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def active_count(self) -> int:
        """How many fields narrow the list."""
        return sum(1 for field in self if not field.is_hidden and field.data)


@dataclass(frozen=True)
class Conflict:
    """What `partials/_conflict.html` shows after a stale edit: (label, yours, theirs) of every field that differs."""

    row: Any
    fields: list[tuple[str, str, str]]


class VersionedFormMixin(forms.Form):
    """A form over a `VersionedModel`: it carries the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_INTEGER)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        instance = getattr(self, "instance", None)
        if instance is not None and instance.pk:
            self.initial.setdefault("version", instance.version)
        else:
            del self.fields["version"]

    def conflict_with(self, row: Model) -> Conflict:
        """Both texts after `StaleEdit`. The form now carries the row's version, so saving again is a decision."""
        fields = []
        for name, yours in self.cleaned_data.items():
            if name == "version" or not hasattr(row, name):
                continue
            theirs = getattr(row, name)
            texts = shown_text(yours, self.fields[name]), shown_text(theirs, self.fields[name])
            if texts[0] != texts[1]:
                fields.append((str(self[name].label), *texts))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(row.version)  # type: ignore[attr-defined]
        return Conflict(row, fields)


def shown_text(value: Any, field: forms.Field) -> str:
    """A value as a person reads it."""
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), r"j F Y, H.i \W\I\B")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return value.strftime("%H.%M WIB")
    if isinstance(value, Decimal | int | float):
        return number_id(value)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(shown_text(one, field) for one in value)) or NOTHING
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    return str(value)


def _flat(choices: Iterable) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


class RowFormSetMixin(BaseFormSet):
    """Rows inside a form (agenda, speakers, outcomes). Show with `partials/_formset.html`.

    “Tambah baris” is a submit button, so that it works without JavaScript: see `adds_row`. So is “Tempel dari Excel”,
    where `paste_columns` names the fields that may be pasted: the view shows the page again while `wants_paste`.
    """

    row_label = "Baris"
    paste_columns: tuple[str, ...] = ()
    # The number of the first pasted row, and how many they are.
    pasted_from: int | None = None
    pasted_count = 0
    paste_error = ""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.wants_row = bool(data) and f"{self.prefix}-add" in data
        if self.wants_row:
            number = self.total_form_count()
            self.data = data.copy()
            self.data[f"{self.prefix}-TOTAL_FORMS"] = str(min(number + 1, self.absolute_max))
            # A row that comes with a sent form does not know its defaults, and would count as filled in without them.
            for name, field in self.form.base_fields.items():
                if field.initial:
                    self.data[f"{self.add_prefix(number)}-{name}"] = str(field.initial)
            self.__dict__.pop("management_form", None)
        self.wants_paste = bool(data) and bool(self.paste_columns) and f"{self.prefix}-paste" in data
        if self.wants_paste:
            self._paste()

    @property
    def paste_labels(self) -> dict[str, str]:
        """The columns that may be pasted, in order: name → label."""
        return {name: str(self.form.base_fields[name].label) for name in self.paste_columns}

    @property
    def pasted_text(self) -> str:
        """What could not be read stays in its place."""
        return self.data.get(f"{self.prefix}-pasted", "") if self.paste_error else ""

    def _paste(self) -> None:
        """Put the pasted rows behind the last one in which something was typed."""
        labels = self.paste_labels
        first = self.data.get(f"{self.prefix}-pasted_from")
        names = [*labels][[*labels].index(first) :] if first in labels else [*labels]
        try:
            rows = read_rows(
                self.data.get(f"{self.prefix}-pasted", ""), {name: labels[name] for name in names}, most=self.max_num
            )
        except DomainError as error:
            self.paste_error = str(error)
            return
        used = [n for n, form in enumerate(self.forms) if n < self.initial_form_count() or form.has_changed()]
        self.pasted_from, self.pasted_count = max(used, default=-1) + 1, len(rows)
        total = max(self.total_form_count(), self.pasted_from + len(rows))
        self.data = self.data.copy()
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(min(total, self.absolute_max))
        for number, row in enumerate(rows, start=self.pasted_from):
            for name, field in self.form.base_fields.items():
                if text := row.get(name) or field.initial:
                    self.data[f"{self.add_prefix(number)}-{name}"] = as_sent(text, field)
        for made in ("forms", "management_form"):
            self.__dict__.pop(made, None)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        word_fields(form)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Hapus baris"


def as_sent(text: Any, field: forms.Field) -> str:
    """A cell as the browser would send it: a choice by its value instead of its label, a time with a colon."""
    if isinstance(field, forms.ChoiceField):
        by_label = {str(label).casefold(): value for value, label in _flat(field.choices)}
        return by_label.get(str(text).casefold(), text)
    return str(text).replace(".", ":") if isinstance(field, forms.TimeField) else str(text)


def adds_row(*forms_and_formsets: forms.BaseForm | BaseFormSet) -> bool:
    """Whether “Tambah baris” was pressed in one of the formsets; if so, all are shown again unjudged.

    The view then renders the same page with status 200 and saves nothing.
    """
    if not any(getattr(one, "wants_row", False) for one in forms_and_formsets):
        return False
    leave_unjudged(*forms_and_formsets)
    return True


def leave_unjudged(*forms_and_formsets: forms.BaseForm | BaseFormSet) -> None:
    """Show what was typed so far without a word on what is still missing."""
    for one in forms_and_formsets:
        if isinstance(one, BaseFormSet):
            one._errors, one._non_form_errors = [], one.error_class()  # type: ignore[attr-defined]
        for form in one.forms if isinstance(one, BaseFormSet) else [one]:
            form._errors, form.cleaned_data = ErrorDict(), {}


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Say on the form all that a service refused, at the field that mends it where there is one."""
    for one in error.errors if isinstance(error, DomainErrors) else [error]:
        field = one.field if one.field in form.fields else None
        form.add_error(field, ValidationError(str(one), code=NON_FIELD_ERRORS))
