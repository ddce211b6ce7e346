from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(post=404)
def commitment_answer(request, **kwargs):
    raise Http404
