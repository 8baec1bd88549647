"""What people type about their own account, and admins about others'."""

from datetime import date

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from summaries.forms.base import DeskForm
from summaries.models import AuditEntry
from summaries.services.audit import Wanted
from summaries.services.audit_words import KINDS


def _password(label: str, autocomplete: str, **more) -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "dir": "ltr"}
    widget = forms.PasswordInput(attrs=attributes)
    return forms.CharField(label=label, strip=False, max_length=4096, widget=widget, **more)


class PasswordForm(DeskForm):
    """The old password, and a new one twice."""

    old = _password(_("Your password now"), "current-password")
    new = _password(_("The new password"), "new-password")
    again = _password(_("The new password once more"), "new-password")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rules = format_html_join(
            "", "<li>{}</li>", ((r,) for r in password_validators_help_texts())
        )
        self.rules = mark_safe(rules)

    def clean(self) -> dict:
        """Refuse two new passwords that differ."""
        given = super().clean()
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Type both again."))
        return given


class ConfirmForm(DeskForm):
    """The password once more, before something that matters."""

    password = _password(_("Your password"), "current-password")


class CodeForm(DeskForm):
    """The first code of a phone."""

    code = forms.CharField(
        label=_("The six digits your phone shows"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )


class WhyForm(DeskForm):
    """Why an admin does something to somebody's account."""

    reason = forms.CharField(
        label=_("Who asked for it, or why"),
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


def _day(label: str) -> forms.DateField:
    """Return a field for a day that a calendar can count on from."""
    limits = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, validators=limits)


class AuditForm(DeskForm):
    """Which entries of the audit log to show; everything is a choice."""

    who = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    action = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("To what"), required=False)
    since = _day(_("From"))
    until = _day(_("To"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All of it")), *AuditEntry.Action.choices]
        self.fields["kind"].choices = [("", pgettext_lazy("audit log", "Anything")), *KINDS.items()]

    def wanted(self) -> Wanted:
        """Return what was asked for; what cannot be read is not asked for."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
