"""Why a source is in its state, and what to do about it, in a sentence or two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.services.sources.states import State

if TYPE_CHECKING:
    from summaries.services.sources.health import Health


def words(health: Health) -> str:
    """Say why a source is in its state, and what to do."""
    return _WORDS[health.state](health)


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


def span(length: timedelta) -> str:
    """Say how long something takes, in one unit: "40 minutes", "3 hours", "2 days"."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if (hours := round(minutes / 60)) < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _failing(health: Health) -> str:
    n = health.source.failures
    said = ngettext(
        "%(n)d fetch failed, since %(since)s.",
        "%(n)d fetches in a row failed, since %(since)s.",
        n,
    )
    said %= {"n": n, "since": _moment(health.source.failing_since)}
    words = f"{said} {_again(health)}"
    if health.is_final and health.next_run:
        return words
    what = _("Look at the error, change the address if it is wrong, or pause the source.")
    return f"{words} {what}"


def _again(health: Health) -> str:
    if health.next_run is None:
        return _("It is being tried again now.")
    told = {"next": _moment(health.next_run)}
    if health.is_final:
        return (
            _(
                "It goes on being tried, next at %(next)s, but this hardly passes by itself: "
                "somebody must change the address or pause the source."
            )
            % told
        )
    again = _("It is tried again at %(next)s, by itself.") % told
    return f"{_why_closed(health)} {again}" if health.closed_until else again


def _why_closed(health: Health) -> str:
    if health.host_fails:
        return _("Its server failed several times in a row.")
    return _("Its server asked for a pause.")


def _host_closed(health: Health) -> str:
    until = {"until": _moment(health.closed_until)}
    what = _("So nothing is asked of it until %(until)s; that ends by itself.") % until
    return " ".join((_why_closed(health), what, _("“Fetch now” tries it before.")))


def _backing_off(health: Health) -> str:
    n = health.source.failures
    said = ngettext("The last fetch failed.", "The last %(n)d fetches failed.", n) % {"n": n}
    return f"{said} {_again(health)}"


def _pages_fail(health: Health) -> str:
    return _(
        "It answers, but the articles it listed lately did not come: their pages could not be "
        "read. Its page says why, item by item."
    )


def _late(health: Health) -> str:
    return _(
        "It should have been fetched at %(then)s. If all sources are late, no worker fetches: ask "
        "whoever runs this site to look after the fetch worker."
    ) % {"then": _moment(health.source.next_fetch_at)}


def _quiet(health: Health) -> str:
    last, gap = health.source.last_item_at, health.rhythm.gap
    if last is None:
        return _(
            "It answers, but has never listed an article. Look at its address and its patterns."
        )
    told = {"ago": span(health.now - last)}
    said = _("It answers, but has listed nothing new for %(ago)s.") % told
    if gap and gap >= timedelta(minutes=1):
        said += " " + _("The usual time between two items is %(gap)s.") % {"gap": span(gap)}
    return said + " " + _("Open its site: it may have a new feed, or nothing to report.")


def _new(health: Health) -> str:
    return _("It was not fetched yet. The first fetch comes within minutes.")


def _working(health: Health) -> str:
    if health.source.last_item_at is None:
        return _("It answers. No article came yet.")
    if not health.rhythm.came:
        return _("It answers. Of what it listed, nothing is on the desk yet.")
    return _("It answers, and articles come.")


def _paused(health: Health) -> str:
    return _("Nothing comes from it until an admin resumes it.")


def _by_hand(health: Health) -> str:
    return _("Nothing is fetched: people bring its articles.")


_WORDS = {
    State.FAILING: _failing,
    State.HOST_CLOSED: _host_closed,
    State.BACKING_OFF: _backing_off,
    State.PAGES_FAIL: _pages_fail,
    State.LATE: _late,
    State.QUIET: _quiet,
    State.NEW: _new,
    State.WORKING: _working,
    State.PAUSED: _paused,
    State.BY_HAND: _by_hand,
}
