import pytest
from django.core.exceptions import ValidationError

from stakeholders.validators import ContextWordValidator


@pytest.mark.parametrize("password", ["KotanMalang2023!", "bnnkotamalang", "p4gn-BNN-malang-24", "narkobanarkoba12"])
def test_a_password_of_the_programmes_words_is_refused(password):
    with pytest.raises(ValidationError, match="mudah ditebak"):
        ContextWordValidator().validate(password)


@pytest.mark.parametrize("password", ["kereta pagi ke malang selatan", "tujuh-payung-biru", "pendek"])
def test_other_passwords_are_left_to_the_other_validators(password):
    ContextWordValidator().validate(password)
