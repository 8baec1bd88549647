"""Short forms that go with an action on a brief."""

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services.texts import MAX_NOTE_CHARACTERS

_ENGLISH = {"rows": 3, "lang": "en", "dir": "ltr"}
_ARABIC = {"rows": 3, "lang": "ar", "dir": "rtl"}


class ReasonForm(DeskForm):
    """Why something is done; kept in the brief's history."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class CorrectionForm(DeskForm):
    """The public note of a correction, in both languages."""

    note_en = forms.CharField(
        label=_("Note for readers, English"),
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs=_ENGLISH),
    )
    note_ar = forms.CharField(
        label=_("Note for readers, Arabic"),
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs=_ARABIC),
    )


class PublishForm(DeskForm):
    """Publishing; the box is asked for when a stand-in model wrote the text."""

    confirm_stand_in = forms.BooleanField(
        label=_("I checked every sentence against the Arabic"), required=False
    )
