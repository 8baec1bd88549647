"""The form that takes articles in."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import Source
from summaries.readers.addresses import item_url
from summaries.services.sources.addresses import source_of
from summaries.templatetags.desk import in_language


class SourceField(forms.ModelChoiceField):
    """A choice of outlets, by their name in the language of the page."""

    def label_from_instance(self, obj: Source) -> str:
        """Return the outlet's name."""
        return in_language(obj, "name")


class FilesInput(forms.FileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files, as a list."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list:
        """Return the files; each is checked like a single one."""
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class ArticleForm(DeskForm):
    """A pasted text, files, or an address; and where the text comes from."""

    url = forms.URLField(
        label=_("Address of the original"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Without a text and files, the article is fetched from here."),
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    text = forms.CharField(
        label=_("Article text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"lang": "ar", "dir": "rtl", "rows": 16}),
    )
    file = FilesField(
        label=_("Or files"),
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf"}),
    )
    source = SourceField(
        Source.objects.all(),
        label=_("Source"),
        required=False,
        empty_label=_("Not in the list"),
        help_text=_("Chosen by itself where the address tells it."),
    )
    # Stands last: what ended early comes without it, and a shorter article is no article.
    complete = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.largest = settings.UPLOAD_MAX_BYTES
        self.fields["file"].help_text = _(
            "Each file is an article of its own. Up to %(files)d files of %(each)d MB, "
            "%(all)d MB together."
        ) % {
            "files": settings.UPLOAD_MAX_FILES,
            "each": settings.UPLOAD_MAX_BYTES // 2**20,
            "all": settings.UPLOAD_MAX_TOTAL_BYTES // 2**20,
        }

    @classmethod
    def brought_along(cls, url: str) -> "ArticleForm":
        """Return the form filled in with an address from elsewhere, or empty if it is none."""
        url = item_url(url)
        return cls(initial={"url": url, "source": source_of(url) if url else None})

    def clean_url(self) -> str:
        """Refuse an address that carries somebody's access: readers get to see it."""
        url = self.cleaned_data["url"]
        if "@" in urlsplit(url).netloc:
            raise forms.ValidationError(_("Take the user name or password out of this address."))
        return url

    def clean_file(self) -> list:
        """Refuse too much at once, and a single file over the limit, before reading any."""
        files = self.cleaned_data["file"]
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise forms.ValidationError(
                _("These are %(count)d files. Add at most %(limit)d at once."),
                params={"count": len(files), "limit": settings.UPLOAD_MAX_FILES},
            )
        if len(files) == 1 and files[0].size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(limit)s. Paste the article's text instead."),
                params={"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            )
        if sum(file.size for file in files) > settings.UPLOAD_MAX_TOTAL_BYTES:
            raise forms.ValidationError(
                _("These files are larger than %(limit)s together. Add them in several steps."),
                params={"limit": filesizeformat(settings.UPLOAD_MAX_TOTAL_BYTES)},
            )
        return files

    def clean(self) -> dict:
        """Ask for exactly one of a text, files and an address."""
        data = super().clean()
        if not data["complete"]:
            self.add_error(None, _("What was sent ended before it was whole. Send it again."))
        if not {"file", "text", "source"} <= data.keys():
            return data
        pasted, files = bool(data["text"].strip()), data["file"]
        if pasted and files:
            self.add_error("text", _("Both a text and a file were given. Keep one of them."))
        elif len(files) > 1 and data.get("url"):
            self.add_error(
                "url",
                _("Several files have several addresses. Take this one out, or add one file."),
            )
        elif not (pasted or files or self.data.get("url", "").strip()):
            self.add_error(
                "text", _("Paste the article here, choose a file, or give the article's address.")
            )
        if data.get("url") and not data["source"]:
            data["source"] = source_of(data["url"])
        return data
