"""What the browser may send about reports."""

import django_filters
from crispy_forms.layout import Layout
from django import forms

from action_plans.models import ReportingPeriod
from bnn_portal import clock
from bnn_portal.forms import DateInput, FilterForm, SaveFormMixin, VersionedFormMixin
from reports.models import Report


class ReportFilter(django_filters.FilterSet):
    """Narrows the list to a period or a status that occurs in it."""

    period = django_filters.ModelChoiceFilter(
        queryset=ReportingPeriod.objects.none(), label="Periode", empty_label="Semua periode"
    )
    status = django_filters.ChoiceFilter(label="Status", empty_label="Semua status")

    class Meta:
        model = Report
        fields = ["period", "status"]
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        statuses = set(self.queryset.order_by().values_list("status", flat=True).distinct())
        self.filters["status"].extra["choices"] = [one for one in Report.Status.choices if one[0] in statuses]
        periods = ReportingPeriod.objects.filter(pk__in=self.queryset.order_by().values("period"))
        self.filters["period"].queryset = periods.order_by("-starts_on")


class PeriodChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, period: ReportingPeriod) -> str:
        return f"{period.get_semester_display()} {period.year}, {period.get_status_display().lower()}"


class ReportForm(SaveFormMixin, forms.Form):
    """A request: of which period."""

    save_label = "Minta laporan"
    period = PeriodChoiceField(
        ReportingPeriod.objects.none(),
        label="Periode",
        empty_label="Pilih periode",
        help_text="Periode yang masih terbuka dilaporkan menurut keadaan hari ini.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begun = ReportingPeriod.objects.filter(starts_on__lte=clock.today())
        self.fields["period"].queryset = begun.order_by("-starts_on")


class ReportIssueForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """What the leader types before a report goes out."""

    save_label = "Terbitkan"
    layout = Layout("number", "dated_on", "classification")

    class Meta:
        model = Report
        fields = ["number", "dated_on", "classification"]
        widgets = {"dated_on": DateInput()}
        help_texts = {"number": "Nomor dari buku agenda surat kantor. Portal tidak membuat nomor."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("number", "dated_on"):
            self.fields[name].required = True
