from django.http import Http404
from django.views import View

from bnn_portal.access import access


@access(get=404)
class TaskList(View):
    def get(self, request, **kwargs):
        raise Http404
