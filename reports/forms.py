"""What the browser may send about reports."""

from collections.abc import Iterable

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Prefetch, Q
from django.utils.formats import date_format

from action_plans.models import ActionItem, Commitment, Pillar, ReportingPeriod
from bnn_portal import clock
from bnn_portal.forms import DateInput, FilterForm, SaveFormMixin, TimeInput, VersionedFormMixin
from reports import documents, public
from reports.models import Report, ReportSchedule
from reports.services.sealing import is_seal_configured
from stakeholders.models import Institution, Membership, User
from workshops.models import Workshop

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
    """Narrows the list to a kind, and to a period or a status that occurs in it."""

    period = django_filters.ModelChoiceFilter(
        queryset=ReportingPeriod.objects.none(), label="Periode", empty_label="Semua periode"
    )
    kind = django_filters.ChoiceFilter(label="Jenis", choices=Report.Kind, empty_label="Semua jenis")
    status = django_filters.ChoiceFilter(label="Status", empty_label="Semua status")

    class Meta:
        model = Report
        fields = ["kind", "period", "status"]
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


class WorkshopChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, workshop: Workshop) -> str:
        return f"{date_format(workshop.held_on, 'j F Y')}: {workshop.theme}"


class ReportForm(SaveFormMixin, forms.ModelForm):
    """A request for one kind of report: about what, and what the document rests on."""

    save_label = "Minta laporan"
    institution = forms.ModelChoiceField(Institution.objects.active(), label="Instansi", empty_label="Pilih instansi")
    workshop = WorkshopChoiceField(
        Workshop.objects.filter(status__in=[Workshop.Status.HELD, Workshop.Status.DOCUMENTED]),
        label="Kegiatan",
        empty_label="Pilih kegiatan",
        help_text="Kegiatan yang sudah terlaksana, menurut catatan hari ini.",
    )
    period = PeriodChoiceField(
        ReportingPeriod.objects.none(),
        label="Periode",
        empty_label="Pilih periode",
        help_text="Periode yang masih terbuka dilaporkan menurut keadaan hari ini.",
    )

    class Meta:
        model = Report
        fields = ["institution", "workshop", "period", "paper", "has_photos", *Report.TEXTS]
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("legal_basis", "copies_to")}

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        begun = ReportingPeriod.objects.filter(starts_on__lte=clock.today())
        self.fields["period"].queryset = begun.order_by("-starts_on")
        kind_of_report = documents.KINDS[kind]
        self.fields["paper"].required = False
        asked = {*ABOUT[kind_of_report.scope], "paper", *kind_of_report.texts}
        if kind_of_report.may_have_photos:
            asked.add("has_photos")
        leave_out(self, set(self.fields) - asked)

    def clean_paper(self):
        return self.cleaned_data["paper"] or Report.Paper.A4


# What is chosen for a report, by what it is about; an event lies in its period by itself.
ABOUT = {
    Report.Scope.CITY: ["period"],
    Report.Scope.INSTITUTION: ["institution", "period"],
    Report.Scope.WORKSHOP: ["workshop"],
}


def leave_out(form: forms.BaseForm, names: Iterable[str]) -> None:
    """Take fields from a form that its kind of report does not ask for."""
    for name in names:
        del form.fields[name]


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
        if not officials.exists():
            self.fields["recipients"].help_text = "Belum ada pejabat yang punya akun. Undang mereka lebih dahulu."
        # Who is no official any more is left out by saving.
        if self.instance.pk:
            self.initial["recipients"] = self.instance.recipients.all()

    def terms(self) -> dict:
        """What the service writes to the row itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "recipients"}


class ReportIssueForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """What the leader types before a report goes out."""

    save_label = "Terbitkan"

    class Meta:
        model = Report
        fields = ["number", "dated_on", "classification", "signing", *Report.TEXTS]
        widgets = {
            "dated_on": DateInput(),
            "signing": forms.RadioSelect,
            **{name: forms.Textarea({"rows": 3}) for name in ("legal_basis", "copies_to")},
        }
        help_texts = {"number": "Nomor dari buku agenda surat kantor. Portal tidak membuat nomor."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("number", "dated_on"):
            self.fields[name].required = True
        if not self.initial.get("number"):
            self.initial["number"] = documents.number_pattern()
        leave_out(self, set(Report.TEXTS) - set(documents.KINDS[self.instance.kind].texts))
        own = Report.Signing.SEAL if is_seal_configured() else Report.Signing.NONE
        self.fields["signing"].choices = [(one.value, one.label) for one in (own, Report.Signing.OUTSIDE)]
        self.initial["signing"] = own

    def clean_number(self):
        number = self.cleaned_data["number"]
        if documents.BLANK in number:
            raise forms.ValidationError(f"Ganti “{documents.BLANK}” dengan nomor dari buku agenda surat.")
        return number


class PdfField(forms.FileField):
    """One PDF; what it is is found out elsewhere. `max_length` counts the letters of its name."""

    widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})

    def __init__(self, **kwargs):
        super().__init__(max_length=255, allow_empty_file=True, **kwargs)


class DocumentCheckForm(SaveFormMixin, forms.Form):
    """A copy of a report, to be held against the issued one."""

    form_tag = False
    file = PdfField(
        label="Berkas PDF yang Anda terima",
        help_text="Paling besar 20 MB. Berkas dihapus setelah diperiksa.",
    )


class ReportSignForm(SaveFormMixin, forms.Form):
    """The document that was downloaded, signed outside."""

    save_label = "Unggah dan terbitkan"
    file = PdfField(
        label="Berkas yang sudah ditandatangani",
        help_text="Paling besar 20 MB. Portal memeriksa bahwa hanya tanda tangan yang bertambah, lalu menerbitkannya.",
    )
