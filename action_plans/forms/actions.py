"""Small forms that stand inside a page: their answer is a message, not a page of their own."""

from django import forms

from action_plans.models import Commitment
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import LARGEST_INTEGER
from stakeholders.models import Institution


class ActionForm(forms.Form):
    def arguments(self) -> dict:
        """What was sent, checked. Raises `DomainError` with all that is wrong."""
        if self.is_valid():
            return self.cleaned_data
        raise DomainError(
            " ".join(f"{self.fields[name].label}: {text}" for name, errors in self.errors.items() for text in errors)
        )


class ReasonForm(ActionForm):
    note = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea({"rows": 3}))


class ReassignForm(ReasonForm):
    lead = forms.ModelChoiceField(
        Institution.objects.active(),
        label="Penanggung jawab baru",
        empty_label="Pilih instansi",
        widget=forms.Select({"class": "form-select"}),
    )

    field_order = ["lead", "note"]


class AnswerForm(ActionForm):
    """Sanggup or not, to the terms of one version. What must be said with it is the service's rule."""

    ANSWERS = [(Commitment.Status.ACCEPTED, "Sanggup"), (Commitment.Status.DECLINED, "Tidak sanggup")]

    answer = forms.ChoiceField(label="Jawaban", choices=ANSWERS)
    note = forms.CharField(label="Alasan", max_length=2000, required=False)
    source = forms.CharField(label="Sumber jawaban", max_length=200, required=False)
    terms_version = forms.IntegerField(label="Isi butir aksi", min_value=1, max_value=LARGEST_INTEGER)


class ConsentForm(ActionForm):
    """Which institution consents to an amendment; where BNN records it, from what source it knows."""

    institution = forms.ModelChoiceField(Institution.objects.all(), label="Instansi")
    source = forms.CharField(label="Sumber jawaban", max_length=200, required=False)
