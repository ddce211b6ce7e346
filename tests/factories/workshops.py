from datetime import date

import factory

from tests.factories.stakeholders import InstitutionFactory, UserFactory
from workshops.models import Attendance, Document, Invitation, Outcome, Session, Workshop


class WorkshopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workshop

    theme = factory.Sequence(lambda n: f"Workshop uji {n}")
    held_on = date(2023, 12, 6)
    venue = "Balai Uji"
    organiser = factory.SubFactory(InstitutionFactory)
    status = Workshop.Status.HELD


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    workshop = factory.SubFactory(WorkshopFactory)
    title = "Paparan uji"


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    workshop = factory.SubFactory(WorkshopFactory)
    institution = factory.SubFactory(InstitutionFactory)
    status = Invitation.Status.SENT


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    workshop = factory.SubFactory(WorkshopFactory)
    institution = factory.SubFactory(InstitutionFactory)
    person_name = factory.Sequence(lambda n: f"Peserta Uji {n}")


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outcome

    workshop = factory.SubFactory(WorkshopFactory)
    kind = Outcome.Kind.ACTION
    text = factory.Sequence(lambda n: f"Hasil uji {n}")


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    workshop = factory.SubFactory(WorkshopFactory)
    kind = Document.Kind.PAPER
    file = factory.django.FileField(filename="materi.pdf", data=b"%PDF-1.4 uji")
    original_name = "materi.pdf"
    content_type = "application/pdf"
    uploaded_by = factory.SubFactory(UserFactory)
