"""The form that edits a brief's text in both languages, one field a summary sentence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services.editorial import MAX_CHARACTERS


class TextForm(DeskForm):
    """Headlines and the Arabic summary; the English sentences come as `sentence` fields."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
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

    def clean_headline_en(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_en"].split())

    def clean_headline_ar(self) -> str:
        """Keep the headline on one line."""
        return " ".join(self.cleaned_data["headline_ar"].split())
