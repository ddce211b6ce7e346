"""Reports at every point of their life, over a plan of a few items."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from action_plans.models import ActionItem, ActionPlan, Pillar, ReportingPeriod
from bnn_portal import clock
from reports import examining, services, signing
from reports.management.commands.make_seal import self_made_seal
from reports.models import Report, ReportSchedule
from reports.services.sealing import FinalDocument, signer_columns
from stakeholders.models import Membership
from tests.factories import ActionItemFactory, ActionPlanFactory, ProgressUpdateFactory
from tests.factories.action_plans import ItemStatusChangeFactory
from tests.reports import papers
from workshops.models import Workshop

DATED_ON = date(2024, 7, 8)
SEALED_AT = datetime(2024, 7, 8, 2, 30, tzinfo=UTC)
# What the review copy of these tests consists of where nobody looks into it.
DOCUMENT = b"%PDF-1.4 uji"


@pytest.fixture
def period(db) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=2024, semester=ReportingPeriod.Semester.B06)


@pytest.fixture
def plan(db) -> ActionPlan:
    return ActionPlanFactory()


@pytest.fixture
def add_item(plan):
    """`add_item(status, **fields)`: an item of the plan that reached that status on 1 March 2024, reported that day."""

    def add(status: str, *, value: int | None = None, **fields) -> ActionItem:
        fields = {"plan": plan, "status": status, "due_on": date(2024, 5, 31), **fields}
        item = ActionItemFactory(**fields)
        if status != ActionItem.Status.NOT_STARTED:
            ItemStatusChangeFactory(item=item, to_status=status)
        if value is not None:
            ProgressUpdateFactory(item=item, institution=fields["lead"], value=value)
        return item

    return add


@pytest.fixture
def items(add_item, dinas, polresta):
    """Four public items of two institutions and a restricted one: done, late, blocked and late, due later."""
    return {
        "done": add_item("done", lead=dinas, title="Sosialisasi di sekolah", value=10),
        "late": add_item("in_progress", lead=dinas, title="Satgas kelurahan", value=4),
        "blocked": add_item("blocked", lead=polresta, title="Tes urine berkala", value=5, due_on=date(2024, 12, 31)),
        "later": add_item("not_started", lead=polresta, title="Konten kreatif", due_on=date(2024, 12, 31)),
        "restricted": add_item(
            "in_progress", lead=polresta, title="Operasi rahasia", pillar=Pillar.ERADICATION, is_restricted=True
        ),
    }


@pytest.fixture
def event(plan) -> Workshop:
    """A documented event, with times and minutes."""
    event = plan.workshop
    event.status, event.minutes = Workshop.Status.DOCUMENTED, "isi notula rahasia"
    event.start_time, event.end_time = time(9), time(15, 30)
    event.save()
    return event


@pytest.fixture
def ask(items, event, period, staff, dinas):
    """`ask(kind, **texts)`: a request for a report of that kind, of the same office or event each time."""

    def ask(kind: str, **texts: str) -> Report:
        if kind == Report.Kind.WORKSHOP:
            return services.request_workshop_report(Workshop.objects.get(pk=event.pk), by=staff, **texts)
        institution = dinas if kind == Report.Kind.INSTITUTION else None
        return services.request_report(period, by=staff, kind=kind, institution=institution, **texts)

    return ask


@pytest.fixture
def queued(period, staff) -> Report:
    return services.request_report(period, by=staff)


@pytest.fixture
def rendering(queued) -> Report:
    return services.claim_report(queued.pk)


def finished(report: Report) -> Report:
    """The report after a worker claimed it and handed in a document."""
    services.finish_render(services.claim_report(report.pk), DOCUMENT, 3, made_with={})
    report.refresh_from_db()
    return report


def issued(report: Report, leader) -> Report:
    """A review copy, issued and published."""
    return finished(services.issue_report(report, "B/12/VII/2024", DATED_ON, "ordinary", by=leader))


@pytest.fixture
def ready(queued) -> Report:
    return finished(queued)


@pytest.fixture
def published(ready, leader) -> Report:
    return issued(ready, leader)


@pytest.fixture
def failed(rendering) -> Report:
    services.fail_render(rendering, "Ruang penyimpanan penuh.")
    rendering.refresh_from_db()
    return rendering


@pytest.fixture
def schedule(official, staff) -> ReportSchedule:
    """Every first Monday, for the official; made a week before 1 July 2024, which is one."""
    with clock.at(datetime(2024, 6, 24, 2, 0, tzinfo=UTC)):
        Membership.objects.filter(user=official).update(starts_on=date(2024, 1, 1))
        return services.create_schedule({"rhythm": ReportSchedule.Rhythm.FIRST_MONDAY}, [official], by=staff)


@pytest.fixture(scope="session")
def seal_file(tmp_path_factory) -> Path:
    """The key of an office, made as `manage make_seal` makes one."""
    path = tmp_path_factory.mktemp("segel") / "segel.p12"
    path.write_bytes(self_made_seal("Segel Uji (tidak tersertifikasi)", ""))
    return path


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    """A rendered document with room for the seal."""
    return papers.draw(add_field=signing.add_field)


@pytest.fixture(scope="session")
def sealed(unsealed, seal_file) -> bytes:
    return signing.sign(unsealed, key_file=seal_file, password="", moment=SEALED_AT)


@pytest.fixture(scope="session")
def signer(sealed, unsealed, tmp_path_factory) -> dict[str, str]:
    """What the row records of that seal."""
    folder = tmp_path_factory.mktemp("periksa")
    (folder / "a.pdf").write_bytes(unsealed)
    (folder / "b.pdf").write_bytes(sealed)
    return signer_columns(examining.check_signed(folder / "a.pdf", folder / "b.pdf")["signatures"][0])


@pytest.fixture
def seal_edition(period, staff, leader, unsealed, sealed, signer, settings, seal_file):
    """`seal_edition()`: a published edition whose file is the sealed document (or another one of that kind)."""
    settings.SEAL_FILE = str(seal_file)

    def seal(content: bytes = sealed, rendered: bytes = unsealed, classification: str = "ordinary") -> Report:
        copy = finished(services.request_report(period, by=staff))
        services.issue_report(copy, "B/12/VII/2024", DATED_ON, classification, by=leader)
        final = FinalDocument(content, b"\x89PNG gambar", signer)
        services.finish_render(services.claim_report(copy.pk), rendered, 1, made_with={}, final=final)
        copy.refresh_from_db()
        return copy

    return seal


@pytest.fixture
def edition(seal_edition) -> Report:
    return seal_edition()


@pytest.fixture(scope="session")
def unsigned() -> bytes:
    """A rendered document that is to be signed outside."""
    return papers.draw(add_field=signing.add_form)


@pytest.fixture
def awaiting(ready, leader, unsigned) -> Report:
    """Waits for the leader's signature."""
    services.issue_report(ready, "B/12/VII/2024", DATED_ON, "ordinary", "outside", by=leader)
    final = FinalDocument(unsigned, b"\x89PNG gambar")
    services.finish_render(services.claim_report(ready.pk), unsigned, 1, made_with={}, final=final)
    ready.refresh_from_db()
    return ready
