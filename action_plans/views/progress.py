from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(get=404)
class ProgressUpdateForm(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class VerificationQueue(View):
    def get(self, request, **kwargs):
        raise Http404


@access(post=404)
def evidence_delete(request, **kwargs):
    raise Http404


@access(post=404)
def evidence_download(request, **kwargs):
    raise Http404


@access(post=404)
def evidence_thumbnail(request, **kwargs):
    raise Http404


@access(post=404)
def progress_accept(request, **kwargs):
    raise Http404


@access(post=404)
def progress_create(request, **kwargs):
    raise Http404


@access(post=404)
def progress_discard(request, **kwargs):
    raise Http404


@access(post=404)
def progress_return(request, **kwargs):
    raise Http404


@access(post=404)
def progress_submit(request, **kwargs):
    raise Http404


@access(post=404)
def progress_withdraw(request, **kwargs):
    raise Http404
