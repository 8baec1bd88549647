"""What a reader says is wrong, and what the desk says about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services.passages import Passage
from summaries.services.reports import MAX_CHARACTERS

# The choice that means no sentence in particular.
WHOLE = ""


class ReportForm(DeskForm):
    """A report of an error; `passages` are what it may be about."""

    about = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("This text is not in the brief any more.")},
    )
    text = forms.CharField(
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Say what is wrong.")},
    )
    email = forms.EmailField(
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )

    def __init__(self, *args, passages: list[Passage], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.passages = passages
        codes = [(passage.code, passage.text) for passage in passages]
        self.fields["about"].choices = [(WHOLE, ""), *codes]

    @property
    def chosen(self) -> Passage | None:
        """Return the passage that the form is about as it stands, checked or not."""
        code = self["about"].value()
        return next((one for one in self.passages if one.code == code), None)

    @property
    def others(self) -> list[Passage]:
        """Return all other passages."""
        return [one for one in self.passages if one != self.chosen]
