"""The reports: asked for, watched while they are made, issued, and handed out."""

from collections.abc import Mapping

import rules
from django.contrib import messages
from django.db.models import Count, Window
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.generic import DetailView, FormView, ListView, UpdateView

from bnn_portal.access import BNN, LEADER, access
from bnn_portal.downloads import serve_file
from bnn_portal.files import PDF
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from reports import changes, documents, services
from reports.forms import ReportFilter, ReportForm, ReportIssueForm, ReportSignForm
from reports.models import DocumentCheck, Report, ReportStatusChange
from reports.views.history import moves_of

# Names on one page; the count beside them is complete.
DOWNLOADS_SHOWN = 20


@access(get=200)
class ReportList(ListView):
    template_name = "reports/report_list.html"
    context_object_name = "reports"
    paginate_by = 20

    def get_queryset(self):
        reports = Report.objects.visible_to(self.request.user).select_related("period").defer("snapshot")
        self.filter = ReportFilter(self.request.GET, reports)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        may_request = rules.test_rule("reports.request_report", self.request.user)
        return super().get_context_data(filter=self.filter, may_request=may_request, **kwargs)


@access(get=200, post=422, may=BNN)
class ReportCreate(ServiceFormMixin, FormView):
    """The kind stands in the address, so that other pages can lead here with the choice made."""

    form_class = ReportForm
    template_name = "reports/report_create.html"

    def dispatch(self, request, *args, **kwargs):
        require("reports.request_report", request.user)
        asked = request.GET.get("kind")
        self.kind = Report.Kind(asked) if asked in Report.Kind else Report.Kind.PROGRESS
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {"kind": self.kind, **super().get_form_kwargs()}

    def get_initial(self):
        """What the address chooses, and the texts of the last report of the kind: an office repeats most of them."""
        last = Report.objects.filter(kind=self.kind).values("legal_basis", "copies_to").first() or {}
        return {**last, **{name: self.request.GET.get(name) for name in ("institution", "workshop", "period")}}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = reverse("reports:report_list")
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.kind, kinds=Report.Kind, **kwargs)

    def save(self, form):
        chosen, user = form.cleaned_data, self.request.user
        if self.kind == Report.Kind.WORKSHOP:
            report = services.request_workshop_report(**chosen, by=user)
        else:
            report = services.request_report(**chosen, kind=self.kind, by=user)
        if other := _other_choices(report, chosen):
            messages.warning(
                self.request,
                f"Laporan ini sudah diminta {report.requested_by.name} dan sedang disusun, jadi permintaan Anda "
                f"digabung. Pilihan Anda berbeda dan tidak dipakai: {', '.join(other)}. Isi laporan di bawah "
                "menunjukkan yang disusun. Setelah selesai, minta lagi dengan pilihan Anda.",
            )
        elif report.requested_by_id == user.pk:
            messages.success(self.request, "Permintaan tersimpan. Kemajuan laporan tampil di halaman ini.")
        else:
            messages.success(
                self.request,
                f"{report.requested_by.name} sudah meminta laporan yang sama, jadi permintaan Anda digabung. "
                "Surel tentang hasilnya dikirim juga kepada Anda.",
            )
        return redirect("reports:report_detail", report.pk)


def _other_choices(report: Report, chosen: Mapping[str, object]) -> list[str]:
    """What was chosen otherwise than the report has it, by name: only a request that joined another one differs."""
    names = [name for name in ("paper", "has_photos", *report.TEXTS) if name in chosen]
    return [report._meta.get_field(name).verbose_name for name in names if getattr(report, name) != chosen[name]]


