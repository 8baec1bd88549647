"""Short forms that go with an action on a brief."""

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services.findings import MAX_REASON
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


class _PublicForm(DeskForm):
    """What readers will see; where findings block it, the reason to publish in spite of them."""

    override = forms.CharField(
        label=_("Publish in spite of it, because"),
        help_text=_("Readers will see this reason on the provenance page of the brief."),
        max_length=MAX_REASON,
        required=False,
        # The blank tells style and script that nothing is typed yet (:placeholder-shown).
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "placeholder": " "}),
    )


class CorrectionForm(_PublicForm):
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


class PublishForm(_PublicForm):
    """Publishing; the box is asked for when a stand-in model wrote the text."""

    confirm_stand_in = forms.BooleanField(
        label=_("I checked every sentence against the Arabic"), required=False
    )
