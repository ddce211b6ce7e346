"""Many items at once, copied from a spreadsheet."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from action_plans.models import ActionItem, Pillar
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import IndonesianDecimalField, SaveFormMixin, as_sent, shown_text, word_fields
from bnn_portal.pasted import read_rows
from stakeholders.models import Institution
from workshops.forms import InstitutionField, by_any_name

MAX_ITEMS = 100
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


def _field(name: str, **kwargs) -> forms.Field:
    return ActionItem._meta.get_field(name).formfield(**kwargs)  # type: ignore[union-attr, return-value]


class PastedItem(forms.Form):
    """One row: what an item cannot be without, and how it is measured. The rest is added on its own page."""

    title = _field("title")
    pillar = forms.ChoiceField(label="Bidang", choices=Pillar.choices)
    lead = InstitutionField(label="Penanggung jawab")
    indicator = _field("indicator")
    unit = _field("unit")
    target = IndonesianDecimalField(
        label="Target", required=False, min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )
    due_on = forms.DateField(
        label="Tenggat", input_formats=DATE_FORMATS, error_messages={"invalid": "Tulis seperti 31/12/2026."}
    )

    def __init__(self, texts: dict[str, str], institutions: dict[str, Institution]):
        super().__init__({name: as_sent(text, self.base_fields[name]) for name, text in texts.items()})
        self.texts = texts
        self.fields["lead"].by_name = institutions  # type: ignore[attr-defined]
        word_fields(self)

    def clean(self):
        cleaned = super().clean()
        # The item's own constraint, said here of every row before anything is saved.
        if cleaned.get("target") and not cleaned.get("unit"):
            self.add_error("unit", "Isi satuan untuk target ini.")
        return cleaned

    @property
    def cells(self) -> list[tuple[str, str, list[str]]]:
        """(label, what was understood or else typed, what is wrong with it) of each column."""
        return [
            (
                str(field.label),
                self.texts.get(field.name, "")
                if field.errors
                else shown_text(self.cleaned_data[field.name], field.field),
                field.errors,
            )
            for field in self
        ]


class PasteForm(SaveFormMixin, forms.Form):
    """The copied cells; once they could be read, `rows` holds one form for each."""

    form_tag = False

    text = forms.CharField(
        label="Sel-sel yang disalin dari Excel",
        max_length=100_000,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=f"Paling banyak {MAX_ITEMS} baris. Tanggal ditulis 31/12/2026 atau 2026-12-31.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows: list[PastedItem] = []

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        labels = {name: str(field.label) for name, field in PastedItem.base_fields.items()}
        try:
            rows = read_rows(text, labels, most=MAX_ITEMS)
        except DomainError as error:
            raise ValidationError(str(error)) from error
        institutions = by_any_name(Institution.objects.active())
        self.rows = [PastedItem(row, institutions) for row in rows]
        if wrong := [str(number) for number, row in enumerate(self.rows, start=1) if not row.is_valid()]:
            raise ValidationError(f"Perbaiki baris {', '.join(wrong)}. Sebabnya tertulis di tabel di bawah.")
        return text

    @property
    def items(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.rows]
