"""Accounts, and for whom they act."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from bnn_portal import clock
from bnn_portal.models import TimeStampedModel
from stakeholders.models.institutions import Institution
from stakeholders.models.office import OfficeSettings
from stakeholders.querysets import (
    CurrentQuerySet,
    UserManager,
)


class Hint(models.TextChoices):
    """What a page explains on the first visit, named after the page."""

    TODAY = "today", "Hari ini"
    TASK_LIST = "task_list", "Tugas saya"
    ITEM_LIST = "item_list", "Butir aksi"
    SUMMARY = "summary", "Ringkasan"
    WORKSHOP_CREATE = "workshop_create", "Catat workshop"
    PROGRESS_UPDATE = "progress_update", "Perbarui status"
    VERIFICATION_QUEUE = "verification_queue", "Verifikasi"


class User(AbstractBaseUser):
    """An account. `role` is for BNN's own people; everyone else acts through a `Membership`; nothing else grants."""

    class Role(models.TextChoices):
        STAFF = "staff", "Staf P2M"
        LEADER = "leader", "Kepala (atau Plh./Plt.)"

    email = models.EmailField("surel", unique=True)
    name = models.CharField("nama", max_length=120)
    role = models.CharField("peran di BNN", max_length=10, choices=Role, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField("dibuat", default=clock.now, editable=False)
    # On the row that every page reads anyway: a hint costs no statement.
    read_hints = ArrayField(
        models.CharField(max_length=30),
        verbose_name="petunjuk yang sudah dibaca",
        default=list,
        blank=True,
        editable=False,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "akun"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_is_lower_case",
                violation_error_message="Tulis surel dengan huruf kecil.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_bnn(self) -> bool:
        return self.role in (self.Role.STAFF, self.Role.LEADER)

    @property
    def is_leader(self) -> bool:
        return self.role == self.Role.LEADER

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Today's memberships with their institutions: one query a request."""
        return list(self.memberships.current(clock.today()).select_related("institution"))

    @cached_property
    def capacities(self) -> frozenset[str]:
        return frozenset(membership.capacity for membership in self.current_memberships)

    @property
    def is_official(self) -> bool:
        """A member of Forkopimda or its aide: reads the public facts of the whole city."""
        return not self.is_bnn and Membership.Capacity.OFFICIAL in self.capacities

    @cached_property
    def reporting_institution_ids(self) -> list[int]:
        """Ids of the institutions for which the account reports progress; a BNN account reports for its own office."""
        if self.is_bnn:
            return list(OfficeSettings.objects.values_list("institution", flat=True))
        return self.institution_ids(Membership.Capacity.CONTACT_PERSON)

    def institution_ids(self, *capacities: str) -> list[int]:
        """Ids of the institutions for which the account acts today in one of `capacities` (none given: in any)."""
        return [
            membership.institution_id
            for membership in self.current_memberships
            if not capacities or membership.capacity in capacities
        ]


class Membership(TimeStampedModel):
    """A dated right: this account acts for this institution in this capacity. Capacities add up."""

    class Capacity(models.TextChoices):
        CONTACT_PERSON = "contact_person", "Narahubung"
        COORDINATOR = "coordinator", "Koordinator"
        OFFICIAL = "official", "Pejabat Forkopimda"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="akun")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships", verbose_name="instansi")
    capacity = models.CharField("sebagai", max_length=16, choices=Capacity)
    starts_on = models.DateField("mulai", default=clock.today)
    ends_on = models.DateField("sampai", null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "keanggotaan"
        ordering = ["institution__name", "capacity", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "capacity"],
                condition=Q(ends_on=None),
                name="membership_is_open_once",
                violation_error_message="Akun ini sudah bertugas untuk instansi itu.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ]
