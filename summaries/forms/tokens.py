"""What an admin says when a program gets a token."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import Scope
from summaries.services.tokens import MAX_PER_MINUTE
from summaries.templatetags.desk import person

# Forgotten tokens end by themselves.
USUAL_LIFE = timedelta(days=365)


class PersonField(forms.ModelChoiceField):
    """A choice of people, by the name that others read."""

    def label_from_instance(self, obj) -> str:
        """Return the person's name."""
        return person(obj)


class TokenForm(DeskForm):
    """A token's name, whom it acts for, what it may do, how often and until when."""

    name = forms.CharField(
        label=_("Which program uses it"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    user = PersonField(
        None,
        label=_("Acts as"),
        empty_label=_("Choose somebody"),
        help_text=_("Articles that it sends become this person's. It ends when they leave."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=list(Scope.values),
    )
    per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=MAX_PER_MINUTE, initial=60
    )
    expires = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without one it works until it is revoked."),
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["expires"].initial = timezone.localdate() + USUAL_LIFE

    def clean_expires(self) -> datetime | None:
        """Return the end of the chosen day."""
        day = self.cleaned_data["expires"]
        if day is None:
            return None
        try:
            return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        except OverflowError:
            raise forms.ValidationError(_("Choose an earlier day, or none.")) from None
