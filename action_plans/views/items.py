from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(get=404)
class ItemCreate(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class ItemList(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class ItemDetail(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class ItemFacts(View):
    def get(self, request, **kwargs):
        raise Http404


@access(get=404)
class ItemUpdate(View):
    def get(self, request, **kwargs):
        raise Http404


@access(post=404)
def item_reassign(request, **kwargs):
    raise Http404


@access(post=404)
def item_withdraw(request, **kwargs):
    raise Http404


@access(post=404)
def item_cancel(request, **kwargs):
    raise Http404


@access(post=404)
def item_reopen(request, **kwargs):
    raise Http404
