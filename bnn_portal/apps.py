from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "bnn_portal"
    verbose_name = "Portal"
