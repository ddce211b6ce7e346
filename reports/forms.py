"""What the browser may send about reports."""

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Prefetch, Q

from action_plans.models import ActionItem, Commitment, Pillar, ReportingPeriod
from bnn_portal import clock
from bnn_portal.forms import DateInput, FilterForm, SaveFormMixin, TimeInput, VersionedFormMixin
from reports import public
from reports.models import Report, ReportSchedule
from stakeholders.models import Membership, User

Capacity = Membership.Capacity


class PublicItemFilter(django_filters.FilterSet):
    """Narrows what everybody may read; the parameters mean what they mean in the item list of those who work on it."""

    STATUSES = [*ActionItem.REPORTABLE_STATUSES, ActionItem.Status.CANCELLED]
    CONDITIONS = [
        ("is_overdue", "Terlambat"),
        ("is_due_soon", "Jatuh tempo 7 hari"),
        ("is_awaiting", "Menunggu verifikasi"),
    ]

    q = django_filters.CharFilter(label="Cari nomor atau aksi", method="by_words")
    pillar = django_filters.ChoiceFilter(label="Bidang", choices=Pillar, empty_label="Semua bidang")
    institution = django_filters.ModelChoiceFilter(
        label="Instansi",
        queryset=lambda request: public.institutions(),
        method="by_institution",
        empty_label="Semua instansi",
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=[(one.value, one.label) for one in STATUSES], empty_label="Semua status"
    )
    condition = django_filters.ChoiceFilter(
        label="Keadaan", choices=CONDITIONS, method="by_condition", empty_label="Semua keadaan"
    )
    workshop = django_filters.ModelChoiceFilter(
        label="Kegiatan",
        field_name="plan__workshop",
        queryset=lambda request: public.workshops_with_items(),
        empty_label="Semua kegiatan",
    )

    class Meta:
        model = ActionItem
        fields: list[str] = []
        form = FilterForm

    @property
    def restricted_count(self) -> int:
        """How many restricted items the same filters find; 0 where the answer would hint at whose or which they are."""
        chosen = self.form.cleaned_data
        if chosen.get("q") or chosen.get("institution"):
            return 0
        return PublicItemFilter(self.data, public.restricted_rows()).qs.count()

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(code__icontains=value) | Q(title__icontains=value))

    def by_institution(self, queryset, name, value):
        return queryset.filter(pk__in=Commitment.objects.open().filter(institution=value).values("item"))

    def by_condition(self, queryset, name, value):
        return queryset.filter(**{value: True})


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


class InstitutionFiguresForm(FilterForm):
    """Narrows and sorts the rows of the institutions' figures."""

    ORDERS = {
        "": lambda row: (-row["figures"].overdue, -row["figures"].longest_late, row["institution"].name),
        "done": lambda row: (-row["figures"].done_percent, -row["figures"].done, row["institution"].name),
        "open": lambda row: (-row["figures"].open, row["institution"].name),
        "workshops": lambda row: (-row["workshop_count"], row["institution"].name),
        "name": lambda row: row["institution"].name,
    }
    LABELS = [
        ("", "Paling banyak terlambat"),
        ("done", "Penyelesaian tertinggi"),
        ("open", "Paling banyak belum selesai"),
        ("workshops", "Paling sering hadir"),
        ("name", "Nama"),
    ]

    q = forms.CharField(label="Cari instansi", required=False, max_length=100)
    sort = forms.ChoiceField(label="Urutkan", choices=LABELS, required=False)

    def narrow(self, rows: list[dict]) -> list[dict]:
        """The rows that the form asks for; what it does not understand it leaves out."""
        self.full_clean()
        words = self.cleaned_data.get("q", "").casefold()
        found = [
            row
            for row in rows
            if words in row["institution"].name.casefold() or words in row["institution"].short_name.casefold()
        ]
        return sorted(found, key=self.ORDERS[self.cleaned_data.get("sort", "")])


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


class RecipientsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        # Those of today, as the form fetched them.
        names = [one.institution.short_name for one in user.memberships.all() if one.capacity == Capacity.OFFICIAL]
        return f"{user.name}, {', '.join(names)}"


class ScheduleForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """When a report is asked for by itself, and which officials get its link."""

    recipients = RecipientsField(
        User.objects.none(),
        label="Penerima",
        help_text="Mereka menerima surel berisi tautan setelah Kepala menerbitkan laporan.",
    )
    layout = Layout(
        "kind",
        "rhythm",
        Div("day_of_month", "time_of_day", "time_zone", css_class="form-grid"),
        "recipients",
    )

    class Meta:
        model = ReportSchedule
        fields = ["kind", "rhythm", "day_of_month", "time_of_day", "time_zone", "recipients"]
        widgets = {"rhythm": forms.RadioSelect(), "time_of_day": TimeInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        officials = User.objects.officials(clock.today()).order_by("name")
        current = Membership.objects.current(clock.today()).select_related("institution")
        self.fields["recipients"].queryset = officials.prefetch_related(Prefetch("memberships", current))
        # Who is no official any more is left out by saving.
        if self.instance.pk:
            self.initial["recipients"] = self.instance.recipients.all()

    def terms(self) -> dict:
        """What the service writes to the row itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "recipients"}


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
