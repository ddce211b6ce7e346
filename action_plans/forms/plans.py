"""What the browser may send about a plan."""

from django import forms

from action_plans.models import ActionPlan
from bnn_portal.forms import SaveFormMixin, VersionedFormMixin


class PlanForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    save_label = "Simpan judul"

    class Meta:
        model = ActionPlan
        fields = ["title"]
