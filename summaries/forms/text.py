"""The form that edits a brief's text in both languages, one field a summary sentence."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm

MAX_SENTENCES = 12


@dataclass(frozen=True)
class Line:
    """One sentence of the English summary being edited, and the stored sentence it came from."""

    text: str
    origin: int | None = None


class TextForm(DeskForm):
    """Headlines and the Arabic summary; the English sentences travel beside it as `lines_of`."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    headline_en = forms.CharField(
        label=_("Headline, English"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"}),
    )
    headline_ar = forms.CharField(
        label=_("Headline, Arabic"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "rtl"}),
    )
    summary_ar = forms.CharField(
        label=_("Summary, Arabic"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "ar", "dir": "rtl"}),
        help_text=_("One paragraph a line."),
    )

    def clean_headline_en(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_en"].split())

    def clean_headline_ar(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_ar"].split())


def lines_of(post) -> list[Line]:
    """Read the summary sentences from a posted form, in order, with their origins."""
    texts, origins = post.getlist("sentence"), post.getlist("origin")
    origins += [""] * (len(texts) - len(origins))
    return [
        Line(text, int(origin) if origin.isdecimal() else None)
        for text, origin in zip(texts, origins, strict=False)
    ]
