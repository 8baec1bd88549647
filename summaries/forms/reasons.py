"""Short forms that go with an action on a brief."""

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.forms.queue import is_key
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
    """What readers will see: a word for a trial model's text, a reason in spite of findings."""

    # Asked for where a trial model wrote any of it; the page names the model's figure beside it.
    confirm_stand_in = forms.BooleanField(required=False)
    override = forms.CharField(
        label=_("Publish in spite of it, because"),
        help_text=_("Readers will see this reason on the provenance page of the brief."),
        max_length=MAX_REASON,
        required=False,
        # The blank tells style and script that nothing is typed yet (:placeholder-shown).
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "placeholder": " "}),
    )


class KeysField(forms.MultipleChoiceField):
    """Keys of records that the page lists; which of them may be meant is the service's matter."""

    def valid_value(self, value: str) -> bool:
        """Say whether it can be a key at all."""
        return is_key(value)


def _note(label, attrs: dict, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(
        label=label, max_length=MAX_NOTE_CHARACTERS, widget=widget, required=required
    )


class CorrectionForm(_PublicForm):
    """A correction: the public note in both languages, why, who is told, what it answers."""

    note_en = _note(_("Note for readers, English"), _ENGLISH, required=True)
    note_ar = _note(_("Note for readers, Arabic"), _ARABIC, required=True)
    reason = forms.CharField(
        label=_("Reason, for the desk only"),
        help_text=_("Kept in the brief's history. Without one, the English note is kept."),
        max_length=MAX_NOTE_CHARACTERS,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    notify = forms.BooleanField(required=False, initial=True)
    reports = KeysField(required=False)


class RetractionForm(DeskForm):
    """A retraction: why, for the desk; a note in both languages, or none; who is told; reports."""

    reason = forms.CharField(
        label=_("Reason, for the desk only"),
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    note_en = _note(_("Note for readers, English"), _ENGLISH, required=False)
    note_ar = _note(_("Note for readers, Arabic"), _ARABIC, required=False)
    notify = forms.BooleanField(required=False, initial=True)
    reports = KeysField(required=False)


class BreakingForm(DeskForm):
    """Sending a brief as breaking news; `live` is the number of the version that was shown."""

    live = forms.IntegerField(required=False, widget=forms.HiddenInput)
    confirm = forms.BooleanField(
        error_messages={"required": _("Confirm that it goes to everybody who wants breaking news.")}
    )


class PublishForm(_PublicForm):
    """Publishing."""
