"""How each person wants the desk."""

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.models import DeskPreference
from summaries.services.errors import Invalid


def of(user) -> DeskPreference:
    """Return the user's preferences; who never chose gets unsaved defaults.

    Kept on the user object, so that a request asks the database once.
    """
    if not hasattr(user, "_newsdesk_preference"):
        found = DeskPreference.objects.filter(user_id=user.pk).first()
        user._newsdesk_preference = found or DeskPreference(user_id=user.pk)
    return user._newsdesk_preference


def save(user, *, language: str, single_keys: bool, email_notices: bool) -> DeskPreference:
    """Store all preferences of the user. Raises Invalid for a language that the desk has not."""
    return _store(user, language=language, single_keys=single_keys, email_notices=email_notices)


def speak(user, language: str) -> DeskPreference:
    """Store the language alone; empty means: as the browser asks."""
    return _store(user, language=language)


def _store(user, **choices) -> DeskPreference:
    if choices["language"] not in ("", *dict(settings.LANGUAGES)):
        raise Invalid(_("The desk does not speak this language."))
    saved, _created = DeskPreference.objects.update_or_create(user=user, defaults=choices)
    user._newsdesk_preference = saved
    return saved
