"""Every address of the portal. Paths are Indonesian, names are English."""

from django.urls import include, path

from bnn_portal import converters, health, views

__all__ = ["converters"]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("stakeholders.urls")),
    path("workshop/", include("workshops.urls")),
    path("", include("action_plans.urls")),
    path("laporan/", include("reports.urls")),
]
