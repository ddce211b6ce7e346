"""Mails about questions: a link, never the words. A mail that cannot be sent changes nothing."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from action_plans.models import Answer, Question
from bnn_portal import clock
from stakeholders.models import Membership, User


def tell_contact_persons(question: Question) -> None:
    """Tell today's contact persons of the item's institutions, once this is committed, that they are asked."""
    current = Membership.objects.current(clock.today()).filter(
        capacity=Membership.Capacity.CONTACT_PERSON,
        institution__in=question.item.commitments.open().values("institution"),
    )
    people = list(
        User.objects.filter(is_active=True, memberships__in=current).exclude(pk=question.asked_by_id).distinct()
    )
    news = f"{question.institution.short_name} meminta penjelasan tentang {question.item.code}"
    page = reverse("action_plans:question_answer", args=[question.pk])
    transaction.on_commit(lambda: _send(people, news, "Baca dan jawab", page), robust=True)


def tell_asker(answer: Answer) -> None:
    """Tell whoever asked, once this is committed, that there is an answer."""
    asker, item = answer.question.asked_by, answer.question.item
    people = [asker] if asker.is_active and asker.pk != answer.by_id else []
    news = f"{answer.institution.short_name} menjawab pertanyaan Anda tentang {item.code}"
    page = reverse("action_plans:item_facts", args=[item.pk])
    transaction.on_commit(lambda: _send(people, news, "Baca jawabannya", page), robust=True)


def _send(people: Iterable[User], news: str, invitation: str, page: str) -> None:
    for user in people:
        context = {"user": user, "news": news, "invitation": invitation, "address": settings.PORTAL_URL + page}
        send_mail(news, render_to_string("emails/question.txt", context), None, [user.email])
