"""What a new password has to be like, beside what Django asks for (AUTH_PASSWORD_VALIDATORS)."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A shorter name stands in too many words by chance.
_SHORTEST_NAME = 4
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
        if any(len(name) >= _SHORTEST_NAME and name.casefold() in typed for name in names):
            raise ValidationError(_("Your name or email address is in it. Take other words."))

    def get_help_text(self) -> str:
        """Say what is refused."""
        return _("Your password can't contain your name or email address.")
