"""Words for what happened to editions."""

from django import template
from django.conf import settings
from django.template.defaultfilters import date as in_words
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from summaries.services.editions import wanting

register = template.Library()

_EVENTS = {
    "saved": gettext_lazy("saved it"),
    "scheduled": gettext_lazy("scheduled it"),
    "unscheduled": gettext_lazy("took it off the schedule"),
    "published": gettext_lazy("sent it"),
    "held": gettext_lazy("Held back when its time came"),
    "intro_changed": gettext_lazy("changed the introduction after it went out"),
    "mailing_paused": gettext_lazy("paused its emails"),
    "mailing_resumed": gettext_lazy("had its emails go on"),
}


@register.filter
def edition_event_words(event) -> str:
    """Say in words what an event of an edition was, to be read after the actor's name."""
    if event.verb == "published" and event.actor is None:
        return _("It went out at its time")
    return str(_EVENTS.get(event.verb, event.verb.replace("_", " ")))


@register.filter
def edition_event_changes(event) -> str:
    """Return how much was changed: "2 put in, 1 taken out, order changed"."""
    added, removed = (len(event.data.get(name, ())) for name in ("added", "removed"))
    parts = []
    if added:
        parts.append(ngettext("%(n)d put in", "%(n)d put in", added) % {"n": added})
    if removed:
        parts.append(ngettext("%(n)d taken out", "%(n)d taken out", removed) % {"n": removed})
    if event.data.get("order"):
        parts.append(_("order changed"))
    if event.data.get("intro"):
        parts.append(_("introduction changed"))
    return _(", ").join(parts)


@register.filter
def edition_event_codes(event) -> list[str]:
    """Return in words what an event says was wanting: accepted by a person, or why it was held."""
    return wanting.in_words(event.data.get("codes") or event.data.get("accepted") or [])


@register.filter
def edition_event_moment(event) -> str:
    """Return for when an event scheduled it, with the time zone; empty for others."""
    moment = parse_datetime(event.data.get("send_at", "")) if event.verb == "scheduled" else None
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{in_words(local, 'DATETIME_FORMAT')} ({settings.TIME_ZONE})"


@register.filter
def in_newsroom(moment) -> str:
    """Return a moment by the newsroom's clock, with its time zone."""
    return f"{in_words(timezone.localtime(moment), 'DATETIME_FORMAT')} ({settings.TIME_ZONE})"
