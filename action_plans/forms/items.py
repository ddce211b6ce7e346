"""What the browser may send about action items."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from crispy_forms.layout import Div, Fieldset, Layout
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.db.models import Case, Q, When
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from action_plans.models import ActionItem, ReportingPeriod
from bnn_portal import clock
from bnn_portal.forms import (
    DateInput,
    IndonesianDecimalField,
    RowFormSetMixin,
    SaveFormMixin,
    VersionedFormMixin,
)
from stakeholders.models import Appointment, Institution, UrbanVillage
from workshops.models import Topic


def active_institutions(*, besides: Iterable[Institution] = ()):
    """Whom one may choose, sorted by kind. `besides`: those already chosen stay, even if deactivated since."""
    chosen = [institution.pk for institution in besides]
    by_kind = Case(*(When(kind=kind, then=place) for place, kind in enumerate(Institution.Kind.values)))
    return Institution.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).order_by(by_kind, "name")


class GroupedIterator(ModelChoiceIterator):
    """Choices under headings. The queryset comes sorted by heading."""

    def __iter__(self):
        for heading, rows in groupby(self.queryset, key=self.field.heading):
            yield heading, [self.choice(row) for row in rows]


class GroupedChoicesField(forms.ModelMultipleChoiceField, ABC):
    """Many rows as checkboxes under headings: usable with a thumb, unlike a list that wants Ctrl."""

    widget = forms.CheckboxSelectMultiple
    iterator = GroupedIterator

    @abstractmethod
    def heading(self, row) -> str:
        """What a row stands under."""


class InstitutionsField(GroupedChoicesField):
    def __init__(self, **kwargs):
        super().__init__(active_institutions(), required=False, **kwargs)

    def heading(self, row):
        return row.get_kind_display()


class AreasField(GroupedChoicesField):
    def __init__(self, **kwargs):
        super().__init__(UrbanVillage.objects.select_related("district"), required=False, **kwargs)

    def heading(self, row):
        return f"Kecamatan {row.district.name}"

    def label_from_instance(self, row):
        return row.name


class AppointmentField(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row.person_name}, {row.position_title} ({row.institution.short_name})"


class Folded(Div):
    """A long list of choices, folded until it is wanted."""

    template = "action_plans/_folded.html"

    def __init__(self, title: str, *names: str):
        super().__init__(*names)
        self.title = title

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Open where something is wrong inside; says how many are chosen."""
        folded = {
            "title": self.title,
            "fields": self.get_rendered_fields(form, context, template_pack, **kwargs),
            "count": sum(len(form[name].value() or ()) for name in self.fields),
            "is_open": any(form[name].errors for name in self.fields),
        }
        return render_to_string(self.template, folded)


class ItemForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """What may change even of an item in force: everything but its terms. `lead` limits who can be the PIC."""

    save_label = "Simpan butir aksi"
    form_tag = False
    layout = Layout(
        Fieldset(
            "Aksi",
            "outcome",
            "description",
            "action_class",
            Div("pillar", "kotan_variable", css_class="form-grid"),
            "topics",
            css_class="form-block",
        ),
        Fieldset(
            "Pelaksanaan",
            "pic",
            Div("target_group", "funding", css_class="form-grid"),
            Folded("Lokasi: pilih kelurahan", "areas"),
            "is_restricted",
            css_class="form-block",
        ),
    )

    topics = forms.MultipleChoiceField(
        label="Topik", choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    pic = AppointmentField(
        Appointment.objects.none(),
        label="PIC",
        required=False,
        empty_label="Belum ditentukan",
        help_text="Pejabat dari penanggung jawab. Tambahkan dahulu di halaman instansinya bila belum ada.",
    )
    areas = AreasField(label="Lokasi", help_text="Kosongkan bila berlaku untuk seluruh kota.")

    class Meta:
        model = ActionItem
        fields = [
            "outcome",
            "description",
            "action_class",
            "pillar",
            "topics",
            "kotan_variable",
            "target_group",
            "funding",
            "pic",
            "is_restricted",
        ]
        widgets = {
            "description": forms.Textarea({"rows": 3}),
            "success_criteria": forms.Textarea({"rows": 2}),
            "starts_on": DateInput,
            "due_on": DateInput,
        }
        field_classes = {"target": IndonesianDecimalField}
        help_texts = {
            "target": "Kosongkan bila tidak berupa angka; kemajuannya lalu dilaporkan dalam persen.",
        }

    def __init__(self, *args, plan, lead=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.lead = lead
        # Read when it is shown: as a field of the model it would be read at each save too.
        if self.instance.pk:
            self.initial.setdefault("areas", self.instance.areas.all())
        outcome, pic = self.fields["outcome"], self.fields["pic"]
        outcome.queryset = plan.workshop.outcomes.all()
        outcome.empty_label = "Tidak dari hasil workshop"
        variable = self.fields["kotan_variable"]
        variable.choices = [("", "Tidak terkait variabel"), *variable.choices[1:]]
        holders = Appointment.objects.current(clock.today())
        if lead is not None:
            # The one that is set stays on the list even after the term of office ended.
            in_office = holders.filter(institution=lead).values("pk")
            holders = Appointment.objects.filter(Q(pk__in=in_office) | Q(pk=self.instance.pic_id))
        pic.queryset = holders.select_related("institution")

    def clean(self):
        cleaned = super().clean()
        pic = cleaned.get("pic")
        if pic is not None and self.lead is not None and pic.institution_id != self.lead.pk:
            self.add_error("pic", "Pilih pejabat dari instansi penanggung jawab.")
        return cleaned


class DraftItemForm(ItemForm):
    """An item that is not yet in force: its terms too."""

    layout = Layout(
        Fieldset(
            "Aksi",
            "outcome",
            "title",
            "description",
            "action_class",
            Div("pillar", "kotan_variable", css_class="form-grid"),
            "topics",
            css_class="form-block",
        ),
        Fieldset(
            "Ukuran",
            "success_criteria",
            "indicator",
            Div("target", "unit", css_class="form-grid"),
            Div("starts_on", "due_on", css_class="form-grid"),
            css_class="form-block",
        ),
        Fieldset(
            "Pelaksanaan",
            Folded("Instansi terkait: pilih instansi", "supporting"),
            "pic",
            Div("target_group", "funding", css_class="form-grid"),
            Folded("Lokasi: pilih kelurahan", "areas"),
            "is_restricted",
            css_class="form-block",
        ),
    )

    supporting = InstitutionsField(label="Instansi terkait")

    class Meta(ItemForm.Meta):
        fields = ["title", *ItemForm.Meta.fields, *ActionItem.TERMS[1:]]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supporting"].queryset = active_institutions(besides=self.initial.get("supporting", ()))

    def clean(self):
        cleaned = super().clean()
        if self.lead is not None and self.lead in (cleaned.get("supporting") or ()):
            self.add_error("supporting", f"{self.lead.short_name} sudah menjadi penanggung jawab.")
        return cleaned


class NewItemForm(DraftItemForm):
    """A new item for one lead, or the same action offered to many institutions at once."""

    layout = Layout(
        DraftItemForm.layout[0],
        Fieldset(
            "Penanggung jawab",
            "lead",
            Folded("Atau tawarkan ke banyak instansi", "institutions"),
            css_class="form-block",
        ),
        *DraftItemForm.layout[1:],
    )

    lead = forms.ModelChoiceField(
        Institution.objects.active(), label="Penanggung jawab", required=False, empty_label="Pilih satu instansi"
    )
    institutions = InstitutionsField(
        label="Tawarkan ke",
        help_text="Aksi generik: setiap instansi mendapat satu butir aksi sendiri dengan isi yang sama.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # One list for all three, read once.
        lead, supporting = self.fields["lead"], self.fields["supporting"]
        self.fields["institutions"].choices = supporting.choices
        lead.choices = lambda: [("", lead.empty_label), *supporting.choices]

    def clean(self):
        self.lead = self.cleaned_data.get("lead")
        cleaned = super().clean()
        many = cleaned.get("institutions")
        if self.has_error("lead") or self.has_error("institutions"):
            return cleaned
        if not self.lead and not many:
            self.add_error("lead", "Pilih satu penanggung jawab, atau beberapa instansi untuk aksi generik.")
        elif self.lead and many:
            self.add_error("lead", "Pilih salah satu: satu penanggung jawab, atau banyak instansi.")
        elif many and cleaned.get("supporting"):
            self.add_error("supporting", "Aksi untuk banyak instansi tidak memakai instansi terkait.")
        elif many and cleaned.get("pic"):
            self.add_error("pic", "Setiap instansi menentukan PIC-nya nanti. Kosongkan dahulu.")
        return cleaned


class CheckpointForm(forms.Form):
    period = forms.TypedChoiceField(label="Periode")
    measure = forms.CharField(
        label="Ukuran keberhasilan", max_length=250, help_text="Apa yang sudah tercapai pada akhir periode ini."
    )
    target = IndonesianDecimalField(
        label="Target", required=False, min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )


class BaseCheckpointFormSet(RowFormSetMixin):
    row_label = "Ukuran"

    @cached_property
    def periods(self) -> dict[str, ReportingPeriod]:
        """By their ids as the browser sends them. Read once: as model choices each row would read them again."""
        return {str(period.pk): period for period in ReportingPeriod.objects.all()}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields["period"]
        field.choices = [("", "Pilih periode"), *self.periods.items()]
        field.coerce = self.periods.__getitem__

    def clean(self):
        periods = [row["period"] for row in self.rows()]
        if len(periods) != len(set(periods)):
            raise forms.ValidationError("Satu periode hanya punya satu ukuran.")

    def rows(self) -> list[dict]:
        """The filled rows as mappings of `period`, `measure`, `target`."""
        return [
            {name: form.cleaned_data[name] for name in ("period", "measure", "target")}
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("period") and not self._should_delete_form(form)
        ]


CheckpointFormSet = forms.formset_factory(
    CheckpointForm,
    formset=BaseCheckpointFormSet,
    extra=2,
    max_num=4,
    absolute_max=4,
    validate_max=True,
    can_delete=True,
)


def checkpoint_formset(item: ActionItem, data=None) -> BaseCheckpointFormSet:
    """The measures of an item as they stand, or as they were sent."""
    present = None if data else list(item.checkpoints.values("period", "measure", "target"))
    return CheckpointFormSet(data, initial=present, prefix="checkpoints")
