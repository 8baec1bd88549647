"""Everything the dashboard shows, for admins."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from summaries.services.dashboard import (
    days,
    failures,
    findings,
    mail,
    publications,
    stages,
    waiting,
    work,
)
from summaries.services.dashboard.period import Period
from summaries.services.errors import NotAllowed
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role


@dataclass(frozen=True)
class Overview:
    """What the modules of this package found about one period."""

    period: Period
    days: list[days.Day]
    waiting: list[waiting.Waiting]
    work: work.Work
    stages: stages.Timings
    machine: failures.Failures
    fetching: failures.Failures
    email: failures.Failures
    published: publications.Published
    findings: list[findings.Decided]
    reasons: list[findings.Reason]
    deliveries: list[mail.Day]
    # How many emails are due and not sent, and since when the oldest is.
    due: tuple[int, datetime | None]
    growth: list[mail.Growth]
    # How many of them nothing is sent to.
    unreachable: int


def require_admin(actor) -> None:
    """Raise NotAllowed for everybody who does not run the newsdesk."""
    if Role.ADMIN not in roles_of(actor):
        raise NotAllowed(_("Only admins see how the newsdesk runs. Ask one of them."))


def of(actor, period: Period) -> Overview:
    """Return everything about a period. Raises NotAllowed."""
    require_admin(actor)
    published = publications.of(period)
    return Overview(
        period,
        days.of(period),
        waiting.of(period),
        work.of(period),
        stages.of(period),
        failures.of_machine(period),
        failures.of_fetching(period),
        failures.of_email(period),
        published,
        findings.of(period, published.outcomes),
        findings.reasons(period),
        mail.deliveries(period),
        mail.due(period),
        mail.growth(period),
        mail.unreachable(),
    )