@access(get=200)
class ReportDetail(DetailView):
    template_name = "reports/report_detail.html"
    pk_url_kwarg = "report_id"

    def get_queryset(self):
        reports = Report.objects.visible_to(self.request.user).with_sentence()
        return reports.select_related("period", "requested_by").defer("snapshot")

    def get_context_data(self, **kwargs):
        report, user = self.object, self.request.user
        editions = list(report.editions().defer("snapshot"))
        replaced, replaced_by = _neighbours(report, editions)
        context = {
            "is_sample": report.is_sample,
            "facts": _facts(report),
            "editions": [edition for edition in editions if edition.pk != report.pk],
            "replaced": replaced,
            "replaced_by": replaced_by,
            "has_previous": report.kind in documents.COMPARED
            and Report.objects.visible_to(user).before(report).exists(),
            "current": next((edition for edition in editions if edition.status == Report.Status.PUBLISHED), None),
            "revocation": _revocation(report),
            "may_issue": rules.test_rule("reports.issue_report", user, report),
            "may_revoke": rules.test_rule("reports.revoke_report", user, report),
            "may_discard": rules.test_rule("reports.discard_report", user, report),
            "may_retry": rules.test_rule("reports.retry_report", user, report),
            "may_cancel": rules.test_rule("reports.cancel_report", user, report),
            "may_see_history": rules.test_rule("reports.see_report_history", user, report),
        }
        if context["may_see_history"]:
            # Counted along with the rows, so that the page asks once.
            newest = report.downloads.select_related("user").annotate(total=Window(Count("pk")))
            downloads = list(newest[:DOWNLOADS_SHOWN])
            context |= {
                "is_being_checked": report.status == Report.Status.AWAITING_SIGNATURE
                and report.checks.filter(purpose=DocumentCheck.Purpose.SIGNED, verdict="").exists(),
                "history": _history(report),
                "downloads": downloads,
                "download_count": downloads[0].total if downloads else 0,
            }
        return super().get_context_data(**context, **kwargs)


def _revocation(report: Report) -> ReportStatusChange | None:
    if report.status != Report.Status.REVOKED:
        return None
    return report.status_changes.filter(to_status=Report.Status.REVOKED).last()


def _neighbours(report: Report, editions: list[Report]) -> tuple[Report | None, Report | None]:
    """The edition that this one superseded, and the one that superseded it. `editions` are the issued ones of the
    period, newest first; a revoked edition was withdrawn before the next one came, so nothing superseded it."""
    if not report.is_issued:
        return None, None
    older = next((one for one in editions if one.edition < report.edition), None)
    newer = next((one for one in reversed(editions) if one.edition > report.edition), None)
    superseded = Report.Status.SUPERSEDED
    return (
        older if older and older.status == superseded else None,
        newer if report.status == superseded else None,
    )


def _facts(report: Report) -> list[tuple[str, object]]:
    facts = [
        ("Periode", f"{report.period.get_semester_display()} {report.period.year}"),
        ("Keadaan per", date_format(report.as_of, "j F Y")),
        ("Kertas", report.get_paper_display()),
    ]
    if documents.KINDS[report.kind].may_have_photos:
        facts.append(("Foto bukti", "Disertakan" if report.has_photos else "Tanpa foto"))
    if report.dated_on:
        facts += [
            ("Edisi", report.edition),
            ("Nomor", report.number),
            ("Tanggal laporan", date_format(report.dated_on, "j F Y")),
            ("Sifat", report.get_classification_display()),
            ("Pengesahan", report.signed_by),
        ]
    texts = [(report._meta.get_field(name), getattr(report, name)) for name in report.TEXTS]
    return facts + [(capfirst(field.verbose_name), text) for field, text in texts if text]


def _history(report: Report) -> list[dict[str, object]]:
    """Newest first."""
    joins = [
        {"at": join.created_at, "by": join.user.name, "title": "Ikut meminta"}
        for join in report.joins.select_related("user")
    ]
    entries = sorted([*moves_of(report), *joins], key=lambda entry: entry["at"], reverse=True)
    return [*entries, {"at": report.created_at, "by": report.requested_by.name, "title": "Diminta"}]


@access(get=200)
class ReportChanges(DetailView):
    """What changed since the edition before, for whoever may read both."""

    template_name = "reports/report_changes.html"
    context_object_name = "report"
    pk_url_kwarg = "report_id"

    def get_queryset(self):
        compared = Report.objects.filter(kind__in=documents.COMPARED)
        return compared.visible_to(self.request.user).select_related("period")

    def get_context_data(self, **kwargs):
        report = self.object
        readable = Report.objects.visible_to(self.request.user)
        previous = readable.before(report).select_related("period").first()
        if previous is not None:
            before, now = documents.read_snapshot(previous.snapshot), documents.read_snapshot(report.snapshot)
            kwargs["comparison"] = changes.compare(before, now)
        return super().get_context_data(previous=previous, is_sample=report.is_sample, **kwargs)


