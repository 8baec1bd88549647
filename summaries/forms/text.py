"""The form that edits a brief's text in both languages, one field a summary sentence."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.forms.numbering import Numbering
from summaries.services.editorial import MAX_CHARACTERS, MAX_EDITED_SENTENCES
from summaries.services.errors import Invalid
from summaries.services.revisions import SentenceText

FIELDS = ("headline_en", "headline_ar", "summary_ar")
# More than a form ever shows: two versions of the longest summary, side by side.
MOST_LINES = 4 * MAX_EDITED_SENTENCES
# PostgreSQL stores no NUL; nobody can see the others.
_CONTROLS = dict.fromkeys(set(range(32)) - set(map(ord, "\t\n\r")))
_DAMAGED = _("This form is damaged. Open the editor again.")
_NUMBER_ERRORS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), _DAMAGED)


@dataclass
class Line:
    """One English sentence of the form: its text, its evidence as typed and as it was given."""

    text: str = ""
    evidence: str = ""
    given: str = ""
    errors: list[str] = field(default_factory=list)


def lines_of(post) -> list[Line]:
    """Return the sentences of a posted form; missing evidence fields count as untouched.

    Raises Invalid for more than a form can hold.
    """
    texts = post.getlist("sentence")
    if len(texts) > MOST_LINES:
        raise Invalid(
            _("A summary has at most %(limit)d sentences.") % {"limit": MAX_EDITED_SENTENCES}
        )
    evidence, given = post.getlist("evidence"), post.getlist("given")
    pad = [""] * len(texts)
    rows = zip(texts, evidence + pad, given + pad, strict=False)
    return [Line(*(part.translate(_CONTROLS) for part in row)) for row in rows]


def content_of(post) -> dict:
    """Return a posted form as a working copy keeps it, without control characters."""
    lines = [
        {"text": line.text, "evidence": line.evidence, "given": line.given}
        for line in lines_of(post)
    ]
    texts = {name: post.get(name, "").translate(_CONTROLS) for name in (*FIELDS, "numbering")}
    return texts | {"lines": lines}


class TextForm(DeskForm):
    """Headlines and the Arabic summary; the English sentences come as `lines`.

    `now` is the numbering of the article's sentences as they stand.
    """

    based_on = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=_NUMBER_ERRORS,
    )
    numbering = forms.CharField(widget=forms.HiddenInput, required=False)
    headline_en = forms.CharField(
        label=_("Headline, English"),
        max_length=MAX_CHARACTERS["headline_en"],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"}),
    )
    headline_ar = forms.CharField(
        label=_("Headline, Arabic"),
        max_length=MAX_CHARACTERS["headline_ar"],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "rtl"}),
    )
    summary_ar = forms.CharField(
        label=_("Summary, Arabic"),
        max_length=MAX_CHARACTERS["summary_ar"],
        widget=forms.Textarea(attrs={"rows": 12, "lang": "ar", "dir": "rtl"}),
        help_text=_("One paragraph a line."),
    )

    def __init__(self, *args, lines: list[Line], now: Numbering, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self._now = lines, now
        self.sentences: list[SentenceText] = []

    def clean_headline_en(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_en"].split())

    def clean_headline_ar(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_ar"].split())

    def clean(self) -> dict:
        """Check the sentences together with the fields: all that is wrong shows at once."""
        data = super().clean()
        # Hidden fields have no place of their own to say it.
        if "based_on" in self.errors or "numbering" in self.errors:
            self.add_error(None, _DAMAGED)
        seen = Numbering.parse(data.get("numbering") or "") if self.data else self._now
        self.sentences = [self._sentence(line, seen) for line in self.lines]
        if not any(line.text.strip() for line in self.lines):
            self.add_error(None, _("The English summary is empty. Write a sentence at least."))
        if len(self.lines) > MAX_EDITED_SENTENCES:
            limit = {"limit": MAX_EDITED_SENTENCES}
            self.add_error(None, _("A summary has at most %(limit)d sentences.") % limit)
        if any(line.errors for line in self.lines):
            self.add_error(None, _("Some sentences need a look: see below."))
        return data

    def _sentence(self, line: Line, seen: Numbering) -> SentenceText:
        if len(line.text) > MAX_CHARACTERS["sentence"]:
            limit = {"limit": MAX_CHARACTERS["sentence"]}
            line.errors.append(_("Too long: at most %(limit)d characters.") % limit)
        if line.evidence.split() == line.given.split():
            return SentenceText(line.text)
        try:
            return SentenceText(line.text, seen.pks(line.evidence))
        except Invalid as error:
            line.errors.append(str(error))
            return SentenceText(line.text)
