from datetime import date

import factory

from stakeholders.models import Appointment, Institution, Membership, Sector, User

PASSWORD = "rahasia-untuk-uji-coba"


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Dinas Uji {n}")
    short_name = factory.LazyAttribute(lambda row: row.name[:60])
    kind = Institution.Kind.REGIONAL_AGENCY
    sector = Sector.GOVERNMENT


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"akun{n}@contoh.example")
    name = factory.Sequence(lambda n: f"Akun Uji {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    capacity = Membership.Capacity.CONTACT_PERSON
    starts_on = date(2023, 1, 1)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    institution = factory.SubFactory(InstitutionFactory)
    position_title = "Kepala Bidang Uji"
    person_name = "Pejabat Uji"
    starts_on = date(2023, 1, 1)
