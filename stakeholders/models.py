"""Who: the city's areas, its institutions, the people who act for them, and the office itself."""

from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from bnn_portal import clock
from bnn_portal.models import TimeStampedModel, VersionedModel
from stakeholders.querysets import (
    AccountInvitationQuerySet,
    CurrentQuerySet,
    InstitutionQuerySet,
    UrbanVillageQuerySet,
    UserManager,
)


class Sector(models.TextChoices):
    """The four settings (lingkungan) that every BNN activity form uses."""

    GOVERNMENT = "government", "Pemerintah"
    PRIVATE = "private", "Swasta"
    EDUCATION = "education", "Pendidikan"
    COMMUNITY = "community", "Masyarakat"


class District(models.Model):
    """A kecamatan, with its code of Permendagri 72/2019."""

    code = models.CharField("kode", max_length=8, unique=True)
    name = models.CharField("nama", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "kecamatan"
        ordering = ["code"]

    def __str__(self):
        return f"Kecamatan {self.name}"


class UrbanVillage(models.Model):
    """A kelurahan. Spelling varies in the wild: match on the code. Its name may also be its kecamatan's: show both."""

    code = models.CharField("kode", max_length=13, unique=True)
    name = models.CharField("nama", max_length=60)
    district = models.ForeignKey(District, models.PROTECT, related_name="urban_villages", verbose_name="kecamatan")

    objects = UrbanVillageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kelurahan"
        ordering = ["code"]

    def __str__(self):
        return f"Kelurahan {self.name}"


class Institution(VersionedModel):
    """An office that takes part. Deactivated, never deleted: history names it."""

    class Kind(models.TextChoices):
        REGIONAL_AGENCY = "regional_agency", "Perangkat daerah"
        DISTRICT_OFFICE = "district_office", "Kecamatan"
        URBAN_VILLAGE_OFFICE = "urban_village_office", "Kelurahan"
        CITY_LEADERSHIP = "city_leadership", "Kepala daerah"
        COUNCIL = "council", "DPRD"
        POLICE = "police", "Polri"
        MILITARY = "military", "TNI"
        PROSECUTION = "prosecution", "Kejaksaan"
        COURT = "court", "Pengadilan"
        CORRECTIONS = "corrections", "Pemasyarakatan"
        VERTICAL_AGENCY = "vertical_agency", "Instansi vertikal"
        NARCOTICS_AGENCY = "narcotics_agency", "BNN"
        EDUCATION = "education", "Lembaga pendidikan"
        COMMUNITY = "community", "Organisasi masyarakat"
        MEDIA = "media", "Media"
        PRIVATE = "private", "Swasta"
        STATE_COMPANY = "state_company", "BUMN/BUMD"

    name = models.CharField("nama instansi", max_length=150)
    short_name = models.CharField("nama singkat", max_length=60, help_text="Dipakai di daftar dan grafik.")
    kind = models.CharField("jenis", max_length=24, choices=Kind)
    sector = models.CharField("lingkungan", max_length=12, choices=Sector)
    region = models.CharField("wilayah", max_length=60, default="Kota Malang", help_text="Boleh di luar Kota Malang.")
    is_forkopimda = models.BooleanField("anggota Forkopimda", default=False)
    coordinated_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinates",
        verbose_name="dikoordinasi oleh",
        help_text="Misalnya Bakesbangpol untuk perangkat daerah, camat untuk kelurahan.",
    )
    is_active = models.BooleanField("aktif", default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "instansi"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="institution_name_is_unique",
                violation_error_message="Instansi dengan nama ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(coordinated_by=None) | ~Q(coordinated_by=F("id")),
                name="institution_does_not_coordinate_itself",
                violation_error_message="Instansi tidak dapat mengoordinasi dirinya sendiri.",
            ),
        ]

    def __str__(self):
        return self.name


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


class Appointment(TimeStampedModel):
    """States who holds a post, and since when. Grants nothing."""

    class Acting(models.TextChoices):
        """In place of the holder, for some days (harian) or until one is named (tugas)."""

        PLH = "Plh.", "Plh. (pelaksana harian)"
        PLT = "Plt.", "Plt. (pelaksana tugas)"

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments", verbose_name="instansi")
    position_title = models.CharField("jabatan", max_length=150)
    acting = models.CharField(
        "sebagai",
        max_length=4,
        choices=Acting,
        blank=True,
        help_text="Kosongkan untuk pejabat definitif. Penanda tangan laporan mengikuti tanggal laporan.",
    )
    person_name = models.CharField("nama pejabat", max_length=120)
    rank = models.CharField("pangkat", max_length=60, blank=True)
    staff_number = models.CharField("NIP/NRP", max_length=30, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="akun"
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pejabat"
        ordering = ["institution__name", "position_title", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            )
        ]

    def __str__(self):
        return f"{self.person_name}, {self.full_title}"

    @property
    def full_title(self) -> str:
        """As it stands above a signature: “Plh. Kepala BNN Kota Malang”."""
        return f"{self.acting} {self.position_title}".strip()


