"""The project: wiring, and the few things every app needs. It imports no app outside `urls` and `management`."""

from bnn_portal.celery import app as celery_app

__all__ = ["celery_app"]
