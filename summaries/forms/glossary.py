"""The forms of the glossary and the translation memory."""

import re

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import GlossaryTerm, TermState
from summaries.services.term_changes import MAX_CHARACTERS, MAX_FORBIDDEN, Wording
from summaries.services.texts import MAX_NOTE_CHARACTERS

_ENGLISH = {"lang": "en", "dir": "ltr"}
_ARABIC = {"lang": "ar", "dir": "rtl"}
_NOTE = {"rows": 2, "dir": "auto"}


class TermForm(DeskForm):
    """What a term says, and why it is proposed or changed."""

    arabic = forms.CharField(
        label=_("Arabic"), max_length=MAX_CHARACTERS, widget=forms.TextInput(attrs=_ARABIC)
    )
    english = forms.CharField(
        label=_("Agreed English"), max_length=MAX_CHARACTERS, widget=forms.TextInput(attrs=_ENGLISH)
    )
    forbidden = forms.CharField(
        label=_("Wordings to avoid"),
        required=False,
        max_length=(MAX_CHARACTERS + 2) * MAX_FORBIDDEN,
        widget=forms.Textarea(attrs={"rows": 3, **_ENGLISH}),
        help_text=_("One a line. A text that uses one gets a warning with a fix."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs=_NOTE),
        help_text=_("When to use it, and when not."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs=_NOTE),
        help_text=_("Kept in the term's history."),
    )
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    @classmethod
    def initial_of(cls, term: GlossaryTerm, seen: int) -> dict:
        """Return what the form of an existing term starts with."""
        facts = {name: getattr(term, name) for name in ("arabic", "english", "note")}
        return facts | {"forbidden": "\n".join(term.forbidden), "seen": seen}

    @property
    def wording(self) -> Wording:
        """Return what was typed, when it is valid."""
        data = self.cleaned_data
        forbidden = tuple(re.split(r"\r?\n", data["forbidden"]))
        return Wording(data["arabic"], data["english"], forbidden, data["note"])


class DecisionForm(DeskForm):
    """Why a term is accepted, rejected or retired; `seen` is its newest change on the page."""

    reason = TermForm.base_fields["reason"]
    seen = TermForm.base_fields["seen"]


class UploadForm(DeskForm):
    """A file of terms or of sentence pairs."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args, accept: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accept

    def clean_file(self):
        """Refuse a file over the limit before reading it."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(
                _("This file is larger than %(limit)s. Divide it, then bring in the parts."),
                params={"limit": limit},
            )
        return upload


def state_of(text: str) -> str:
    """Return the state that an address asks for, "" where it names none."""
    return text if text in TermState.values else ""


def query_of(text: str) -> str:
    """Return what an address looks for."""
    return text.replace("\x00", "").strip()[:MAX_CHARACTERS]
