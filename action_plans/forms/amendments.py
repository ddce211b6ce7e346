"""What the browser may send about a change of an item in force."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from action_plans.forms.items import Folded, InstitutionsField, active_institutions
from action_plans.models import ActionItem
from bnn_portal.forms import DateInput, IndonesianDecimalField, SaveFormMixin
from stakeholders.models import Institution


class AmendmentForm(SaveFormMixin, forms.ModelForm):
    """The terms as they stand, to be changed, and the reason."""

    form_tag = False
    layout = Layout(
        Fieldset("Alasan", "reason", css_class="form-block"),
        Fieldset(
            "Isi butir aksi",
            "title",
            "success_criteria",
            "indicator",
            Div("target", "unit", css_class="form-grid"),
            Div("starts_on", "due_on", css_class="form-grid"),
            css_class="form-block",
        ),
        Fieldset("Instansi", "lead", Folded("Instansi terkait: pilih instansi", "supporting"), css_class="form-block"),
    )

    reason = forms.CharField(
        label="Mengapa perlu diubah",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Dibaca oleh instansi yang diminta menyetujuinya.",
    )
    lead = forms.ModelChoiceField(Institution.objects.active(), label="Penanggung jawab", empty_label=None)
    supporting = InstitutionsField(label="Instansi terkait")

    class Meta:
        model = ActionItem
        fields = list(ActionItem.TERMS)
        widgets = {
            "success_criteria": forms.Textarea({"rows": 2}),
            "starts_on": DateInput,
            "due_on": DateInput,
        }
        field_classes = {"target": IndonesianDecimalField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lead, supporting = self.fields["lead"], self.fields["supporting"]
        lead.queryset = active_institutions(besides=[self.initial["lead"]])
        supporting.queryset = active_institutions(besides=[self.initial["lead"], *self.initial["supporting"]])
        # One list for both, read once.
        lead.choices = supporting.choices

    def clean(self):
        cleaned = super().clean()
        lead = cleaned.get("lead")
        if lead is not None and lead in (cleaned.get("supporting") or ()):
            self.add_error("supporting", f"{lead.short_name} dipilih sebagai penanggung jawab.")
        return cleaned