@access(get=200)
def report_progress(request, report_id):
    """The part of the page that follows the work. Once that is over the whole page is asked for again."""
    report = _get_report(request, report_id)
    response = render(request, "reports/report_progress.html", {"report": report})
    if request.htmx and not report.is_in_work:
        response["HX-Refresh"] = "true"
    return response


@access(get=200, post=422, may={LEADER})
class ReportIssue(ServiceFormMixin, UpdateView):
    form_class = ReportIssueForm
    template_name = "reports/report_issue.html"
    context_object_name = "report"

    def get_object(self, queryset=None):
        report = _get_report(self.request, self.kwargs["report_id"])
        require("reports.issue_report", self.request.user, report)
        return report

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = reverse("reports:report_detail", args=[self.object.pk])
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_sample=self.object.is_sample, title=self.object.title, **kwargs)

    def save(self, form):
        report = services.issue_report(self.object, **form.cleaned_data, by=self.request.user)
        messages.success(self.request, "Laporan sedang diterbitkan. Kemajuannya tampil di halaman ini.")
        return redirect("reports:report_detail", report.pk)


@access(get=200, post=422, may={LEADER})
class ReportSign(ServiceFormMixin, FormView):
    """Takes the document that was downloaded and signed outside; the worker looks at it and publishes it."""

    form_class = ReportSignForm
    template_name = "reports/report_sign.html"

    def dispatch(self, request, *args, **kwargs):
        self.report = _get_report(request, kwargs["report_id"])
        require("reports.issue_report", request.user, self.report)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = reverse("reports:report_detail", args=[self.report.pk])
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, is_sample=self.report.is_sample, **kwargs)

    def save(self, form):
        services.submit_signed(self.report, form.cleaned_data["file"], by=self.request.user)
        messages.success(self.request, "Berkas diterima. Portal memeriksa tanda tangannya, lalu menerbitkan laporan.")
        return redirect("reports:report_detail", self.report.pk)


@access(post=302, may={LEADER})
def report_recall(request, report_id):
    report = _get_report(request, report_id)
    require("reports.issue_report", request.user, report)
    return _act(request, report, services.recall_report, "Penandatanganan dibatalkan. Draf disusun lagi.")


@access(post=302, may=BNN)
def report_cancel(request, report_id):
    report = _get_report(request, report_id)
    require("reports.cancel_report", request.user, report)
    return _act(request, report, services.cancel_report, "Permintaan laporan dibatalkan.")


@access(post=302, may=BNN)
def report_discard(request, report_id):
    report = _get_report(request, report_id)
    require("reports.discard_report", request.user, report)
    return _act(request, report, services.discard_report, "Draf laporan dibuang.")


@access(post=302, may=BNN)
def report_retry(request, report_id):
    report = _get_report(request, report_id)
    require("reports.retry_report", request.user, report)
    return _act(request, report, services.retry_report, "Laporan antre lagi.")


@access(post=302, may={LEADER})
def report_revoke(request, report_id):
    report = _get_report(request, report_id)
    require("reports.revoke_report", request.user, report)
    return _act(request, report, services.revoke_report, "Laporan dicabut.", reason=request.POST.get("note", ""))


@access(get=200)
def report_download(request, report_id):
    """The document, as an attachment; each download of an issued one is recorded."""
    report = _get_report(request, report_id)
    require("reports.download_report", request.user, report)
    response = serve_file(report.file, name=documents.file_name(report), content_type=PDF)
    if request.method == "GET":
        services.record_download(report, by=request.user)
    return response


def _get_report(request, report_id: int) -> Report:
    reports = Report.objects.visible_to(request.user).select_related("period").defer("snapshot")
    return get_object_or_404(reports, pk=report_id)


def _act(request, report: Report, service, done: str, **kwargs):
    with refusal_as_message(request):
        service(report, by=request.user, **kwargs)
        messages.success(request, done)
    return redirect("reports:report_detail", report.pk)
