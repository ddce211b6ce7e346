"""How the list of items is narrowed and sorted; the filter lives in the address."""

import django_filters
from django import forms
from django.db.models import Q

from action_plans.models import ActionItem, Commitment, KotanVariable, Pillar
from bnn_portal.forms import DateInput, FilterForm
from stakeholders.models import District, Institution, UrbanVillage

# The value of the filter `area` for items that name no kelurahan.
NO_AREA = "none"


class ItemFilter(django_filters.FilterSet):
    """Narrows and sorts items annotated with `with_lead` and `with_lateness`."""

    ORDERS = {"code": ["code"], "institution": ["lead_name", "due_on", "code"]}
    CONDITIONS = [
        ("is_overdue", "Terlambat"),
        ("is_due_soon", "Jatuh tempo 7 hari"),
        ("is_stale", "Lama tanpa kabar"),
        ("is_awaiting", "Menunggu verifikasi"),
    ]

    q = django_filters.CharFilter(label="Cari nomor, aksi, atau lokasi", method="by_words")
    institution = django_filters.ModelChoiceFilter(
        label="Instansi", queryset=Institution.objects.all(), method="by_institution", empty_label="Semua instansi"
    )
    role = django_filters.ChoiceFilter(
        label="Peran instansi", choices=Commitment.Role, method="by_role", empty_label="Semua peran"
    )
    plan = django_filters.ChoiceFilter(
        label="Rencana",
        choices=[("public", "Berlaku atau ditutup"), ("draft", "Disusun atau ditawarkan")],
        method="by_plan",
        empty_label="Semua rencana",
    )
    pillar = django_filters.ChoiceFilter(label="Bidang", choices=Pillar, empty_label="Semua bidang")
    kotan_variable = django_filters.ChoiceFilter(
        label="Variabel KOTAN",
        choices=[*KotanVariable.choices, ("none", "Belum dikaitkan")],
        method="by_variable",
        empty_label="Semua variabel",
    )
    status = django_filters.ChoiceFilter(
        label="Status",
        choices=[("open", "Belum selesai"), *ActionItem.Status.choices],
        method="by_status",
        empty_label="Semua status",
    )
    condition = django_filters.ChoiceFilter(
        label="Keadaan", choices=CONDITIONS, method="by_condition", empty_label="Semua keadaan"
    )
    due_from = django_filters.DateFilter(label="Tenggat dari", field_name="due_on", lookup_expr="gte", widget=DateInput)
    due_until = django_filters.DateFilter(
        label="Tenggat sampai", field_name="due_on", lookup_expr="lte", widget=DateInput
    )
    # The code of a kelurahan or of a kecamatan, or "none". Chosen on the map of the city; the list names it.
    area = django_filters.CharFilter(method="by_area", widget=forms.HiddenInput)
    sort = django_filters.ChoiceFilter(
        label="Urutkan",
        choices=[("code", "Nomor aksi"), ("institution", "Instansi")],
        method="by_order",
        empty_label="Tenggat terdekat",
    )

    class Meta:
        model = ActionItem
        fields: list[str] = []
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.is_official:
            # Silence is told to those who work on the items; a list of the silent would tell it all the same.
            told = [(value, label) for value, label in self.CONDITIONS if value != "is_stale"]
            self.filters["condition"].extra["choices"] = told

    def by_words(self, queryset, name, value):
        # Searched once: the same words count the rows and show them.
        found = ActionItem.objects.matching(value, read_by=self.request.user)
        return queryset.filter(pk__in=list(found.values_list("pk", flat=True)))

    def by_institution(self, queryset, name, value):
        commitments = Commitment.objects.open().filter(institution=value)
        if role := self.form.cleaned_data.get("role"):
            commitments = commitments.filter(role=role)
        return queryset.filter(pk__in=commitments.values("item"))

    def by_role(self, queryset, name, value):
        # Narrows the institution that is chosen beside it, and means nothing alone.
        return queryset

    def by_plan(self, queryset, name, value):
        if value == "public":
            return queryset.in_public_plans()
        return queryset.exclude(pk__in=ActionItem.objects.in_public_plans().values("pk"))

    def by_variable(self, queryset, name, value):
        return queryset.filter(kotan_variable="" if value == "none" else value)

    def by_status(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.filter(status=value)

    def by_condition(self, queryset, name, value):
        return queryset.filter(**{value: True})

    def by_area(self, queryset, name, value):
        if value == NO_AREA:
            return queryset.filter(areas=None)
        villages = UrbanVillage.objects.filter(Q(code=value) | Q(district__code=value))
        named = ActionItem.areas.through.objects.filter(urbanvillage__in=villages)
        return queryset.filter(pk__in=named.values("actionitem"))

    def by_order(self, queryset, name, value):
        return queryset.order_by(*self.ORDERS[value])

    @property
    def place(self) -> str:
        """What the address says about the place, in words; empty where it says nothing. Asks the database."""
        code = self.form.cleaned_data.get("area") if self.form.is_valid() else ""
        if not code:
            return ""
        if code == NO_AREA:
            return "seluruh kota, tanpa kelurahan tertentu"
        place = UrbanVillage.objects.filter(code=code).first() or District.objects.filter(code=code).first()
        return str(place or "tidak dikenal")
