"""What a new password has to be like, beside what Django asks for (AUTH_PASSWORD_VALIDATORS)."""

import re

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A shorter name stands in too many words by chance: it counts where no letter is beside it.
_LONG_NAME, _SHORTEST_NAME = 4, 3
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_NAMES = ("username", "first_name", "last_name")


class LongEnough(MinimumLengthValidator):
    """Django's rule, with a refusal that is translated: its own Arabic lacks the sentence."""

    def get_error_message(self) -> str:
        """Say how long a password is at least."""
        words = ngettext(
            "This password is too short. Take at least %(n)s character.",
            "This password is too short. Take at least %(n)s characters.",
            self.min_length,
        )
        return words % {"n": self.min_length}


class WithoutName:
    """Refuses a name with something around it, which Django does not count as similar enough."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError for a password that holds a name or email address of the user."""
        names = [getattr(user, field, "") for field in _NAMES]
        names.append(getattr(user, "email", "").partition("@")[0])
        typed = password.casefold()
        if any(_holds(typed, name.casefold()) for name in names):
            raise ValidationError(_("Your name or email address is in it. Take other words."))

    def get_help_text(self) -> str:
        """Say what is refused."""
        return _("Your password can't contain your name or email address.")


def _holds(typed: str, name: str) -> bool:
    if len(name) >= _LONG_NAME:
        return name in typed
    alone = f"{_NO_LETTER_BEFORE}{re.escape(name)}{_NO_LETTER_AFTER}"
    return len(name) >= _SHORTEST_NAME and re.search(alone, typed) is not None
