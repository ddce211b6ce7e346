from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.utils import timezone

from bnn_portal import clock
from bnn_portal.exceptions import DomainError, StaleEdit
from stakeholders import services
from stakeholders.models import AccountInvitation, Institution, Membership, Sector, User
from tests.factories import AppointmentFactory, InstitutionFactory, MembershipFactory, UserFactory

PASSWORD = "tujuh payung biru"


def invited(email):
    return User.objects.get(email=email)


# Inviting


def test_the_link_is_mailed_and_only_its_hash_is_kept(invite):
    invitation, path = invite()
    link_token = path.split("/")[2]
    assert len(link_token) >= 43
    stored = AccountInvitation.objects.filter(pk=invitation.pk).values().get()
    assert link_token not in str(stored)
    services.send_invitation(invitation, services.invitation_link(link_token))
    assert link_token in mail.outbox[0].body
    assert mail.outbox[0].to == ["baru@contoh.example"]
    assert "Narahubung, Dinas Pendidikan Uji" in mail.outbox[0].body


def test_an_invitation_lasts_fourteen_days(invite):
    invitation, _ = invite()
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23), tick=False):
        services.check_open(invitation)
    with (
        time_machine.travel(timezone.now() + timedelta(days=14, seconds=1), tick=False),
        pytest.raises(services.InvitationClosed, match="sudah lewat"),
    ):
        services.check_open(invitation)


def test_an_invitation_does_not_outlive_the_account_that_sent_it(invite):
    invitation, _ = invite()
    invitation.invited_by.is_active = False
    with pytest.raises(services.InvitationClosed, match="tidak berlaku lagi"):
        services.check_open(invitation)


def test_nobody_is_invited_to_report_for_bnn_itself(invite, office):
    with pytest.raises(DomainError, match="akun BNN"):
        invite(institution=office)


def test_addresses_are_kept_in_lower_case(invite):
    assert invite("Baru@Contoh.Example")[0].email == "baru@contoh.example"


def test_the_same_invitation_is_not_opened_twice(invite):
    invite()
    with pytest.raises(DomainError, match="masih terbuka"):
        invite()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_double_click_invites_once(invite):
    together, answers = Barrier(8), []

    def click():
        together.wait()
        try:
            invite()
            answers.append("invited")
        except DomainError:
            answers.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["invited"] + ["refused"] * 7


def test_a_name_adds_no_paragraph_to_the_mail(invite):
    invitation, _ = invite(name="Orang Baru\r\n\nKlik  alamat lain")
    assert invitation.name == "Orang Baru Klik alamat lain"


def test_who_already_acts_for_the_institution_is_not_invited_again(invite, contact_person):
    with pytest.raises(DomainError, match="sudah bertugas untuk Dinas Pendidikan Uji"):
        invite(contact_person.email)


def test_bnn_accounts_are_not_invited_to_institutions_nor_the_reverse(invite, staff, leader, contact_person):
    with pytest.raises(DomainError, match="akun BNN"):
        invite(staff.email)
    with pytest.raises(DomainError, match="akun sebuah instansi"):
        invite(contact_person.email, role=User.Role.STAFF)


def test_inactive_accounts_and_institutions_are_not_invited(invite, contact_person, dinas):
    contact_person.is_active = False
    contact_person.save()
    with pytest.raises(DomainError, match="dinonaktifkan"):
        invite(contact_person.email)
    dinas.is_active = False
    dinas.save()
    with pytest.raises(DomainError, match="nonaktif"):
        invite()


def test_only_forkopimda_has_officials(invite, dinas, polresta):
    invite(institution=polresta, capacity=Membership.Capacity.OFFICIAL)
    with pytest.raises(DomainError, match="bukan anggota Forkopimda"):
        invite(institution=dinas, capacity=Membership.Capacity.OFFICIAL)


def test_an_invitation_is_for_bnn_or_for_an_institution_and_never_both(invite, dinas):
    with pytest.raises(DomainError, match="Pilih peran di BNN"):
        invite(institution=dinas, capacity=Membership.Capacity.CONTACT_PERSON, role=User.Role.STAFF)


