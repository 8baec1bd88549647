"""What a new password has to be like."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

RANA = User(username="rana", first_name="Rana", last_name="Haddad", email="r.haddad2@desk.example")


@pytest.mark.parametrize(
    "password", ["rana123456", "my RANA of old", "the haddads 77", "x-r.haddad2-x"]
)
def test_a_name_with_something_around_it_is_refused(password):
    with pytest.raises(ValidationError, match="name or email address"):
        validate_password(password, RANA)


@pytest.mark.parametrize("password", ["هدى١٩٩٠بيروت", "بيروت هدى كلها", "harbour_هدى_77"])
def test_a_short_name_is_refused_where_it_stands_alone(password):
    with pytest.raises(ValidationError, match="name or email address"):
        validate_password(password, User(username="x", first_name="هدى"))


@pytest.mark.parametrize("user", [None, User(username="ann"), User(username="", email="")])
def test_missing_names_and_short_ones_within_words_refuse_nothing(user):
    validate_password("planning a harbour", user)


def test_what_is_too_short_is_said_in_the_language_of_the_page():
    with pytest.raises(ValidationError, match="at least 10 characters"):
        validate_password("kq7-x", RANA)
    with translation.override("ar"), pytest.raises(ValidationError) as refused:
        validate_password("kq7-x", RANA)
    assert not any("This password" in words for words in refused.value.messages)
