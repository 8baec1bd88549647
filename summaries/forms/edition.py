"""The form of an edition: what a publisher's page sends back, whichever button was pressed."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services import texts
from summaries.services.editions import clock
from summaries.services.editions.editing import MOST_INTRO_CHARACTERS, Contents
from summaries.services.errors import Invalid

# What a page's own fields hold at most; anything longer was not sent by it.
_MOST_KEYS = 200
_LOCAL = "%Y-%m-%dT%H:%M"


class LocalMomentField(forms.CharField):
    """A moment by the newsroom's clock."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"})

    def clean(self, value: str) -> datetime | None:
        """Return the moment; refuse what is no time, and what the clock shows never or twice."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return clock.local(datetime.strptime(text[:16], _LOCAL))
        except ValueError:
            raise forms.ValidationError(_("Write date and time as 2026-03-12T06:00.")) from None
        except Invalid as error:
            raise forms.ValidationError(str(error)) from None


def _intro(label, language: str, direction: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_INTRO_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "lang": language, "dir": direction}),
    )


class EditionForm(DeskForm):
    """The introduction in both languages, when it goes out, and which version the page showed."""

    intro_en = _intro(_("Introduction, English"), "en", "ltr")
    intro_ar = _intro(_("Introduction, Arabic"), "ar", "rtl")
    # What it was comes along: saving must not take a time for chosen that nobody touched.
    send_at = LocalMomentField(label=_("Goes out at"), required=False, show_hidden_initial=True)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """Say of the hidden field what nobody would see beside it."""
        if "version" in self.errors:
            self.add_error(None, _("This form is damaged. Open the page again."))
        return self.cleaned_data

    @staticmethod
    def as_typed(moment: datetime | None) -> str:
        """Return a moment as the field for it shows it."""
        return moment.astimezone(clock.zone()).strftime(_LOCAL) if moment else ""

    @property
    def has_another_time(self) -> bool:
        """Say whether somebody typed another time than the page showed."""
        return "send_at" in self.changed_data

    def renewed(self, version: int, send_at: str) -> "EditionForm":
        """Return the same on top of what is stored meanwhile: its version, and when it goes out."""
        data = self.data.copy()
        data["version"] = version
        if not self.has_another_time:
            data["send_at"] = send_at
        data[self["send_at"].html_initial_name] = send_at
        return EditionForm(data)

    @property
    def contents(self) -> Contents:
        """Return the briefs and the introduction as they were sent, valid or not."""
        keys = self.data.getlist("briefs")[:_MOST_KEYS]
        english, arabic = (texts.lines(self.data.get(f"intro_{one}", "")) for one in ("en", "ar"))
        return Contents(tuple(int(key) for key in keys if _is_key(key)), english, arabic)

    @property
    def accepted(self) -> list[str]:
        """Return the codes of what may be wanting."""
        return self.data.getlist("accept")[:_MOST_KEYS]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