class OfficeSettings(VersionedModel):
    """The office that runs the portal; one row. Its address was found in no source and stays empty until typed."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi")
    letterhead = models.TextField(
        "kop surat",
        default="BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA\nKOTA MALANG",
        help_text="Satu baris per baris kop.",
    )
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("surel", blank=True)
    city = models.CharField("tempat penandatanganan", max_length=60, default="Malang")
    signatory_title = models.CharField("jabatan penanda tangan", max_length=150, default="Kepala BNN Kota Malang")
    help_contact = models.CharField("tempat bertanya", max_length=150, blank=True)
    stale_days = models.PositiveSmallIntegerField(
        "hari tanpa kabar",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="Butir aksi tanpa kabar selama ini ditandai.",
    )
    # Checked, re-encoded and small (`services.update_office`): every report keeps it by value.
    logo = models.BinaryField("lambang (PNG)", default=bytes, editable=False)
    number_pattern = models.CharField(
        "pola nomor laporan",
        max_length=80,
        blank=True,
        help_text="Tulis … untuk bagian yang diisi saat menerbitkan, {bulan} untuk bulan (angka Romawi), {tahun} untuk "
        "tahun. Portal tidak membuat nomor.",
    )
    # No source gives them: until the office sets them nothing is coloured.
    good_from = models.PositiveSmallIntegerField(
        "hijau mulai (persen)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    fair_from = models.PositiveSmallIntegerField(
        "kuning mulai (persen)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="Capaian di bawahnya merah. Kosongkan keduanya bila capaian tidak diwarnai.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "setelan kantor"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="office_settings_is_one_row"),
            models.CheckConstraint(
                condition=Q(good_from=None, fair_from=None)
                | Q(good_from__isnull=False, fair_from__isnull=False, good_from__gt=F("fair_from")),
                name="office_colour_bands_rise",
                violation_error_message="Isi kedua batas warna; batas hijau di atas batas kuning.",
            ),
        ]

    def signatory(self, on: date) -> Appointment | None:
        """Who held the signing post on that day, if known."""
        return (
            self.institution.appointments.current(on)
            .filter(position_title=self.signatory_title)
            .order_by("-starts_on")
            .first()
        )


class AccountInvitation(TimeStampedModel):
    """The only way to an account. The link's token is known to the mail alone; the row keeps its hash."""

    email = models.EmailField("surel")
    name = models.CharField("nama", max_length=120)
    role = models.CharField("peran di BNN", max_length=10, choices=User.Role, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="account_invitations", verbose_name="instansi"
    )
    capacity = models.CharField("sebagai", max_length=16, choices=Membership.Capacity, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diundang oleh")
    expires_at = models.DateTimeField("berlaku sampai")
    accepted_at = models.DateTimeField("diterima", null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField("dicabut", null=True, editable=False)

    objects = AccountInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "undangan akun"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(role="") & Q(institution=None, capacity=""))
                | (Q(role="", institution__isnull=False) & ~Q(capacity="")),
                name="account_invitation_is_for_bnn_or_for_an_institution",
                violation_error_message="Pilih peran di BNN, atau instansi dan kedudukannya.",
            )
        ]


class FormDraft(models.Model):
    """What one account typed into one long form and has not saved yet. Nobody else ever sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="form_drafts", verbose_name="akun")
    form = models.CharField(
        "formulir", max_length=100, help_text="Nama rute dan nomor barisnya, misalnya workshops:workshop_update:7."
    )
    fields = models.JSONField("isian", help_text="Setiap nama dengan daftar nilainya, seperti dikirim peramban.")
    saved_at = models.DateTimeField("disimpan", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "draf formulir"
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="form_draft_is_one_per_account_and_form")]

    def get_absolute_url(self) -> str:
        """Where the form stands. Raises `NoReverseMatch` where there is no such form."""
        app, name, *ids = self.form.split(":")
        return reverse(f"{app}:{name}", args=ids)

    @property
    def posted(self) -> QueryDict:
        """The fields as if the browser had just sent them."""
        data = QueryDict(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        return data

    @property
    def is_of_today(self) -> bool:
        return timezone.localdate(self.saved_at) == clock.today()
