"""“Minta penjelasan”: asked, answered, told by mail, read by whom it concerns."""

import pytest
from django.core import mail

from action_plans.models import ActionItem, ActionPlan, Commitment, Question
from action_plans.services import answer_question, ask_question
from bnn_portal.exceptions import DomainError
from tests.factories import CommitmentFactory, MembershipFactory, UserFactory


@pytest.fixture
def question(in_force, official):
    return ask_question(in_force, "Mengapa baru empat sekolah?", by=official)


def test_an_official_asks_for_the_own_institution(question, official, polresta):
    assert (question.asked_by, question.institution) == (official, polresta)
    assert question.is_open
    assert list(Question.objects.open()) == [question]


def test_bnn_asks_for_its_own_office(in_force, staff, office):
    assert ask_question(in_force, "Kapan mulai?", by=staff).institution == office


def test_nobody_asks_without_words(in_force, official):
    with pytest.raises(DomainError):
        ask_question(in_force, "   ", by=official)


def test_whoever_is_no_official_asks_for_nobody(in_force, outsider):
    with pytest.raises(DomainError, match="pejabat Forkopimda"):
        ask_question(in_force, "Mengapa?", by=outsider)


def test_nothing_is_asked_about_a_plan_that_is_not_yet_in_force(offered, staff):
    with pytest.raises(DomainError, match="Ditawarkan"):
        ask_question(offered, "Mengapa?", by=staff)


def test_the_same_words_are_asked_again_only_once_they_were_answered(
    question, in_force, official, staff, contact_person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_question(in_force, f" {question.text} ", by=official) == question
    assert mail.outbox == []
    assert ask_question(in_force, "Mengapa baru lima?", by=official) != question
    assert ask_question(in_force, question.text, by=staff) != question
    answer_question(question, "Menyusul.", by=contact_person)
    assert ask_question(in_force, question.text, by=official) != question


def test_the_institution_answers_and_the_question_is_closed(question, contact_person, dinas):
    answer = answer_question(question, " Dua lagi menyusul. ", by=contact_person)
    assert (answer.institution, answer.text) == (dinas, "Dua lagi menyusul.")
    assert not Question.objects.get().is_open
    assert not Question.objects.open().exists()


def test_a_supporter_and_bnn_may_add_to_it(question, contact_person, staff, office, bakesbangpol):
    supporter = MembershipFactory(institution=bakesbangpol).user
    CommitmentFactory(item=question.item, institution=bakesbangpol, role=Commitment.Role.SUPPORTING)
    for user in (contact_person, supporter, staff):
        answer_question(question, "Jawaban.", by=user)
    assert [answer.institution.short_name for answer in question.answers.all()] == [
        "Dinas Pendidikan",
        "Bakesbangpol",
        office.short_name,
    ]


def test_others_answer_for_nobody(question, outsider):
    with pytest.raises(DomainError, match="tidak terlibat"):
        answer_question(question, "Entah.", by=outsider)


def test_a_contact_person_is_asked_only_of_what_the_own_institution_does(question, dinas, polresta):
    assert list(Question.objects.awaiting([dinas.pk])) == [question]
    assert not Question.objects.awaiting([polresta.pk]).exists()


@pytest.mark.parametrize("who", ["official", "staff", "leader", "contact_person", "coordinator"])
def test_who_reads_a_question(request, question, who):
    assert list(Question.objects.visible_to(request.getfixturevalue(who))) == [question]


def test_who_does_not(question, outsider, bakesbangpol):
    other = MembershipFactory(institution=bakesbangpol, capacity="official").user
    for user in (outsider, other, UserFactory()):
        assert not Question.objects.visible_to(user).exists()


def test_a_restricted_item_takes_its_questions_with_it(question, official, contact_person):
    ActionItem.objects.filter(pk=question.item_id).update(is_restricted=True)
    assert not Question.objects.visible_to(official).exists()
    assert Question.objects.visible_to(contact_person).exists()


def test_the_contact_persons_are_told_without_the_words(
    in_force, official, contact_person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        question = ask_question(in_force, "Rahasia dapur?", by=official)
    [message] = mail.outbox
    assert message.to == [contact_person.email]
    assert f"/rencana-aksi/pertanyaan/{question.pk}/" in message.body
    assert "Rahasia dapur" not in message.body + message.subject


def test_whoever_asked_is_told_of_the_answer(question, official, contact_person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer_question(question, "Jawaban dapur.", by=contact_person)
    [message] = mail.outbox
    assert message.to == [official.email]
    assert f"/rencana-aksi/butir/{question.item_id}/fakta/" in message.body
    assert "dapur" not in message.body + message.subject


def test_nobody_is_told_twice_or_without_an_account(question, official, staff, django_capture_on_commit_callbacks):
    official.is_active = False
    official.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer_question(question, "Jawaban.", by=staff)
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_changes_nothing(
    in_force, official, contact_person, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        ask_question(in_force, "Mengapa?", by=official)
    assert Question.objects.count() == 1
    assert "Error calling" in caplog.text


def test_a_closed_plan_may_still_be_asked_about(in_force, official):
    ActionPlan.objects.filter(pk=in_force.plan_id).update(status=ActionPlan.Status.CLOSED)
    assert ask_question(in_force, "Apa hasilnya?", by=official).is_open
