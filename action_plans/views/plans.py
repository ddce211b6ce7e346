from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(get=404)
class PlanList(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class PlanDetail(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class PlanUpdate(View):
    def get(self, request, **kwargs):
        raise Http404


@access(post=404)
def plan_create(request, **kwargs):
    raise Http404


@access(post=404)
def plan_offer(request, **kwargs):
    raise Http404


@access(post=404)
def plan_agree(request, **kwargs):
    raise Http404


@access(post=404)
def plan_close(request, **kwargs):
    raise Http404
