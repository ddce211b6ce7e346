"""Papers and photos of a workshop: the page to add them, and the doors through which they leave."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from bnn_portal.access import BNN, access
from bnn_portal.downloads import file_response, thumbnail_response
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from workshops import services
from workshops.forms import DocumentForm
from workshops.models import Document
from workshops.views.fetch import get_editable_workshop


@access(get=200, post=422, may=BNN)
class WorkshopDocuments(ServiceFormMixin, FormView):
    form_class = DocumentForm
    template_name = "workshops/workshop_documents.html"

    def dispatch(self, request, *args, **kwargs):
        self.workshop = get_editable_workshop(request, kwargs["workshop_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            workshop=self.workshop,
            is_sample=self.workshop.is_sample,
            documents=self.workshop.documents.all(),
            **kwargs,
        )

    def save(self, form):
        data = form.cleaned_data
        documents = services.add_documents(
            self.workshop, data["files"], data["kind"], data["caption"], by=self.request.user
        )
        messages.success(self.request, f"{len(documents)} berkas tersimpan.")
        return redirect("workshops:workshop_documents", self.workshop.pk)


@access(get=200)
def document_download(request, document_id):
    return file_response(_get_document(request, document_id))


@access(get=200)
def document_thumbnail(request, document_id):
    return thumbnail_response(_get_document(request, document_id))


@access(post=302, may=BNN)
def document_delete(request, document_id):
    document = _get_document(request, document_id)
    require("can_edit_workshop", request.user, document.workshop)
    with refusal_as_message(request):
        services.delete_document(document, by=request.user)
        messages.success(request, f"{document.original_name} dihapus.")
    return redirect("workshops:workshop_documents", document.workshop_id)


def _get_document(request, document_id: int) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).select_related("workshop"), pk=document_id)
