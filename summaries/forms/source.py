"""The forms of a source."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import Source, Topic
from summaries.services.sources.facts import NAMES, Facts, countries
from summaries.services.texts import MAX_NOTE_CHARACTERS

_ENGLISH = {"lang": "en", "dir": "ltr"}
_ARABIC = {"lang": "ar", "dir": "rtl"}
_ADDRESS = {"dir": "ltr", "inputmode": "url", "spellcheck": "false"}
_PATTERNS = {"rows": 2, "dir": "auto", "spellcheck": "false"}


def _line(label, widget_attributes, help_text="", **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.TextInput(attrs=widget_attributes),
        help_text=help_text,
        **({"max_length": 200, "required": False} | options),
    )


def _lines(label, help_text) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs=_PATTERNS),
        help_text=help_text,
    )


class SourceForm(DeskForm):
    """What an admin says about a source; `seen` is the newest line of its history on the page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind)
    url = _line(
        _("Address of the feed or page"),
        _ADDRESS,
        _("Empty for a source whose articles people bring by hand."),
        max_length=2000,
    )
    link_pattern = _lines(
        _("Links that are articles"),
        _("Only for a page that lists articles: one pattern a line, such as */news/*."),
    )
    name_en = _line(_("Name in English"), _ENGLISH, required=True)
    name_ar = _line(_("Name in Arabic"), _ARABIC)
    ownership_en = _line(
        _("Ownership note in English"),
        _ENGLISH,
        _("Readers see it beside every brief, for example “state-owned, Russia”."),
    )
    ownership_ar = _line(_("Ownership note in Arabic"), _ARABIC)
    country = forms.ChoiceField(label=_("Country"), required=False)
    homepage = _line(_("Home page"), _ADDRESS)
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, empty_label=_("No topic")
    )
    licence = forms.ChoiceField(
        label=_("What readers may see"),
        choices=Source.Licence,
        help_text=_("The full Arabic text only where its owner agreed."),
    )
    keep_patterns = _lines(
        _("Take only"),
        _("One pattern a line, looked for in title and address. Empty takes everything."),
    )
    skip_patterns = _lines(
        _("Leave out"),
        _("One pattern a line, looked for in title and address. It counts more than “Take only”."),
    )
    interval_minutes = forms.IntegerField(
        label=_("Minutes between fetches"),
        initial=30,
        help_text=_("From 5 minutes to 7 days (10080). A source that fails is fetched less often."),
    )
    is_active = forms.BooleanField(label=_("Fetch it from now on"), required=False, initial=True)
    reason = _line(
        _("Reason"), {"dir": "auto"}, _("Kept in its history."), max_length=MAX_NOTE_CHARACTERS
    )
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    WHERE = ("kind", "url", "link_pattern")
    READERS = ("name_en", "name_ar", "ownership_en", "ownership_ar", "country", "homepage")
    DESK = ("topic", "licence", "keep_patterns", "skip_patterns", "interval_minutes")

    def __init__(self, *args, source: Source | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = countries(get_language() or "en")
        self.fields["country"].choices = [("", _("Not said")), *names.items()]
        if get_language() == "ar":
            self.fields["topic"].label_from_instance = lambda topic: topic.name_ar
        if source:
            del self.fields["is_active"]

    @property
    def groups(self):
        """Return the visible fields in the groups of the page, each with its heading."""
        last = [name for name in ("is_active", "reason") if name in self.fields]
        groups = (
            (_("Where its articles are"), self.WHERE),
            (_("What readers are told"), self.READERS),
            (_("What the desk does with them"), (*self.DESK, *last)),
        )
        return [(title, [self[name] for name in names]) for title, names in groups]

    @classmethod
    def initial_of(cls, source: Source, seen: int) -> dict:
        """Return what the form of a stored source starts with."""
        return {name: getattr(source, name) for name in NAMES} | {"seen": seen}

    @property
    def facts(self) -> Facts:
        """Return what was typed, when it is valid."""
        return Facts(**{name: self.cleaned_data[name] for name in NAMES if name in self.fields})


class PauseForm(DeskForm):
    """Why a source is paused."""

    reason = _line(
        _("Reason"),
        {"dir": "auto"},
        _("The others read it before they resume it."),
        required=True,
        max_length=MAX_NOTE_CHARACTERS,
    )
