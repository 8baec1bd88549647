"""Words and bars for the pages of the sources."""

from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from summaries.services.sources.facts import countries
from summaries.services.sources.health_words import span
from summaries.templatetags.desk import in_language

register = template.Library()

# What happened to a source, to be read after the name of who did it.
DEEDS = {
    "added": gettext_lazy("added the source"),
    "changed": gettext_lazy("changed it"),
    "paused": gettext_lazy("paused it"),
    "resumed": gettext_lazy("resumed it"),
    "item_taken": gettext_lazy("took an item in by hand"),
}
# What the newsdesk noted by itself.
NOTED = {
    "failing": gettext_lazy("It fails again and again; the admins were told"),
    "silent": gettext_lazy("It fell silent; the admins were told"),
    "recovered": gettext_lazy("It answers again"),
    "publishes_again": gettext_lazy("It lists new articles again"),
    "moved": gettext_lazy("Its address moved"),
}
FACTS = {
    "name_en": gettext_lazy("name in English"),
    "name_ar": gettext_lazy("name in Arabic"),
    "kind": gettext_lazy("kind"),
    "url": gettext_lazy("address of the feed or page"),
    "homepage": gettext_lazy("home page"),
    "country": gettext_lazy("country"),
    "ownership_en": gettext_lazy("ownership note in English"),
    "ownership_ar": gettext_lazy("ownership note in Arabic"),
    "topic": gettext_lazy("topic"),
    "licence": gettext_lazy("what readers may see"),
    "interval_minutes": gettext_lazy("minutes between fetches"),
    "link_pattern": gettext_lazy("links that are articles"),
    "keep_patterns": gettext_lazy("take only"),
    "skip_patterns": gettext_lazy("leave out"),
}

# One bar with its gap, and the height of the tallest, in units of the drawing.
STEP, HEIGHT = 8, 40


@dataclass(frozen=True)
class Bar:
    """One day of a chart: where its bar stands, and how tall it is."""

    day: date
    count: int
    x: int
    height: int

    @property
    def y(self) -> int:
        """Return where the bar begins, from above."""
        return HEIGHT - self.height


@register.filter
def bars(rhythm, days: int) -> list[Bar]:
    """Return the bars of a rhythm's last days, the oldest first; an empty day is a thin line."""
    shown = rhythm.days[-days:]
    peak = max((count for _day, count in shown), default=0) or 1
    return [
        Bar(day, count, place * STEP, max(round(HEIGHT * count / peak), 3 if count else 1))
        for place, (day, count) in enumerate(shown)
    ]


@register.filter
def width(bars: list[Bar]) -> int:
    """Return how wide the drawing of some bars is."""
    return len(bars) * STEP


@register.filter
def peak(bars: list[Bar]) -> int:
    """Return the largest number of a chart."""
    return max((bar.count for bar in bars), default=0)


@register.filter
def a_day(rhythm, days: int) -> float:
    """Return how many items came on a day of the last ones, on average."""
    return rhythm.a_day(days)


@register.filter
def other_name(source) -> str:
    """Return the name of a source in the language that the page is not in, "" without one."""
    shown = in_language(source, "name")
    other = source.name_en if get_language() == "ar" else source.name_ar
    return other if other != shown else ""


@register.filter
def name_language(source) -> str:
    """Return the language in which a source's name is shown."""
    return "ar" if get_language() == "ar" and source.name_ar else "en"


@register.filter
def country(code: str) -> str:
    """Return the name of a country in the language of the page."""
    return countries(get_language() or "en").get(code, code)


@register.filter
def length(found) -> str:
    """Say how long something takes."""
    return span(found)


@register.filter
def until(moment: datetime | None) -> str:
    """Say how far away a moment of the future is: "in 12 minutes", "now"."""
    if moment is None:
        return ""
    left = moment - timezone.now()
    return _("in %(span)s") % {"span": span(left)} if left.total_seconds() > 30 else _("now")


@register.filter
def deed(event) -> str:
    """Say what a person did to a source, to be read after the name, or what the newsdesk noted."""
    return DEEDS.get(event.verb) or NOTED.get(event.verb) or event.verb.replace("_", " ")


@register.filter
def changes(event) -> list[tuple[str, str, str]]:
    """Return what a change did to each fact: its name, what it was, what it is."""
    before, after = event.data.get("before", {}), event.data.get("after", {})
    return [(FACTS.get(name, name), before.get(name, ""), after[name]) for name in after]
