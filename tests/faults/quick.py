"""The portal's own Celery application on a faster clock: what takes a minute takes seconds, all else is as it is."""

from datetime import timedelta

import django

django.setup()

from bnn_portal.celery import app  # noqa: E402
from reports.services import notices, rendering  # noqa: E402

rendering.LEASE = timedelta(seconds=3)
rendering.UNHEARD = timedelta(seconds=1)
rendering.HEARTBEAT_SECONDS = 0.2
notices.RESEND_AFTER = timedelta(seconds=2)

app.conf.beat_schedule = {
    "sweep-reports": {"task": "reports.tasks.sweep_reports", "schedule": 1.0, "options": {"expires": 1}}
}
