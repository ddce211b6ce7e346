from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(get=404)
class PeriodList(View):
    def get(self, request, **kwargs):
        raise Http404


@access(post=404)
def period_close(request, **kwargs):
    raise Http404
