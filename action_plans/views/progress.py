"""An institution reports on its item: begin, write, send, take back, throw away."""

from contextlib import suppress

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import UpdateView

from action_plans import services
from action_plans.forms.progress import ProgressForm, ProgressStartForm
from action_plans.models import ActionItem, Commitment, ProgressUpdate
from bnn_portal.access import CONTACT, WORKERS, access
from bnn_portal.exceptions import DomainError
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from stakeholders.views.drafts import DraftFormMixin

Status = ProgressUpdate.Status
# A draft is seen by its writers alone, a sent update also by these.


@access(post=302, sees=WORKERS, may={CONTACT})
def progress_create(request, item_id):
    """Open the institution's draft for an item; with `replaces` a prefilled correction."""
    # Rule and form look at the same commitments.
    commitments = Prefetch("commitments", Commitment.objects.select_related("institution"))
    items = ActionItem.objects.visible_to(request.user).prefetch_related(commitments)
    item = get_object_or_404(items, pk=item_id)
    require("can_report_progress", request.user, item)
    form = ProgressStartForm(request.POST, item=item, user=request.user)
    if not form.is_valid():
        raise Http404
    try:
        update = services.start_progress(
            item, form.chosen_institution, by=request.user, replaces=form.cleaned_data["replaces"]
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("action_plans:item_detail", item.pk)
    return redirect("action_plans:progress_update", update.pk)


@access(get=200, post=422, sees={CONTACT}, sees_foreign=(), may={CONTACT})
class ProgressUpdateView(DraftFormMixin, ServiceFormMixin, UpdateView):
    """A draft to write on; once it was sent, what was sent."""

    form_class = ProgressForm
    template_name = "action_plans/progress_update.html"
    context_object_name = "update"

    def get_object(self, queryset=None):
        return get_own_update(self.request, self.kwargs["update_id"])

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.get_form() if self.object.status == Status.DRAFT else None
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        update = self.object
        returned = update if update.status == Status.RETURNED else update.replaces
        return super().get_context_data(
            item=update.item,
            evidence=update.evidence.all(),
            return_reason=_return_reason(returned),
            may_correct=update.status in (Status.ACCEPTED, Status.RETURNED)
            and update.item.status != ActionItem.Status.CANCELLED,
            is_sample=update.item.plan.workshop.is_sample,
            **kwargs,
        )

    def save(self, form):
        update = services.save_progress(
            self.object,
            form.content,
            by=self.request.user,
            version=form.cleaned_data["version"],
            files=form.checked_files,
            links=form.links,
        )
        form.go_on_with(update)
        if "remove" in form.data:
            self._remove_evidence(form.data["remove"])
        elif form.data.get("action") == "submit":
            return self._submit(update)
        else:
            messages.success(self.request, "Draf tersimpan. Ajukan bila sudah lengkap.")
        return redirect("action_plans:progress_update", update.pk)

    def form_stale(self, form, stale):
        self._keep_uploads(form)
        return super().form_stale(form, stale)

    def form_invalid(self, form):
        self._keep_uploads(form)
        return super().form_invalid(form)

    def _submit(self, update):
        try:
            services.submit_progress(update, by=self.request.user, version=update.version)
        except DomainError:
            messages.info(self.request, "Isian Anda tersimpan sebagai draf, tetapi belum diajukan.")
            raise
        return _after_submission(self.request, update)

    def _keep_uploads(self, form):
        """Photos taken once are not asked for again because another field was wrong."""
        if form.checked_files:
            with suppress(DomainError):
                services.add_evidence(self.object, files=form.checked_files, by=self.request.user)
                form.forget_uploads()

    def _remove_evidence(self, pk):
        """The way without JavaScript: the page is saved first, so that nothing typed is lost."""
        evidence = self.object.evidence.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        if evidence is not None:
            services.delete_evidence(evidence, by=self.request.user)
            messages.success(self.request, f"Draf tersimpan, {evidence.title} dihapus.")


@access(post=302, sees={CONTACT}, sees_foreign=(), may={CONTACT})
def progress_submit(request, update_id):
    update = get_own_update(request, update_id)
    try:
        services.submit_progress(update, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("action_plans:progress_update", update.pk)
    return _after_submission(request, update)


@access(post=302, sees={CONTACT}, sees_foreign=(), may={CONTACT})
def progress_discard(request, update_id):
    update = get_own_update(request, update_id)
    with refusal_as_message(request):
        services.discard_progress(update, by=request.user)
        messages.success(request, "Draf dibuang.")
    return redirect("action_plans:task_list")


@access(post=302, sees=WORKERS, may={CONTACT})
def progress_withdraw(request, update_id):
    update = get_own_update(request, update_id)
    with refusal_as_message(request):
        services.withdraw_progress(update, by=request.user)
        messages.success(request, "Laporan ditarik. Pilih “Perbarui status” untuk memperbaikinya.")
    return redirect("action_plans:task_list")


def get_own_update(request, update_id):
    """The update, for those who write it."""
    updates = ProgressUpdate.objects.visible_to(request.user)
    related = updates.select_related("item__plan__workshop", "institution", "replaces")
    update = get_object_or_404(related, pk=update_id)
    require("can_write_progress", request.user, update)
    return update


def _after_submission(request, update):
    messages.success(request, f"Laporan {update.item.code} diajukan. BNN Kota Malang akan memeriksanya.")
    return redirect("action_plans:task_list")


def _return_reason(update):
    """Why BNN returned the update; None if it did not."""
    if update is None or update.status != Status.RETURNED:
        return None
    return update.status_changes.filter(to_status=Status.RETURNED).values_list("note", flat=True).last()
