"""`/gaya/`: every part of the screens on one page, so that the next person sees what exists before making another."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.views.generic import TemplateView

from bnn_portal import clock
from bnn_portal.access import BNN, access
from bnn_portal.forms import (
    Conflict,
    DateInput,
    FilterForm,
    IndonesianDecimalField,
    MultipleFileField,
    RowFormSetMixin,
    SaveFormMixin,
)
from bnn_portal.templatetags.portal import DERIVED_LABELS, STATUS_LOOKS, relative_day
from reports.charts import StackedBars, StatusCounts, stacked_bars

TONES = ("neutral", "info", "positive", "warning", "negative", "sample")
CHOICES = [("1", "Belum dimulai"), ("2", "Berjalan"), ("3", "Terkendala"), ("4", "Selesai")]


class SampleForm(SaveFormMixin, forms.Form):
    """One field of every kind; sent empty, so that its errors show too."""

    form_tag = False
    layout = Layout(
        Fieldset(
            "Blok isian",
            "judul",
            Div("tanggal", "jumlah", css_class="form-grid"),
            "bidang",
            "keadaan",
            "catatan",
            "berkas",
            "terbuka",
            css_class="form-block",
        )
    )

    judul = forms.CharField(label="Judul", help_text="Petunjuk singkat berdiri di bawah isian.")
    tanggal = forms.DateField(label="Tanggal", widget=DateInput, required=False)
    jumlah = IndonesianDecimalField(label="Jumlah", required=False, help_text="Ditulis 1.234,5.")
    bidang = forms.ChoiceField(label="Bidang", choices=[("", "Pilih bidang"), ("1", "Pencegahan")], required=False)
    keadaan = forms.ChoiceField(label="Keadaan", choices=CHOICES, widget=forms.RadioSelect, initial="2")
    catatan = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    berkas = MultipleFileField(label="Foto atau berkas", required=False)
    terbuka = forms.BooleanField(label="Tampilkan kepada umum", required=False)


class SampleFilter(FilterForm):
    q = forms.CharField(label="Cari", required=False)
    bidang = forms.ChoiceField(label="Bidang", choices=[("", "Semua"), ("1", "Pencegahan")], required=False)


class SampleRow(forms.Form):
    acara = forms.CharField(label="Acara", max_length=100, required=False)
    pukul = forms.CharField(label="Pukul", max_length=20, required=False)


class SampleRows(RowFormSetMixin, forms.formsets.BaseFormSet):
    row_label = "Sesi"


class SampleFile:
    """What `_file_list.html` reads of a stored paper; opening it leads nowhere."""

    is_image = is_link = False
    original_name, size = "notula-rapat.pdf", 734_003

    def get_absolute_url(self) -> str:
        return "#berkas"


@access(get=200, may=BNN)
class StyleGuide(TemplateView):
    template_name = "style_guide.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_bnn:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        now, today, here = clock.now(), clock.today(), reverse("style_guide")
        failed = SampleForm({}, auto_id="gagal_%s")
        row = {"edited_by": "Staf P2M", "edited_at": now}
        rows = forms.formset_factory(SampleRow, formset=SampleRows, extra=1, can_delete=True)
        return super().get_context_data(
            statuses=statuses(),
            tones=TONES,
            today=today,
            days=[today + timedelta(days=days) for days in (-40, -1, 0, 3)],
            form=SampleForm(),
            failed=failed,
            filter_form=SampleFilter(),
            rows=rows(prefix="acara"),
            conflict=Conflict(row, [("Tempat", "Aula Kantor BNN", "Balai Kota Malang")]),
            facts=[
                ("Batas", relative_day(today + timedelta(days=3))),
                ("Penanggung jawab", "Dinas Pendidikan"),
                ("Tanpa isi", ""),
            ],
            entries=[
                {
                    "at": now,
                    "by": "Staf P2M",
                    "title": "Laporan diterima",
                    "status": "accepted",
                    "status_label": "Diterima",
                    "note": "Data dukung lengkap.",
                },
                {"at": now, "by": "Narahubung", "title": "Laporan diajukan", "files": [SampleFile()]},
            ],
            files=[SampleFile()],
            page_obj=Paginator(range(120), 50).page(2),
            here=here,
            chart=sample_chart(here),
            **kwargs,
        )


def sample_chart(url: str) -> StackedBars:
    counts = [
        StatusCounts("Pencegahan", 8, 4, 1, 2, 0, overdue=2, url=url, previous=40),
        StatusCounts("Rehabilitasi", 3, 2, 0, 1, 1, overdue=0, url=url, previous=25),
    ]
    return stacked_bars("Bidang", counts, previous="30 Juni 2026")


def statuses() -> list[tuple[str, list[tuple[str, Any]]]]:
    """(thing, its statuses as (value, word)), for every row of the portal whose status has a look."""
    groups = [
        (str(model._meta.verbose_name), [(value, label) for value, label in field.choices if value in STATUS_LOOKS])
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in ("status", "state") and field.choices
    ]
    return [*groups, ("turunan", list(DERIVED_LABELS.items()))]
