"""What the browser may send to ask about an item, and to answer."""

from django import forms

from action_plans.models import Answer, Question
from bnn_portal.forms import SaveFormMixin

WARNING = "Jangan menulis nama atau kasus pengguna, tersangka, pasien, anak, maupun pelapor, dan jangan menulis NIK."


class QuestionForm(SaveFormMixin, forms.ModelForm):
    form_tag = False  # it stands on the page of the facts, which needs no bar that sticks to the screen

    class Meta:
        model = Question
        fields = ["text"]
        labels = {"text": "Yang ingin Anda ketahui"}
        help_texts = {"text": f"Dibaca oleh BNN dan instansi yang mengerjakan butir aksi ini. {WARNING}"}
        widgets = {"text": forms.Textarea({"rows": 3})}


class AnswerForm(SaveFormMixin, forms.ModelForm):
    save_label = "Kirim jawaban"

    class Meta:
        model = Answer
        fields = ["text"]
        labels = {"text": "Jawaban"}
        help_texts = {"text": f"Dibaca oleh penanya, BNN, dan instansi yang mengerjakan butir aksi ini. {WARNING}"}
        widgets = {"text": forms.Textarea({"rows": 5})}
