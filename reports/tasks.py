"""What the worker is called for. The truth about each job is its row."""

import gc

from celery import shared_task
from celery.signals import worker_init, worker_process_init

from reports import preview, services


@worker_init.connect
def import_renderer(**kwargs) -> None:
    """Before the worker has children: importing WeasyPrint takes a second, which each would spend on its first job."""
    from reports import versions

    versions.current()


@worker_process_init.connect
def keep_what_is_shared(**kwargs) -> None:
    """What a child got from its parent lives as long as it does; the garbage collector need not look at it again."""
    gc.freeze()


@shared_task(name="reports.tasks.render_report")
def render_report(report_id: int) -> None:
    services.render_report(report_id)


@shared_task(name="reports.tasks.sweep_reports")
def sweep_reports() -> None:
    services.sweep_reports()


@shared_task(name="reports.tasks.run_schedules")
def run_schedules() -> None:
    services.run_schedules()


@shared_task(name="reports.tasks.check_document")
def check_document(check_id: int) -> None:
    services.check_document(check_id)


@shared_task(name="reports.tasks.sweep_document_checks")
def sweep_document_checks() -> None:
    services.sweep_checks()


@shared_task(name="reports.tasks.draw_preview")
def draw_preview() -> None:
    preview.draw()