def test_an_absent_mail_server_leaves_the_invitation_to_be_sent_again(invite, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    invitation, path = invite()
    with pytest.raises(services.MailNotSent, match="belum terkirim"):
        services.send_invitation(invitation, path)
    assert AccountInvitation.objects.open(timezone.now()).get() == invitation


def test_renewing_gives_a_new_link_and_kills_the_old_one(invite, leader):
    invitation, path = invite()
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        renewed, link = services.renew_invitation(invitation, by=leader)
        services.check_open(renewed)
    assert services.find_invitation(path.split("/")[2]) is None
    assert services.find_invitation(link.split("/")[-2]) == invitation


# Answering


def test_accepting_makes_an_account_with_a_verified_address_and_the_membership(invite, dinas):
    invitation, _ = invite()
    user = services.accept_invitation(invitation, name="Nama Sendiri", password=PASSWORD)
    assert (user.name, user.role, user.check_password(PASSWORD)) == ("Nama Sendiri", "", True)
    assert EmailAddress.objects.get(user=user).verified
    membership = user.memberships.get()
    assert (membership.institution, membership.capacity) == (dinas, Membership.Capacity.CONTACT_PERSON)
    invitation.refresh_from_db()
    assert invitation.accepted_by == user


def test_accepting_for_bnn_gives_the_role_and_no_membership(invite, leader):
    invitation, _ = invite(by=leader, role=User.Role.STAFF)
    user = services.accept_invitation(invitation, name="Staf Baru", password=PASSWORD)
    assert user.role == User.Role.STAFF
    assert not user.memberships.exists()


def test_an_invitation_is_used_once(invite):
    invitation, _ = invite()
    services.accept_invitation(invitation, name="Orang Baru", password=PASSWORD)
    with pytest.raises(services.InvitationClosed, match="sudah dipakai"):
        services.accept_invitation(invitation, name="Orang Lain", password=PASSWORD)


def test_a_revoked_invitation_cannot_be_used_renewed_or_revoked_again(invite, staff):
    invitation, _ = invite()
    services.revoke_invitation(invitation, by=staff)
    for answer in (
        lambda: services.accept_invitation(invitation, name="Orang Baru", password=PASSWORD),
        lambda: services.renew_invitation(invitation, by=staff),
        lambda: services.revoke_invitation(invitation, by=staff),
    ):
        with pytest.raises(services.InvitationClosed, match="dicabut"):
            answer()
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_existing_account_takes_up_a_second_task(invite, outsider, dinas):
    invitation, _ = invite(outsider.email)
    services.accept_invitation_with_account(invitation, by=outsider)
    assert set(outsider.memberships.values_list("institution__short_name", flat=True)) == {
        "Polresta",
        "Dinas Pendidikan",
    }


def test_nobody_takes_up_anothers_invitation(invite, outsider):
    invitation, _ = invite()
    with pytest.raises(DomainError, match="Undangan ini untuk baru@"):
        services.accept_invitation_with_account(invitation, by=outsider)


def test_an_address_that_got_an_account_meanwhile_is_not_taken_over(invite):
    invitation, _ = invite()
    UserFactory(email="baru@contoh.example")
    with pytest.raises(DomainError, match="sudah mempunyai akun"):
        services.accept_invitation(invitation, name="Orang Baru", password=PASSWORD)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_acceptances_at_once_count_once(invite):
    invitation, _ = invite()
    together, answers = Barrier(20), []

    def accept():
        together.wait()
        try:
            services.accept_invitation(invitation, name="Orang Baru", password=PASSWORD)
            answers.append("accepted")
        except services.InvitationClosed:
            answers.append("closed")
        finally:
            connection.close()

    threads = [Thread(target=accept) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["accepted"] + ["closed"] * 19
    assert User.objects.filter(email="baru@contoh.example").count() == Membership.objects.count() == 1


# Memberships and accounts


def test_ending_a_membership_makes_today_its_last_day_and_keeps_it(contact_person, staff):
    membership = contact_person.memberships.get()
    services.end_membership(membership, by=staff)
    membership.refresh_from_db()
    assert membership.ends_on == clock.today()
    assert not Membership.objects.current(clock.today() + timedelta(days=1)).exists()
    with pytest.raises(DomainError, match="sudah berakhir"):
        services.end_membership(membership, by=staff)


def test_a_membership_that_has_not_begun_cannot_end_before_it_does(staff):
    membership = MembershipFactory(starts_on=clock.today() + timedelta(days=5))
    with pytest.raises(DomainError, match="sebelum tanggal mulai"):
        services.end_membership(membership, by=staff)


def test_after_an_end_the_same_person_can_be_invited_again(invite, contact_person, staff):
    services.end_membership(contact_person.memberships.get(), by=staff)
    invitation, _ = invite(contact_person.email)
    services.accept_invitation_with_account(invitation, by=contact_person)
    assert contact_person.memberships.filter(ends_on=None).count() == 1


def test_deactivating_and_activating_an_account(contact_person, staff):
    services.deactivate_account(contact_person, by=staff)
    assert not invited(contact_person.email).is_active
    services.activate_account(contact_person, by=staff)
    assert invited(contact_person.email).is_active


def test_the_first_leader_is_made_on_the_command_line_and_found_again(db):
    account, link = services.appoint_leader("Kepala@Contoh.Example", "Kepala Baru")
    assert (account.email, account.role, account.has_usable_password()) == ("kepala@contoh.example", "leader", False)
    assert "/sandi/baru/" in link
    assert services.appoint_leader("kepala@contoh.example", "Kepala Baru")[0] == account


def test_the_command_line_takes_over_nobodys_account(staff):
    with pytest.raises(DomainError, match="bukan Kepala"):
        services.appoint_leader(staff.email, "Siapa Saja")


# Institutions


DATA = {
    "name": "Dinas Baru",
    "short_name": "Dinbar",
    "kind": Institution.Kind.REGIONAL_AGENCY,
    "sector": Sector.GOVERNMENT,
    "region": "Kota Malang",
}


def test_an_institution_is_created_by_someone(staff):
    institution = services.create_institution(DATA, by=staff)
    assert (institution.name, institution.edited_by, institution.version) == ("Dinas Baru", staff, 1)


def test_two_institutions_do_not_share_a_name(staff, dinas):
    with pytest.raises(DomainError, match="sudah ada"):
        services.create_institution(DATA | {"name": dinas.name.upper()}, by=staff)


def test_an_update_raises_the_version_and_refuses_a_stale_one(staff, leader, dinas):
    services.update_institution(dinas, {"short_name": "Disdik"}, version=1, by=staff)
    with pytest.raises(StaleEdit) as stale:
        services.update_institution(dinas, {"short_name": "Lain"}, version=1, by=leader)
    assert (stale.value.row.short_name, stale.value.row.version) == ("Disdik", 2)


def test_an_institution_does_not_coordinate_its_coordinator(staff, dinas, bakesbangpol):
    with pytest.raises(DomainError, match="sudah dikoordinasi oleh"):
        services.update_institution(bakesbangpol, {"coordinated_by": dinas}, version=1, by=staff)
    with pytest.raises(DomainError, match="dirinya sendiri"):
        services.update_institution(dinas, {"coordinated_by": dinas}, version=1, by=staff)


def test_an_institution_is_deactivated_and_never_deleted(staff, dinas):
    services.deactivate_institution(dinas, by=staff)
    dinas.refresh_from_db()
    assert not dinas.is_active
    services.activate_institution(dinas, by=staff)
    dinas.refresh_from_db()
    assert dinas.is_active


def test_a_post_is_held_from_a_day_to_a_day(staff, dinas):
    data = {"position_title": "Kepala Dinas", "person_name": "Pejabat", "starts_on": date(2024, 1, 1)}
    appointment = services.create_appointment(dinas, data, by=staff)
    services.end_appointment(appointment, ends_on=date(2024, 12, 31), by=staff)
    appointment.refresh_from_db()
    assert appointment.ends_on == date(2024, 12, 31)


def test_a_post_does_not_end_before_it_begins(staff):
    appointment = AppointmentFactory(starts_on=date(2024, 1, 1), institution=InstitutionFactory())
    with pytest.raises(DomainError, match="sebelum tanggal mulai"):
        services.end_appointment(appointment, ends_on=date(2023, 12, 31), by=staff)
