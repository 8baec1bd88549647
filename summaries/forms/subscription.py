"""What readers choose when they subscribe, and what admins say about subscribers."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.models import Languages, Subscriber, Topic
from summaries.services.subscriptions import addresses, zones
from summaries.services.subscriptions.choices import Choices

_REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
# Where most who read Arabic live: in the reader's language, and first in their region.
_CITIES = {
    "Africa/Algiers": _("Algiers"),
    "Africa/Cairo": _("Cairo"),
    "Africa/Casablanca": _("Casablanca"),
    "Africa/Djibouti": _("Djibouti"),
    "Africa/Khartoum": _("Khartoum"),
    "Africa/Mogadishu": _("Mogadishu"),
    "Africa/Nouakchott": _("Nouakchott"),
    "Africa/Tripoli": _("Tripoli"),
    "Africa/Tunis": _("Tunis"),
    "America/New_York": _("New York"),
    "Asia/Aden": _("Aden, Sanaa"),
    "Asia/Amman": _("Amman"),
    "Asia/Baghdad": _("Baghdad"),
    "Asia/Bahrain": _("Bahrain"),
    "Asia/Beirut": _("Beirut"),
    "Asia/Damascus": _("Damascus"),
    "Asia/Dubai": _("Dubai, Abu Dhabi"),
    "Asia/Gaza": _("Gaza"),
    "Asia/Hebron": _("Hebron"),
    "Asia/Jerusalem": _("Jerusalem"),
    "Asia/Kuwait": _("Kuwait City"),
    "Asia/Muscat": _("Muscat"),
    "Asia/Qatar": _("Doha"),
    "Asia/Riyadh": _("Riyadh"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Istanbul": _("Istanbul"),
    "Europe/London": _("London"),
    "Europe/Paris": _("Paris"),
}
_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def _zones() -> list:
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(zones.offered(), key=lambda zone: (zone not in _CITIES, zone)):
        region, _slash, place = zone.partition("/")
        if place:
            named = _CITIES.get(zone) or place.replace("_", " ").replace("/", ", ")
            groups.setdefault(region, []).append((zone, named))
    return [("UTC", "UTC"), *((_REGIONS[region], groups[region]) for region in zones.REGIONS)]


class ZoneSelect(forms.Select):
    """Time zones; a script finds the browser's own by a former name, too."""

    def create_option(self, name, value, *args, **kwargs) -> dict:
        """Return an option that says what else its zone is called."""
        option = super().create_option(name, value, *args, **kwargs)
        if also := zones.former_names().get(value):
            option["attrs"]["data-also"] = " ".join(also)
        return option


def _topics() -> list[tuple[str, str]]:
    name = "name_ar" if get_language() == "ar" else "name_en"
    return list(Topic.objects.values_list("slug", name))


class AddressField(forms.EmailField):
    """An address somebody may be written to, as it is kept."""

    def __init__(self, **options) -> None:
        keyboard = {
            "autocomplete": "email",
            "dir": "ltr",
            "inputmode": "email",
            "spellcheck": "false",
        }
        options = {"label": _("Email address"), "max_length": 320} | options
        super().__init__(widget=forms.EmailInput(attrs=keyboard), **options)
        self.default_validators = self.validators = []
        self.error_messages["required"] = _("Enter the address that the brief goes to.")

    def clean(self, value) -> str:
        """Return the address in its one spelling, or say that it is none."""
        value = addresses.canonical(super().clean(value))
        addresses.validate(value)
        return value


class ChoicesForm(DeskForm):
    """Everything a subscriber chooses."""

    language = forms.ChoiceField(
        label=_("Language of the texts"), choices=Languages.choices, widget=forms.RadioSelect
    )
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Subscriber.Frequency.choices, widget=forms.RadioSelect
    )
    also_breaking = forms.BooleanField(label=_("Breaking news too, at once"), required=False)
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly brief"), choices=list(WEEKDAYS.items()), coerce=int
    )
    hour = forms.TypedChoiceField(label=_("Hour"), choices=_HOURS, coerce=int)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, widget=ZoneSelect)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=_topics, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, chosen: Choices | None = None, speaks: str = "en", **kwargs) -> None:
        self.speaks = speaks
        initial = chosen.as_dict() if chosen else {}
        super().__init__(*args, **({"initial": initial} | kwargs))

    def chosen(self) -> Choices:
        """Return what was chosen, of a valid form.

        Letters in one language speak that one; those in both speak the language of the page.
        """
        data = {name: self.cleaned_data[name] for name in ChoicesForm.base_fields}
        ticked = set(data["topics"])
        data["topics"] = tuple(
            slug for slug, _name in self["topics"].field.choices if slug in ticked
        )
        language = data["language"]
        return Choices(**data, speaks=self.speaks if language == Languages.BOTH else language)


class SubscribeForm(ChoicesForm):
    """An address, and what is to be sent to it."""

    email = AddressField(
        help_text=_("We send one email with a link. Nothing else until you press it.")
    )
    field_order = ("email",)


class LinkForm(DeskForm):
    """An address that the link to its settings is sent to."""

    email = AddressField()


class FindForm(DeskForm):
    """The address of a subscriber somebody asks about."""

    email = AddressField(label=_("Find an address"))


class ReasonForm(DeskForm):
    """Why an admin does something to a subscription: whoever asks later reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say who asked for it, or why.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
