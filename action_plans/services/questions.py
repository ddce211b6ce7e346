"""“Minta penjelasan”: a question about an item, and the word of those who work on it."""

from django.db import transaction

from action_plans.models import ActionItem, ActionPlan, Answer, Question
from action_plans.services import notices
from action_plans.services.items import lock_item
from bnn_portal.exceptions import DomainError
from bnn_portal.lifecycle import create
from stakeholders.models import Institution, Membership, OfficeSettings, User


@transaction.atomic
def ask_question(item: ActionItem, text: str, *, by: User) -> Question:
    """Ask about an item of a plan in force or closed; its contact persons are told.

    BNN asks for its own office, everyone else for the institution whose official the account is today.
    What the account has asked in the same words and nobody has answered yet is not asked again: a form sent twice is
    one question.
    """
    item = lock_item(item, ActionPlan.Status.IN_FORCE, ActionPlan.Status.CLOSED)
    question = Question(item=item, institution=_asks_for(by), asked_by=by, text=text.strip())
    same = {"institution": question.institution, "asked_by": by, "text": question.text}
    if asked := item.questions.open().filter(**same).first():
        return asked
    create(question)
    notices.tell_contact_persons(question)
    return question


@transaction.atomic
def answer_question(question: Question, text: str, *, by: User) -> Answer:
    """Answer a question, or add to what was answered; whoever asked is told.

    The answer is given for the institution by which the account works on the item, or else by BNN.
    """
    answer = Answer(question=question, institution=_answers_for(question.item, by), by=by, text=text.strip())
    create(answer)
    notices.tell_asker(answer)
    return answer


def _asks_for(user: User) -> Institution:
    if user.is_bnn:
        return OfficeSettings.objects.select_related("institution").get().institution
    for membership in user.current_memberships:
        if membership.capacity == Membership.Capacity.OFFICIAL:
            return membership.institution
    raise DomainError("Akun ini tidak bertugas sebagai pejabat Forkopimda.")


def _answers_for(item: ActionItem, user: User) -> Institution:
    part = item.commitments.open().filter(institution__in=user.reporting_institution_ids).order_by("role")
    commitment = part.select_related("institution").first()
    if commitment is not None:
        return commitment.institution
    if user.is_bnn:
        return OfficeSettings.objects.select_related("institution").get().institution
    raise DomainError("Instansi Anda tidak terlibat dalam butir aksi ini.")
