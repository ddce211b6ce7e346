"""What the worker is called for. The truth about each job is its row."""

from celery import shared_task

from reports import services


@shared_task(name="reports.tasks.render_report")
def render_report(report_id: int) -> None:
    services.render_report(report_id)


@shared_task(name="reports.tasks.sweep_reports")
def sweep_reports() -> None:
    services.sweep_reports()


@shared_task(name="reports.tasks.run_schedules")
def run_schedules() -> None:
    services.run_schedules()
