"""What the office's settings look like on paper, for the leader who sets them."""

from django.contrib import messages
from django.core.files import File
from django.shortcuts import redirect, render

from bnn_portal.access import LEADER, access
from bnn_portal.downloads import serve_file
from bnn_portal.files import PNG
from bnn_portal.views import require
from reports import preview
from reports.tasks import draw_preview


@access(get=200, may={LEADER})
def office_preview(request):
    """Whether the preview is there. Its part of the page asks again until it is."""
    require("can_edit_office", request.user)
    template = "reports/_office_preview.html" if request.htmx else "reports/office_preview.html"
    return render(request, template, {"is_ready": preview.current().exists()})


@access(post=302, may={LEADER})
def office_preview_draw(request):
    require("can_edit_office", request.user)
    try:
        draw_preview.delay()
    except draw_preview.OperationalError:
        messages.error(request, "Pekerja latar belum dapat dihubungi. Coba lagi sebentar.")
    return redirect("reports:office_preview")


@access(get=200, may={LEADER})
def office_preview_picture(request):
    """The picture, or the word that it is not there yet."""
    require("can_edit_office", request.user)
    path = preview.current()
    if not path.exists():
        context = {"is_ready": False, "title": "Halaman contoh belum disusun"}
        return render(request, "reports/office_preview.html", context)
    return serve_file(File(path.open("rb"), name=str(path)), name="contoh-halaman.png", content_type=PNG, inline=True)
