from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory

from action_plans.models import (
    ActionItem,
    ActionPlan,
    Commitment,
    Evidence,
    ItemStatusChange,
    Pillar,
    PlanStatusChange,
    ProgressUpdate,
    ReportingPeriod,
)
from tests.factories.stakeholders import InstitutionFactory, UserFactory
from tests.factories.workshops import WorkshopFactory

WIB = ZoneInfo("Asia/Jakarta")


class ActionPlanFactory(factory.django.DjangoModelFactory):
    """A plan in force, agreed on 15 January 2024 (`status=` gives another)."""

    class Meta:
        model = ActionPlan
        skip_postgeneration_save = True

    workshop = factory.SubFactory(WorkshopFactory)
    title = factory.Sequence(lambda n: f"Rencana aksi uji {n}")
    status = ActionPlan.Status.IN_FORCE

    @factory.post_generation
    def agreed(plan, create, extracted, **kwargs):
        if plan.is_public:
            PlanStatusChange.objects.create(
                plan=plan,
                from_status=ActionPlan.Status.OFFERED,
                to_status=ActionPlan.Status.IN_FORCE,
                at=datetime(2024, 1, 15, 9, tzinfo=WIB),
            )


class ActionItemFactory(factory.django.DjangoModelFactory):
    """An item with a target of 10 kegiatan; `lead=` (an institution) commits to it as lead, accepted."""

    class Meta:
        model = ActionItem
        skip_postgeneration_save = True

    plan = factory.SubFactory(ActionPlanFactory)
    code = factory.Sequence(lambda n: f"RA-UJI-{n:05d}")
    title = factory.Sequence(lambda n: f"Aksi uji {n}")
    pillar = Pillar.PREVENTION
    indicator = "Jumlah kegiatan"
    unit = "kegiatan"
    target = 10
    due_on = date(2024, 6, 30)

    @factory.post_generation
    def lead(item, create, extracted, **kwargs):
        if extracted:
            CommitmentFactory(item=item, institution=extracted, role=Commitment.Role.LEAD)

    @factory.post_generation
    def supporting(item, create, extracted, **kwargs):
        for institution in extracted or ():
            CommitmentFactory(item=item, institution=institution, role=Commitment.Role.SUPPORTING)


class CommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commitment

    item = factory.SubFactory(ActionItemFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Commitment.Role.LEAD
    status = Commitment.Status.ACCEPTED


class ProgressUpdateFactory(factory.django.DjangoModelFactory):
    """An accepted update of the lead, happened on 1 March 2024, sent at noon; moves no item status.

    For `status="draft"` the sending is left out.
    """

    class Meta:
        model = ProgressUpdate

    item = factory.SubFactory(ActionItemFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Commitment.Role.LEAD
    status = ProgressUpdate.Status.ACCEPTED
    item_status = ProgressUpdate.ItemStatus.IN_PROGRESS
    value = 4
    happened_on = date(2024, 3, 1)
    narrative = "Kegiatan uji terlaksana."
    created_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["status"] != ProgressUpdate.Status.DRAFT:
            kwargs.setdefault("submitted_by", kwargs["created_by"])
            happened_on = kwargs["happened_on"]
            kwargs.setdefault(
                "submitted_at", datetime(happened_on.year, happened_on.month, happened_on.day, 12, tzinfo=WIB)
            )
            kwargs.setdefault(
                "period", ReportingPeriod.objects.get(starts_on__lte=happened_on, ends_on__gte=happened_on)
            )
        return super()._create(model_class, *args, **kwargs)


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    update = factory.SubFactory(ProgressUpdateFactory)
    file = factory.django.FileField(filename="bukti.pdf", data=b"%PDF-1.4 uji")
    original_name = "bukti.pdf"
    content_type = "application/pdf"
    uploaded_by = factory.SubFactory(UserFactory)


class ItemStatusChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemStatusChange

    item = factory.SubFactory(ActionItemFactory)
    from_status = ActionItem.Status.NOT_STARTED
    to_status = ActionItem.Status.IN_PROGRESS
    effective_on = date(2024, 3, 1)
