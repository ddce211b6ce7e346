"""What happens once the plan is in force: progress, verification, changes, periods, and the report."""

from datetime import timedelta
from functools import partial

from django.utils.formats import date_format

from action_plans import services as plans
from action_plans.models import ActionItem, Amendment, ProgressUpdate, Question, ReportingPeriod
from bnn_portal import clock
from bnn_portal.management.demo import institutions, pictures
from bnn_portal.management.demo.plan import RECORDED
from bnn_portal.management.demo.stage import Stage, decimal
from bnn_portal.management.demo.story import Asked, Change, Decided, Item, Told
from reports import services as reports
from reports.models import Report, ReportSchedule
from stakeholders.models import Institution

Status = ProgressUpdate.Status

DAYS_UNTIL_CLOSING = 21  # after the end of a period
DAYS_UNTIL_REPORT = 24


def follow_item(stage: Stage, item: Item, row: ActionItem) -> None:
    """Put what an item will go through on the calendar.

    A machine whose clock lags behind sees less of it: what is yet to come there is left out.
    """
    leading = row.commitments.leading().first()
    if leading is None:
        return
    lead = stage.key_of(leading.institution)
    for told in (*item.told, *item.told_by.get(lead, ())):
        if stage.day(told.day) >= stage.today:
            continue
        sent = stage.day(told.day) + timedelta(days=1) if told.sent is None else stage.day(told.sent)
        stage.happen(
            stage.moment(sent, 9 + row.pk % 7, row.pk * 7 % 60), partial(_tell, stage, row, told, told.by or lead)
        )
    for decided in item.decided:
        if stage.day(decided.day) < stage.today:
            stage.happen(stage.moment(decided.day, 11), partial(_settle, stage, row, decided))
    for asked in item.asked:
        if stage.day(asked.day) < stage.today:
            stage.happen(stage.moment(asked.day, 10), partial(_ask, stage, row, asked, lead))
    if item.change and stage.day(item.change.day) < stage.today:
        stage.happen(stage.moment(item.change.day, 13), partial(_propose, stage, row, item.change))


def _settle(stage: Stage, row: ActionItem, decided: Decided) -> None:
    row.refresh_from_db(fields=["status"])
    if decided.what == "cancel":
        plans.cancel_item(row, by=stage.leader, reason=decided.reason)
    elif row.status == ActionItem.Status.DONE:
        plans.reopen_item(row, by=stage.staff, reason=decided.reason)


def _ask(stage: Stage, row: ActionItem, asked: Asked, lead: str) -> None:
    asker = {"official": stage.official, "leader": stage.leader}[asked.by]
    question = plans.ask_question(row, asked.text, by=asker)
    if asked.answer:
        answered_on = clock.today() + timedelta(days=2)
        stage.happen(stage.moment(answered_on, 14), partial(_explain, stage, question, asked.answer, lead))


def _explain(stage: Stage, question: Question, answer: str, lead: str) -> None:
    plans.answer_question(question, answer, by=stage.contacts[lead])


def _tell(stage: Stage, row: ActionItem, told: Told, key: str) -> None:
    day = stage.day(told.day)
    institution, person = stage.offices[key], stage.contacts[key]
    if _is_untimely(row, institution):
        return
    before = None
    if told.corrects:
        before = (
            row.updates.filter(institution=institution, status__in=[Status.ACCEPTED, Status.RETURNED])
            .order_by("-pk")
            .first()
        )
    update = plans.start_progress(row, institution, by=person, replaces=before)
    caption = f"{institution.short_name} · {date_format(day, 'j F Y')}"
    update = plans.save_progress(
        update,
        {
            "item_status": told.state,
            "value": decimal(told.value),
            "percent": decimal(told.percent),
            "happened_on": day,
            "narrative": told.text,
            "obstacle": told.obstacle,
            "obstacle_note": told.why,
            "next_step": told.next,
        },
        by=person,
        version=update.version,
        files=[pictures.photo(photo.scene, photo.name, caption) for photo in told.photos],
        links=[told.link] if told.link else [],
    )
    if told.end == Status.DRAFT:
        return
    update = plans.submit_progress(update, by=person)
    if told.end != Status.SUBMITTED:
        decided_on = clock.today() + timedelta(days=3)
        stage.happen(stage.moment(decided_on, 16, row.pk % 60), partial(_decide, stage, update, told, key))


def _is_untimely(row: ActionItem, institution: Institution) -> bool:
    """Days counted from two ends may meet on a lagging clock: the item is done, or an update is still undecided."""
    row.refresh_from_db(fields=["status"])
    unfinished = row.updates.filter(institution=institution, status__in=[Status.DRAFT, Status.SUBMITTED])
    return not row.is_open or unfinished.exists()


def _decide(stage: Stage, update: ProgressUpdate, told: Told, key: str) -> None:
    verifier = stage.leader if key == institutions.BNN else stage.staff
    if told.end == Status.WITHDRAWN:
        plans.withdraw_progress(update, by=stage.contacts[key])
    elif told.end == Status.RETURNED:
        plans.return_progress(update, by=verifier, version=update.version, note=told.note)
    else:
        plans.accept_progress(update, by=verifier, version=update.version, note=told.note)


def _propose(stage: Stage, row: ActionItem, change: Change) -> None:
    new = {
        name: stage.day(value) if name == "due_on" else decimal(value) if name == "target" else value
        for name, value in change.new.items()
    }
    amendment = plans.propose_amendment(row, new, by=stage.staff, reason=change.reason)
    if change.consented:
        stage.happen(stage.moment(stage.day(change.day) + timedelta(days=5), 10), partial(_consent, stage, amendment))


def _consent(stage: Stage, amendment: Amendment) -> None:
    for asked in amendment.consents.select_related("institution"):
        person = stage.contacts.get(stage.key_of(asked.institution))
        plans.consent_amendment(
            amendment, asked.institution, by=person or stage.staff, source="" if person else RECORDED
        )


def close_period(stage: Stage, period: ReportingPeriod) -> None:
    """The leader closes a period when everything of it is verified; the last one may still be open."""
    day = period.ends_on + timedelta(days=DAYS_UNTIL_CLOSING)
    if day <= stage.yesterday:
        stage.happen(stage.moment(day, 15), partial(_close, stage, period))


def _close(stage: Stage, period: ReportingPeriod) -> None:
    if not period.updates.awaiting_verification().exists():
        plans.close_period(period, by=stage.leader)


def issue_report(stage: Stage) -> None:
    """The progress report of the latest period that is over, issued."""
    day = stage.reported.ends_on + timedelta(days=DAYS_UNTIL_REPORT)
    stage.happen(stage.moment(day, 17), partial(_issue, stage))


def _issue(stage: Stage) -> None:
    period = ReportingPeriod.objects.get(pk=stage.reported.pk)  # closed by now, most likely
    report = reports.render_inline(reports.request_report(period, by=stage.staff))
    report = reports.issue_report(
        report, "DATA CONTOH", clock.today(), Report.Classification.ORDINARY, by=stage.leader, version=report.version
    )
    reports.render_inline(report)


def schedule_report(stage: Stage) -> None:
    """Every first Monday from now on: not on the calendar of what has happened, because its times lie ahead."""
    rhythm = ReportSchedule.Rhythm.FIRST_MONDAY
    reports.create_schedule({"rhythm": rhythm}, [stage.official], by=stage.staff)
