"""The panel of what failed: why, how often, and where somebody finds out more."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from summaries.models import Delivery, Fetch, Job
from summaries.net.errors import Kind
from summaries.services.charts import Row, lying
from summaries.services.dashboard.failures import Failures
from summaries.services.dashboard.overview import Overview
from summaries.services.engine_words import spoken
from summaries.views.desk.panels.base import Group, Panel, Table, number
from summaries.views.desk.panels.counted import stopped_briefs

WHY = {
    Kind.ADDRESS: gettext_lazy("The address is wrong"),
    Kind.SCHEME: gettext_lazy("The address is none of the web"),
    Kind.PORT: gettext_lazy("The port is not open to us"),
    Kind.DNS: gettext_lazy("The server's name was not found"),
    Kind.TIMEOUT: gettext_lazy("The server was too slow"),
    Kind.TOO_LARGE: gettext_lazy("The answer was too large"),
    Kind.REDIRECTS: gettext_lazy("Too many redirections"),
    Kind.STATUS: gettext_lazy("The server refused"),
    Kind.TLS: gettext_lazy("The certificate is not valid"),
    Kind.CONNECTION: gettext_lazy("The server could not be reached"),
    Kind.ENCODING: gettext_lazy("The answer was packed in a way we do not read"),
    Kind.ROBOTS: gettext_lazy("robots.txt forbids it"),
    Kind.TYPE: gettext_lazy("The answer was no page or feed"),
    Kind.NOT_A_FEED: gettext_lazy("The page is no feed"),
}

# Reasons of each kind of work that have a bar; the table has more.
BARS = 8


@dataclass(frozen=True)
class _Reason:
    words: str
    count: int
    # Of the page that tells about the newest failure; "" where there is none.
    address: str = ""


def failures(found: Overview) -> Panel:
    """What failed, and why. A reason leads to what failed last for it."""
    kinds = {
        _("The machine"): (found.machine, _said, _of_job),
        _("Fetching"): (found.fetching, _said_of_fetch, _of_fetch),
        _("Email"): (found.email, _said, _of_email),
    }
    reasons = {title: _reasons(*kind) for title, kind in kinds.items()}
    rows = {title: _with_bars(listed) for title, listed in reasons.items()}
    peak = max((one.count for shown in rows.values() for one in shown), default=0)
    groups = [Group(title, _bars(shown, peak)) for title, shown in rows.items() if shown]
    table = [
        (title, one.words, number(one.count)) for title, listed in reasons.items() for one in listed
    ]
    return Panel(
        "failures",
        _("Failures by reason"),
        Table((_("Work"), _("Reason"), _("Times")), tuple(table)),
        facts=tuple((title, number(failed.count)) for title, (failed, *_how) in kinds.items()),
        groups=tuple(groups),
        note=_(
            "What was given up; attempts that succeeded later are not in it. "
            "A reason leads to what failed last for it."
        ),
        empty=_("Nothing failed in these days."),
        wide=True,
        links=_links(found),
    )


def _reasons(failed: Failures, told, leads_to) -> list[_Reason]:
    listed = [
        _Reason(told(one.words), one.count, leads_to(one.newest) if one.newest else "")
        for one in failed.reasons
    ]
    return listed + ([_others(failed.others)] if failed.others else [])


def _with_bars(listed: list[_Reason]) -> list[_Reason]:
    rest = sum(one.count for one in listed[BARS:])
    return listed[:BARS] + ([_others(rest)] if rest else [])


def _bars(shown: list[_Reason], peak: int) -> tuple[Row, ...]:
    return tuple(
        lying(one.words, [(one.count, "bad")], peak, number(one.count), one.address)
        for one in shown
    )


def _others(count: int) -> _Reason:
    return _Reason(_("Other reasons"), count)


def _said(words: str) -> str:
    return spoken(words) or pgettext("reason", "Something else")


def _said_of_fetch(words: str) -> str:
    kind, _space, status = words.partition(" ")
    if kind not in WHY:
        return _said(words)
    return f"{WHY[kind]} ({status})" if status else str(WHY[kind])


def _of_job(job: Job) -> str:
    return reverse("desk:brief", args=[job.brief_id])


def _of_fetch(fetch: Fetch) -> str:
    if fetch.kind == Fetch.Kind.ADDRESS:
        return reverse("desk:fetch", args=[fetch.pk])
    return reverse("desk:source", args=[fetch.source_id]) if fetch.source_id else ""


def _of_email(delivery: Delivery) -> str:
    """Return the edition, where the mail server's words stand; else the reader's page."""
    if delivery.mailing and delivery.mailing.edition:
        return reverse("desk:edition", args=[delivery.mailing.edition.date])
    if delivery.subscriber_id:
        return reverse("desk:subscriber", args=[delivery.subscriber_id])
    return ""


def _links(found: Overview) -> tuple[tuple[str, str], ...]:
    pages = (
        (found.machine, stopped_briefs()),
        (found.fetching, (_("Sources"), reverse("desk:sources"))),
        (found.email, (_("Editions"), reverse("desk:editions"))),
    )
    return tuple(link for failed, link in pages if failed.count)
