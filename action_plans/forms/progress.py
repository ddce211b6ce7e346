"""What an institution reports, and what BNN decides on it."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from action_plans.models import ActionItem, Commitment, ProgressUpdate
from bnn_portal import files
from bnn_portal.files import CheckedFile
from bnn_portal.forms import (
    LARGEST_INTEGER,
    DateInput,
    IndonesianDecimalField,
    MultipleFileField,
    SaveFormMixin,
    VersionedFormMixin,
)
from bnn_portal.templatetags.portal import number_id
from stakeholders.models import Institution, User


class ProgressStartForm(forms.Form):
    """For which institution an update is begun, and which earlier one it corrects. Neither has to be said."""

    institution = forms.ModelChoiceField(Institution.objects.none(), required=False)
    replaces = forms.ModelChoiceField(ProgressUpdate.objects.none(), required=False)

    def __init__(self, *args, item: ActionItem, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        own = user.reporting_institution_ids
        # The lead's part comes first where an account acts for several institutions.
        self.parts: list[Commitment] = [part for part in item.commitments.all() if part.is_open_for(own)]
        institutions = [part.institution_id for part in self.parts]
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=institutions)
        updates = ProgressUpdate.objects.visible_to(user).filter(item=item, institution__in=institutions)
        self.fields["replaces"].queryset = updates.select_related("institution")

    @property
    def chosen_institution(self) -> Institution:
        replaces, institution = self.cleaned_data["replaces"], self.cleaned_data["institution"]
        return replaces.institution if replaces else institution or self.parts[0].institution


class ProgressForm(VersionedFormMixin, SaveFormMixin, forms.ModelForm):
    """A draft. Only the lead states a status and figures, and percent only where the item has no numeric target."""

    files = MultipleFileField(label="Foto atau berkas", required=False)
    link = forms.URLField(
        label="Tautan",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Misalnya berita atau unggahan media sosial kegiatan ini.",
    )

    class Meta:
        model = ProgressUpdate
        fields = (
            "item_status",
            "value",
            "percent",
            "narrative",
            "happened_on",
            "obstacle",
            "obstacle_note",
            "next_step",
        )
        field_classes = {"value": IndonesianDecimalField, "percent": IndonesianDecimalField}
        widgets = {
            "item_status": forms.RadioSelect,
            "happened_on": DateInput,
            "narrative": forms.Textarea(attrs={"rows": 4}),
            "obstacle_note": forms.Textarea(attrs={"rows": 2}),
            "next_step": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "narrative": "Singkat saja: kegiatan apa, di mana, berapa yang ikut.",
            "happened_on": "Hari kegiatan berlangsung, bukan hari Anda melaporkannya.",
            "percent": "Perkiraan capaian sampai sekarang, 0 sampai 100.",
            "obstacle": "Pilih bila keadaannya terkendala.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance.item
        unneeded = ["value"] if item.target is None else ["percent"]
        if not self.instance.is_lead:
            unneeded = ["item_status", "value", "percent", "obstacle", "obstacle_note", "next_step"]
        for name in unneeded:
            del self.fields[name]
        if "item_status" in self.fields:
            self.fields["item_status"].choices = ProgressUpdate.ItemStatus.choices
        if "value" in self.fields:
            self.fields["value"].label = f"Realisasi sampai sekarang ({item.unit})"
            self.fields["value"].help_text = f"Jumlah sejak awal, dari target {number_id(item.target)} {item.unit}."
        if "obstacle" in self.fields:
            self.fields["obstacle"].choices = [("", "Tidak ada"), *ProgressUpdate.Obstacle.choices]
        # Naming the types, not only the endings, is what makes a phone offer its camera.
        self.fields["files"].widget.attrs["accept"] = f"{files.JPEG},{files.PNG},{files.ACCEPT}"

    @property
    def content(self) -> dict[str, Any]:
        """What the update itself keeps."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}

    @property
    def checked_files(self) -> list[CheckedFile]:
        """Uploads that passed, also where other fields did not."""
        return self.cleaned_data.get("files", [])

    @property
    def links(self) -> list[str]:
        return [self.cleaned_data["link"]] if self.cleaned_data["link"] else []

    def forget_uploads(self) -> None:
        """The uploads are evidence now: they are neither sent again nor asked for again."""
        self.files = MultiValueDict()

    def go_on_with(self, update: ProgressUpdate) -> None:
        """All was saved: carry the new version, so that the same page can be sent again."""
        self.forget_uploads()
        self.data = self.data.copy()
        self.data["version"], self.data["link"] = str(update.version), ""


class UploadForm(forms.Form):
    """One photo or file, sent while the rest of the form is still being filled in."""

    files = MultipleFileField(label="Berkas", max_files=1)
    key = forms.UUIDField()

    @property
    def reasons(self) -> str:
        return " ".join(text for errors in self.errors.values() for text in errors)


class VerdictForm(forms.Form):
    """A decision on an update: it holds only for the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_INTEGER)
    note = forms.CharField(max_length=2000, required=False)


class ReturnForm(VerdictForm):
    note = forms.CharField(
        label="Alasan dikembalikan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Isi alasannya, agar instansi memahaminya."},
    )
