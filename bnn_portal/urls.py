"""Every address of the portal. Paths are Indonesian, names are English."""

from django.urls import include, path

from bnn_portal import converters, health
from reports.views import public, style_guide

__all__ = ["converters"]

handler500 = "bnn_portal.views.server_error"

urlpatterns = [
    path("", public.Home.as_view(), name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("gaya/", style_guide.StyleGuide.as_view(), name="style_guide"),
    path("", include("stakeholders.urls")),
    path("workshop/", include("workshops.urls")),
    path("", include("action_plans.urls")),
    path("", include("reports.urls")),
]
