"""“Minta penjelasan”: an official or BNN asks about an item, and those who work on it answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from action_plans import services
from action_plans.forms.questions import AnswerForm, QuestionForm
from action_plans.models import ActionItem, Question
from action_plans.views.facts import ItemFacts
from bnn_portal.access import BNN, CONTACT, EVERYONE, OFFICIAL, access
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import add_domain_error
from bnn_portal.views import ServiceFormMixin, require


@access(post=422, sees_foreign=EVERYONE, may={*BNN, OFFICIAL})
def question_create(request, item_id):
    """Ask; what cannot be sent is shown again on the page of the item's facts."""
    item = get_object_or_404(ActionItem.objects.public_facts_visible_to(request.user), pk=item_id)
    require("can_ask_question", request.user, item)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            services.ask_question(item, form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, "Pertanyaan terkirim. Jawabannya akan tampil di halaman ini.")
            return redirect("action_plans:item_facts", item.pk)
    page = ItemFacts()
    page.setup(request, item_id=item.pk)
    page.object = page.get_object()
    return page.render_to_response(page.get_context_data(question_form=form), status=422)


@access(get=200, post=422, may={*BNN, CONTACT})
class QuestionAnswer(ServiceFormMixin, FormView):
    """One question, what was answered so far, and room for an answer."""

    form_class = AnswerForm
    template_name = "action_plans/question_answer.html"

    def dispatch(self, request, *args, **kwargs):
        questions = Question.objects.visible_to(request.user).select_related("item__plan__workshop", "institution")
        self.question = get_object_or_404(questions, pk=kwargs["question_id"])
        require("can_answer_question", request.user, self.question.item)
        self.back_url = reverse("action_plans:item_detail", args=[self.question.item_id])
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.cancel_url = self.back_url
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question,
            item=self.question.item,
            answers=self.question.answers.select_related("institution", "by"),
            is_sample=self.question.item.plan.workshop.is_sample,
            **kwargs,
        )

    def save(self, form):
        services.answer_question(self.question, form.cleaned_data["text"], by=self.request.user)
        messages.success(self.request, f"Jawaban terkirim kepada {self.question.institution.short_name}.")
        return redirect(self.back_url)
