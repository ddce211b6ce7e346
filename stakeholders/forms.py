"""What the browser may send about institutions, people and sign-in."""

import django_filters
from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.usersessions.forms import ManageUserSessionsForm
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import NoReverseMatch

from bnn_portal.forms import DateInput, FilterForm, MultipleFileField, SaveFormMixin, VersionedFormMixin
from stakeholders.models import (
    AccountInvitation,
    Appointment,
    FormDraft,
    Hint,
    Institution,
    Membership,
    OfficeSettings,
    User,
)

EMAIL_ERRORS = {"invalid": "Tulis alamat surel yang lengkap, misalnya nama@instansi.go.id."}

# Sign-in


class SignInFormMixin(SaveFormMixin):
    """allauth's forms in the portal's words. A placeholder is no label, and it vanishes while one types."""

    labels = {
        "login": "Surel",
        "email": "Surel",
        "password": "Kata sandi",
        "oldpassword": "Kata sandi sekarang",
        "password1": "Kata sandi baru",
        "password2": "Ulangi kata sandi baru",
        "code": "Kode masuk",
    }
    help_texts = {
        "password": "",
        "oldpassword": "",
        "password1": "Paling sedikit 12 karakter, misalnya beberapa kata yang mudah Anda ingat. "
        "Jangan bertumpu pada nama Anda atau kata seperti “kotan”, “malang”, “bnn”.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.error_messages |= EMAIL_ERRORS


class LoginForm(SignInFormMixin, allauth_forms.LoginForm):
    save_label = "Masuk"


class RequestLoginCodeForm(SignInFormMixin, allauth_forms.RequestLoginCodeForm):
    save_label = "Kirim kode"


class ConfirmLoginCodeForm(SignInFormMixin, allauth_forms.ConfirmLoginCodeForm):
    save_label = "Masuk"


class ResetPasswordForm(SignInFormMixin, allauth_forms.ResetPasswordForm):
    save_label = "Kirim tautan"

    def save(self, request, **kwargs):
        """Somebody without an account gets a mail as well: neither the page nor its speed tells who has one."""
        email = super().save(request, **kwargs)
        if not self.users:
            get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class ResetPasswordKeyForm(SignInFormMixin, allauth_forms.ResetPasswordKeyForm):
    save_label = "Simpan kata sandi"


class ChangePasswordForm(SignInFormMixin, allauth_forms.ChangePasswordForm):
    save_label = "Simpan kata sandi"


class SetPasswordForm(SignInFormMixin, allauth_forms.SetPasswordForm):
    save_label = "Simpan kata sandi"


class ReauthenticateForm(SignInFormMixin, allauth_forms.ReauthenticateForm):
    save_label = "Lanjutkan"


class EndOtherSessionsForm(SaveFormMixin, ManageUserSessionsForm):
    save_label = "Keluarkan perangkat lain"


class InvitationAcceptForm(SignInFormMixin, allauth_forms.PasswordVerificationMixin, forms.Form):
    """Name and password of a new account. The address is the invitation's and cannot be changed here."""

    save_label = "Terima undangan"

    name = forms.CharField(label="Nama lengkap", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password1 = SetPasswordField()
    password2 = PasswordField(autocomplete="new-password")

    def __init__(self, *args, invitation: AccountInvitation, **kwargs):
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
        self.fields["password1"].user = User(email=invitation.email, name=invitation.name)  # type: ignore[attr-defined]


# Invitations


class InvitationForm(SaveFormMixin, forms.Form):
    """Whom BNN invites, and as what. Only the leader is offered the roles of BNN's own accounts."""

    save_label = "Kirim undangan"

    email = forms.EmailField(
        label="Surel",
        help_text="Undangan dikirim ke alamat ini dan hanya berlaku untuknya.",
        error_messages=EMAIL_ERRORS,
    )
    name = forms.CharField(label="Nama", max_length=120)
    position = forms.ChoiceField(label="Diundang sebagai")
    institution = forms.ModelChoiceField(
        Institution.objects.none(), label="Instansi", required=False, help_text="Kosongkan untuk akun BNN."
    )

    def __init__(self, *args, may_invite_bnn: bool, **kwargs):
        super().__init__(*args, **kwargs)
        capacities = [("", "Pilih …"), *Membership.Capacity.choices]
        roles = [("Akun BNN", User.Role.choices)] if may_invite_bnn else []
        self.fields["position"].choices = capacities + roles  # type: ignore[attr-defined]
        institution = self.fields["institution"]
        institution.queryset = Institution.objects.active()  # type: ignore[attr-defined]
        institution.empty_label = "Pilih instansi"  # type: ignore[attr-defined]
        if not may_invite_bnn:
            institution.required, institution.help_text = True, ""

    def clean(self):
        cleaned = super().clean()
        position, institution = cleaned.get("position"), cleaned.get("institution")
        if position in User.Role and institution is not None:
            self.add_error("institution", "Kosongkan instansi: akun BNN bertugas untuk BNN Kota Malang.")
        elif position in Membership.Capacity and institution is None and not self.has_error("institution"):
            self.add_error("institution", "Pilih instansi yang diwakili.")
        return cleaned

    def offer(self) -> dict:
        """The arguments of `invite_person` that say what is offered."""
        position = self.cleaned_data["position"]
        if position in User.Role:
            return {"role": position}
        return {"capacity": position, "institution": self.cleaned_data["institution"]}


# Institutions


class InstitutionForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    save_label = "Simpan instansi"

    class Meta:
        model = Institution
        fields = ["name", "short_name", "kind", "sector", "region", "is_forkopimda", "coordinated_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        coordinator = self.fields["coordinated_by"]
        # The one that is set stays on the list even after it was deactivated.
        coordinator.queryset = Institution.objects.filter(  # type: ignore[attr-defined]
            Q(is_active=True) | Q(pk=self.instance.coordinated_by_id)
        ).exclude(pk=self.instance.pk)
        coordinator.empty_label = "Tidak ada"  # type: ignore[attr-defined]


class AppointmentForm(SaveFormMixin, forms.ModelForm):
    save_label = "Simpan pejabat"

    class Meta:
        model = Appointment
        fields = ["position_title", "acting", "person_name", "rank", "staff_number", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts = {"ends_on": "Kosongkan bila masih menjabat."}


class OfficeForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """What every later document bears."""

    save_label = "Simpan setelan"
    layout = Layout(
        Fieldset(
            "Kop surat",
            "letterhead",
            "address",
            Div("phone", "email", css_class="form-grid"),
            "logo",
            "drops_logo",
            css_class="form-block",
        ),
        Fieldset(
            "Penandatanganan",
            Div("city", "signatory_title", css_class="form-grid"),
            "number_pattern",
            css_class="form-block",
        ),
        Fieldset("Warna capaian", Div("good_from", "fair_from", css_class="form-grid"), css_class="form-block"),
        Fieldset("Layanan", Div("stale_days", "help_contact", css_class="form-grid"), css_class="form-block"),
    )
    logo = MultipleFileField(
        label="Lambang",
        required=False,
        max_files=1,
        help_text="JPG, PNG, atau WebP; tercetak setinggi 20 mm di atas kop. Kosongkan bila tidak berubah.",
    )
    drops_logo = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)

    class Meta:
        model = OfficeSettings
        fields = [
            "letterhead",
            "address",
            "phone",
            "email",
            "city",
            "signatory_title",
            "number_pattern",
            "good_from",
            "fair_from",
            "stale_days",
            "help_contact",
        ]
        widgets = {"letterhead": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            self.fields["drops_logo"].widget = forms.HiddenInput()

    def clean_letterhead(self):
        lines = [line.strip() for line in self.cleaned_data["letterhead"].splitlines() if line.strip()]
        if len(lines) > MAX_LETTERHEAD_LINES or any(len(line) > MAX_LETTERHEAD_LENGTH for line in lines):
            raise forms.ValidationError(
                f"Paling banyak {MAX_LETTERHEAD_LINES} baris, masing-masing {MAX_LETTERHEAD_LENGTH} huruf."
            )
        return "\n".join(lines)


# As much as stands above a page without pushing the text off it.
MAX_LETTERHEAD_LINES = 4
MAX_LETTERHEAD_LENGTH = 60


class InstitutionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Nama", method="by_name")
    kind = django_filters.ChoiceFilter(label="Jenis", choices=Institution.Kind.choices, empty_label="Semua jenis")

    class Meta:
        model = Institution
        fields = ["q", "kind"]
        form = FilterForm

    def by_name(self, queryset, name, value):
        return queryset.matching(value)


class AccountFilter(django_filters.FilterSet):
    WHO = [("bnn", "Akun BNN"), *Membership.Capacity.choices]

    q = django_filters.CharFilter(label="Nama atau surel", method="by_name")
    who = django_filters.ChoiceFilter(label="Sebagai", choices=WHO, method="by_position", empty_label="Semua akun")

    class Meta:
        model = User
        fields = ["q", "who"]
        form = FilterForm

    def by_name(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def by_position(self, queryset, name, value):
        if value == "bnn":
            return queryset.exclude(role="")
        return queryset.filter(memberships__capacity=value).distinct()


class DraftKeyForm(forms.Form):
    """Which form is meant: the name of its route, and the id of the row that it changes."""

    draft = forms.RegexField(r"\A[a-z_]+:[a-z_]+(:[0-9]{1,18})?\Z", max_length=100)

    def clean_draft(self) -> str:
        try:
            FormDraft(form=self.cleaned_data["draft"]).get_absolute_url()
        except NoReverseMatch as error:
            raise ValidationError("Formulir ini tidak dikenal.") from error
        return self.cleaned_data["draft"]


class HintForm(forms.Form):
    """Which hint was read, and the page to go back to."""

    hint = forms.TypedChoiceField(choices=Hint.choices, coerce=Hint)
    page = forms.CharField(max_length=300, required=False)
