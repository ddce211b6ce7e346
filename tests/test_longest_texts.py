"""A million characters are refused where they are typed, not by whoever renders them later."""

import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module

import pytest
from django import forms
from django.forms.formsets import BaseFormSet

from action_plans.forms.pasting import PastedItem
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import FilterForm, SaveFormMixin, word_fields
from bnn_portal.lifecycle import stated

APPS = ("bnn_portal", "stakeholders", "workshops", "action_plans", "reports")
MILLION = "a" * 1_000_000
# Rows pasted from a spreadsheet: they are taken apart, and each cell has its own limit.
LONGEST_OF_ALL = 100_000


def heirs(base: type) -> Iterator[type]:
    for heir in base.__subclasses__():
        yield heir
        yield from heirs(heir)


def forms_of_the_portal() -> list[type[forms.BaseForm]]:
    for app in APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if "forms" in module.name.split("."):
                import_module(module.name)
    own = {one for one in heirs(forms.BaseForm) if one.__module__.split(".")[0] in APPS and one.base_fields}
    # A filter is sent in the address, which holds no million characters.
    return sorted((one for one in own if not issubclass(one, FilterForm)), key=lambda one: one.__qualname__)


FORMS = forms_of_the_portal()
# Rows are worded by their formset, pasted items by themselves.
WORDED = {PastedItem} | {heir.form for heir in heirs(BaseFormSet) if hasattr(heir, "form")}


def text_fields(form: type[forms.BaseForm]) -> dict[str, forms.CharField]:
    """Those that take any text, as a page gets them: the portal's own forms and rows are worded when they are made."""
    shown = form.__new__(form)
    shown.fields = deepcopy(form.base_fields)
    if issubclass(form, SaveFormMixin) or form in WORDED:
        word_fields(shown)
    plain = {name: field for name, field in shown.fields.items() if isinstance(field, forms.CharField)}
    # These are no text: what is not the number that they ask for they refuse themselves.
    return {name: field for name, field in plain.items() if not isinstance(field, forms.UUIDField)}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_every_text_field_refuses_a_million_characters(form):
    for name, field in text_fields(form).items():
        assert field.max_length is not None, name
        assert field.max_length <= LONGEST_OF_ALL, name
        with pytest.raises(forms.ValidationError):
            field.run_validators(MILLION)


def test_the_forms_were_found():
    assert len(FORMS) > 30
    assert sum(len(text_fields(form)) for form in FORMS) > 60


def test_a_reason_that_nobody_would_read_is_refused():
    assert stated("a" * 2000)
    with pytest.raises(DomainError, match="paling panjang"):
        stated(MILLION)
