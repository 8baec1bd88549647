"""Words for what a subscriber chose."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from summaries.models import Languages, Subscriber, Topic
from summaries.services.subscriptions.choices import Choices

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return which texts somebody reads, in words."""
    return str(Languages(code).label)


@register.filter
def topic_names(slugs: tuple[str, ...]) -> str:
    """Return the names of topics in the language of the page. One query; none where all are meant.

    Topics that are no more are left out.
    """
    name = "name_ar" if get_language() == "ar" else "name_en"
    named = Topic.objects.filter(slug__in=slugs).values_list(name, flat=True) if slugs else []
    return _(", ").join(named) or _("all topics")


@register.filter
def how_often(chosen: Choices) -> str:
    """Return when letters come: how often, on which day, at which hour of which place."""
    when = {
        "day": WEEKDAYS[chosen.weekday],
        "time": f"{chosen.hour:02}:00",
        "zone": chosen.time_zone.replace("_", " "),
    }
    said = {
        Subscriber.Frequency.DAILY: _("every day at %(time)s (%(zone)s)"),
        Subscriber.Frequency.WEEKLY: _("once a week: %(day)s at %(time)s (%(zone)s)"),
        Subscriber.Frequency.BREAKING: _("only breaking news, at once"),
    }[Subscriber.Frequency(chosen.frequency)] % when
    return _("%(often)s; breaking news at once") % {"often": said} if chosen.breaking_too else said


DEEDS = {
    "ask": gettext_lazy("asked to subscribe"),
    "ask_link": gettext_lazy("asked for the link to the settings"),
    "confirm": gettext_lazy("confirmed the subscription"),
    "choose": gettext_lazy("changed the settings"),
    "leave": gettext_lazy("ended the subscription"),
    "suppress": gettext_lazy("put the address on the suppression list"),
    "release": gettext_lazy("took the address off the suppression list"),
    "export": gettext_lazy("exported the data"),
    "bounced": gettext_lazy("the address refused our mail"),
}


@register.filter
def subscriber_deed(verb: str) -> str:
    """Return what happened to a subscription, in words."""
    return str(DEEDS.get(verb, verb))
