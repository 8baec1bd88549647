"""The dashboard: how the newsdesk runs, for admins."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.models.finding import isolated
from summaries.services.dashboard import overview
from summaries.services.dashboard.overview import Overview
from summaries.services.dashboard.period import LENGTHS, USUAL, Period
from summaries.views.desk.panels import counted, daily, failures, text
from summaries.views.desk.panels.base import duration, number, since
from summaries.views.guard import desk_view

_PANELS = (
    daily.intake,
    counted.waiting,
    daily.backlog,
    counted.jobs,
    counted.stages,
    text.effort,
    text.findings,
    failures.failures,
    daily.deliveries,
    daily.growth,
)


@require_safe
@desk_view
def dashboard(request):
    """Show the last 30 days, or 7 or 90 of them."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, LENGTHS) else USUAL
    found = overview.of(request.user, Period.last(days))
    context = {
        "days": days,
        "lengths": LENGTHS,
        "dates": found.period.dates,
        "now": found.period.now,
        "zone": settings.TIME_ZONE,
        "tiles": _tiles(found),
        "panels": [panel(found) for panel in _PANELS],
    }
    return render(request, "desk/dashboard.html", context)


def _tiles(found: Overview) -> list[tuple[str, str, str, str]]:
    """Return what is true now: a name, a number, what belongs to it, and where to look."""
    now = found.period.now
    oldest = min((one.oldest for one in found.waiting if one.oldest), default=None)
    late, late_since = found.due
    return [
        (
            _("Open briefs"),
            number(sum(one.count for one in found.waiting)),
            _("oldest: %(age)s") % {"age": since(oldest, now)},
            reverse("desk:queue"),
        ),
        (
            _("Jobs that wait"),
            number(found.work.queued),
            _("oldest: %(age)s") % {"age": since(found.work.waits_since, now)},
            "#jobs",
        ),
        (
            _("Intake to publication"),
            duration(found.published.median),
            _("95 of 100 within %(span)s") % {"span": duration(found.published.p95)},
            "#intake",
        ),
        (
            _("Emails that are due"),
            number(late),
            _("oldest: %(age)s") % {"age": since(late_since, now)},
            "#deliveries",
        ),
        (
            _("Failures"),
            number(found.machine.count + found.fetching.count + found.email.count),
            _("in these days"),
            "#failures",
        ),
        (
            _("Subscribers now"),
            number(found.growth[-1].total),
            _grown(found),
            "#growth",
        ),
    ]


def _grown(found: Overview) -> str:
    words = {"change": _signed(sum(one.net for one in found.growth))}
    if not found.unreachable:
        return _("%(change)s in these days") % words
    words["n"] = number(found.unreachable)
    return _("%(change)s in these days; %(n)s unreachable") % words


def _signed(n: int) -> str:
    return isolated(f"+{number(n)}" if n > 0 else number(n))
