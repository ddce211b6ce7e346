"""What a load balancer or a watchman asks: is the process alive, and can the portal do its work?"""

import os
import shutil

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError

from bnn_portal.access import access
from bnn_portal.embedded import LEAST_FREE_BYTES

# An idle worker answers within milliseconds; its main process also answers while all its children render.
WORKER_ANSWER_SECONDS = 1.0


def is_database_up() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_broker_up() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def has_room() -> bool:
    folder = settings.DATA_DIR
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_FREE_BYTES


def is_worker_up() -> bool:
    """Whether any worker answers a ping, which travels through the broker and back."""
    try:
        return bool(current_app.control.inspect(timeout=WORKER_ANSWER_SECONDS, limit=1).ping())
    except (OperationalError, OSError):
        return False


@access(public=True, get=200)
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@access(public=True, get=200)
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where every part answers, otherwise 503; either way the body says which."""
    broker = is_broker_up()
    parts = {
        "database": is_database_up(),
        "broker": broker,
        "disk": has_room(),
        "worker": broker and is_worker_up(),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
