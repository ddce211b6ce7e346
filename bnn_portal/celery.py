"""The Celery application. Queues and limits are in settings; the truth about every job is its row in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bnn_portal.settings")

app = Celery("bnn_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
