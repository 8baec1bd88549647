"""The form that takes an article in."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import Source
from summaries.templatetags.desk import in_language


class SourceField(forms.ModelChoiceField):
    """A choice of outlets, by their name in the language of the page."""

    def label_from_instance(self, obj: Source) -> str:
        """Return the outlet's name."""
        return in_language(obj, "name")


class ArticleForm(DeskForm):
    """A pasted text or a file, and where it comes from."""

    text = forms.CharField(
        label=_("Article text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"lang": "ar", "dir": "rtl", "rows": 16}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.docx"}),
    )
    source = SourceField(
        Source.objects.all(), label=_("Source"), required=False, empty_label=_("Not in the list")
    )
    url = forms.URLField(
        label=_("Address of the original"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )

    def clean_url(self) -> str:
        """Refuse an address that carries somebody's access: readers get to see it."""
        url = self.cleaned_data["url"]
        if "@" in urlsplit(url).netloc:
            raise forms.ValidationError(_("Take the user name or password out of this address."))
        return url

    def clean_file(self):
        """Refuse a file over the limit before reading it."""
        upload = self.cleaned_data["file"]
        if upload and upload.size > settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(
                _("This file is larger than %(limit)s. Paste the article's text instead."),
                params={"limit": limit},
            )
        return upload

    def clean(self) -> dict:
        """Ask for exactly one of text and file."""
        data = super().clean()
        if "file" not in data:
            return data
        if bool(data["file"]) == bool(data["text"].strip()):
            both = bool(data["file"])
            self.add_error(
                "text",
                _("Both a text and a file were given. Keep one of them.")
                if both
                else _("Paste the article here, or choose a file."),
            )
        return data
