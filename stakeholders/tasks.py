"""What the worker does for accounts."""

from celery import shared_task

from stakeholders import services


@shared_task(name="stakeholders.tasks.discard_old_drafts")
def discard_old_drafts() -> None:
    services.discard_old_drafts()
