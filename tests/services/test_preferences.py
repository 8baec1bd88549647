"""How a person wants the desk."""

import pytest

from summaries.models import DeskPreference
from summaries.services import preferences
from summaries.services.errors import Invalid
from summaries.workflow import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def huda():
    return make_user(Role.EDITOR, "huda")


def test_defaults_are_not_stored(huda):
    found = preferences.of(huda)
    assert (found.language, found.single_keys, found.email_notices) == ("", True, True)
    assert not DeskPreference.objects.exists()


def test_a_request_asks_the_database_once(huda, django_assert_num_queries):
    with django_assert_num_queries(1):
        preferences.of(huda)
        preferences.of(huda)


def test_choices_are_stored_and_known_at_once(huda):
    preferences.of(huda)
    preferences.save(huda, language="ar", single_keys=False, email_notices=False)
    stored = DeskPreference.objects.get(user=huda)
    for found in (stored, preferences.of(huda)):
        assert (found.language, found.single_keys, found.email_notices) == ("ar", False, False)


def test_the_language_alone_leaves_the_rest(huda):
    preferences.save(huda, language="", single_keys=False, email_notices=False)
    preferences.speak(huda, "ar")
    assert preferences.of(huda).language == "ar"
    assert not preferences.of(huda).single_keys


@pytest.mark.parametrize("language", ["fr", "AR", "<b>"])
def test_a_language_the_desk_has_not_is_refused(huda, language):
    with pytest.raises(Invalid):
        preferences.speak(huda, language)
    assert not DeskPreference.objects.exists()
