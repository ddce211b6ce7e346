"""Where the code on the paper leads: whether a report is genuine, and whether a copy of it is.

For everybody who holds the paper. The address has 128 random bits, so nobody comes here by trying; what was not issued
tells nothing of itself.
"""

from allauth.core.ratelimit import consume
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.views.generic import DetailView, FormView

from bnn_portal.access import access
from bnn_portal.downloads import serve_file
from bnn_portal.files import PNG
from bnn_portal.templatetags.portal import filesize_id, number_id
from bnn_portal.views import ServiceFormMixin
from reports import services
from reports.forms import DocumentCheckForm
from reports.models import DocumentCheck, Report

TOO_MANY = "Terlalu banyak berkas dalam waktu singkat. Tunggu sepuluh menit, lalu coba lagi."

Verdict = DocumentCheck.Verdict

# Verdict → (what it is in a word, what that means). All but the first say that the file is not this report.
WORDS = {
    Verdict.OTHER_EDITION: ("Tidak cocok", "Berkas ini edisi lain dari laporan yang sama, bukan edisi pada kode ini."),
    Verdict.OTHER_REPORT: ("Tidak cocok", "Berkas ini laporan lain, bukan laporan pada kode ini."),
    Verdict.UNSEALED: (
        "Tidak cocok",
        "Isinya sama dengan laporan ini, tetapi tanpa segel atau tanda tangan elektroniknya. Minta berkas yang terbit.",
    ),
    Verdict.APPENDED: ("Tidak cocok", "Ada yang ditambahkan pada berkas ini setelah laporan terbit."),
    Verdict.ALTERED: ("Tidak cocok", "Berkas ini berasal dari laporan ini, tetapi diubah atau disimpan ulang."),
    Verdict.FOREIGN: (
        "Tidak cocok",
        "Isi berkas ini bukan isi laporan ini. Kode yang asli dapat saja ditempel pada dokumen palsu.",
    ),
    Verdict.LOCKED: ("Tidak cocok", "Berkas ini terkunci sandi. Laporan yang terbit tidak pernah terkunci."),
    Verdict.NOT_PDF: ("Tidak cocok", "Berkas ini bukan PDF yang utuh, jadi bukan laporan yang terbit."),
    Verdict.UNREADABLE: (
        "Tidak cocok",
        "Berkas ini berbeda dari laporan yang terbit, dan isinya tidak dapat dibaca dalam batas pemeriksaan.",
    ),
}
GENUINE = {
    Report.Status.PUBLISHED: ("Asli dan berlaku", "Berkas ini sama persis dengan laporan yang terbit."),
    Report.Status.SUPERSEDED: (
        "Asli, tetapi tidak berlaku lagi",
        "Berkas ini sama persis dengan laporan yang terbit, tetapi sudah diganti edisi yang lebih baru.",
    ),
    Report.Status.REVOKED: (
        "Asli, tetapi dicabut",
        "Berkas ini sama persis dengan laporan yang terbit, tetapi laporan itu sudah dicabut.",
    ),
}
SEAL_WORDS = {
    True: "Segelnya dari penanda tangan yang sama, tetapi berkas ini tidak ada dalam daftar laporan yang terbit.",
    False: "Segel pada berkas ini rusak, tidak meliputi seluruh berkas, atau dibuat pihak lain.",
}


@access(get=200, post=422, public=True)
class Verification(ServiceFormMixin, FormView):
    """The report to which the code belongs, and the form that takes a copy of it."""

    form_class = DocumentCheckForm
    template_name = "reports/verification.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.report = _get_report(kwargs["report_code"])

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not self.report.is_issued:
            raise Http404
        if not form.is_valid():
            return self.form_invalid(form)
        if not consume(request, action="check_document"):
            form.add_error(None, TOO_MANY)
            response = self.form_invalid(form)
            response.status_code = 429
            return response
        return self.form_valid(form)

    def save(self, form):
        check = services.request_check(self.report, form.cleaned_data["file"])
        return redirect("reports:verification_result", self.report.code, check.key)

    def get_context_data(self, **kwargs):
        report = self.report
        if not report.is_issued:
            return super().get_context_data(report=None, **kwargs)
        return super().get_context_data(
            report=report,
            is_sample=report.is_sample,
            facts=_facts(report),
            current=_current(report),
            revocation=report.status_changes.filter(to_status=Report.Status.REVOKED).last(),
            shows_picture=_shows_picture(report),
            **kwargs,
        )


@access(get=200, public=True)
class VerificationResult(DetailView):
    """What the file turned out to be; until then the page asks again by itself."""

    context_object_name = "check"

    def get_template_names(self):
        part = "_verification_result" if self.request.htmx else "verification_result"
        return [f"reports/{part}.html"]

    def get_object(self, queryset=None):
        copies = DocumentCheck.objects.filter(
            purpose=DocumentCheck.Purpose.COPY, report__code=self.kwargs["report_code"]
        )
        checks = copies.select_related("report__period", "found__period").defer("report__snapshot", "found__snapshot")
        return get_object_or_404(checks, key=self.kwargs["check_key"])

    def get_context_data(self, **kwargs):
        check, report = self.object, self.object.report
        is_genuine = check.verdict == Verdict.GENUINE
        words = GENUINE[report.status] if is_genuine else WORDS.get(check.verdict, ("", ""))
        return super().get_context_data(
            report=report,
            is_sample=report.is_sample,
            answer=words[0],
            meaning=words[1],
            is_current=is_genuine and report.status == Report.Status.PUBLISHED,
            is_genuine=is_genuine,
            current=_current(report) if is_genuine else None,
            seal="" if is_genuine else SEAL_WORDS.get(check.has_sound_seal, ""),
            facts=[("Ukuran berkas", filesize_id(check.size)), ("SHA-256 berkas", check.sha256)],
            **kwargs,
        )


@access(get=200, public=True)
def first_page(request, report_code):
    """The picture of page one, as the report was issued."""
    report = _get_report(report_code)
    if not _shows_picture(report):
        raise Http404
    return serve_file(report.first_page, name="halaman-1.png", content_type=PNG, inline=True)


def _get_report(code: str) -> Report:
    return get_object_or_404(Report.objects.select_related("period").defer("snapshot"), code=code)


def _shows_picture(report: Report) -> bool:
    """A document that is not for everybody is not shown to everybody, only confirmed to whoever holds it."""
    is_for_all = report.classification == Report.Classification.ORDINARY
    return report.is_issued and is_for_all and bool(report.first_page)


def _current(report: Report) -> Report | None:
    """The edition that counts instead of this one."""
    if report.status == Report.Status.PUBLISHED:
        return None
    return report.editions().filter(status=Report.Status.PUBLISHED).defer("snapshot").first()


def _facts(report: Report) -> list[tuple[str, str]]:
    return [
        ("Nomor", report.number),
        ("Tanggal laporan", date_format(report.dated_on, "j F Y")),
        ("Edisi", str(report.edition)),
        ("Periode", f"{report.period.get_semester_display()} {report.period.year}"),
        ("Sifat", report.get_classification_display()),
        ("Terbit", date_format(report.published_at, "j F Y")),
        ("Banyak halaman", number_id(report.page_count)),
        ("Ukuran berkas", filesize_id(report.file_size)),
        ("SHA-256 berkas", report.file_sha256),
        ("Pengesahan", report.signed_by),
    ]
