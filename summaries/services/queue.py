"""The queue's questions to the database, made so that they cost the same however much it holds.

Pages follow a key, not a count of rows to skip, and every state is walked along an index of its
own: a page of several states merges their walks.

A story has one row: of its briefs that the tab and the filters let through, the one that comes
first in the order stands for it. A search shows every match.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from summaries.models import Article, Brief, ReaderReport
from summaries.services import queue_rows, search
from summaries.workflow import LIVE, OPEN, Status

PAGE_SIZE = 50
# Beyond it a tab says "10,000+": counting on would cost more the longer the archive gets.
COUNT_LIMIT = 10_000


class Wanted(Protocol):
    """What a page is asked for; see `forms.queue.Filter`."""

    show: str
    q: str
    source: str
    topic: str
    owner: str
    warnings: str
    age: str
    sort: str


@dataclass(frozen=True)
class Tab:
    """The states a tab covers, and what else it asks of a brief."""

    states: frozenset[Status]
    where: Q = field(default_factory=Q)
    mine: bool = False

    def condition(self, user) -> Q:
        """Return what it asks beside the states."""
        return self.where & Q(owner=user) if self.mine else self.where


# The briefs about which a reader's report waits, along its index.
_REPORTED = ReaderReport.objects.filter(closed_at=None).order_by().values("brief")
TABS = {
    "open": Tab(OPEN),
    "mine": Tab(OPEN, mine=True),
    "in_review": Tab(frozenset({Status.IN_REVIEW})),
    "draft": Tab(frozenset({Status.DRAFT})),
    "drafting": Tab(frozenset({Status.DRAFTING}), Q(stopped=False)),
    "stopped": Tab(OPEN, Q(stopped=True)),
    "blocked": Tab(OPEN, Q(blocking__gt=0)),
    "warnings": Tab(OPEN, Q(warnings__gt=0)),
    "changed": Tab(OPEN | LIVE, Q(newer_article__isnull=False)),
    "reported": Tab(LIVE | {Status.RETRACTED}, Q(pk__in=_REPORTED)),
    "live": Tab(LIVE),
    "retracted": Tab(frozenset({Status.RETRACTED})),
    "all": Tab(frozenset(Status)),
}


@dataclass(frozen=True)
class _Order:
    """An order of the queue: by these columns, the last of them unique, one way or the other."""

    columns: tuple[str, ...]
    descending: bool

    def backwards(self) -> "_Order":
        return _Order(self.columns, not self.descending)

    @property
    def is_intake(self) -> bool:
        """Say whether it is the order in which the articles came in, one way or the other."""
        return self.columns == ("article_id",)

    def names(self) -> list[str]:
        return [f"-{column}" if self.descending else column for column in self.columns]

    def beyond(self, key: tuple) -> Q:
        """Return what comes after `key`, so that an index on the columns starts there."""
        way = "lt" if self.descending else "gt"
        *first, last = self.columns
        if not first:
            return Q(**{f"{last}__{way}": key[0]})
        tie = Q(**{f"{first[0]}__{way}": key[0]}) | Q(**{f"{last}__{way}": key[1]})
        return Q(**{f"{first[0]}__{way}e": key[0]}) & tie

    def before_this(self) -> Q:
        """Return what comes before the row of the query around it."""
        return self.backwards().beyond(tuple(OuterRef(column) for column in self.columns))

    def write(self, row: tuple) -> str:
        """Return the key of a row as the address carries it: numbers, a moment in microseconds."""
        return "-".join(str(_to_number(value)) for value in row)

    def read(self, text: str) -> tuple | None:
        """Return the key that `text` stands for, None where it stands for none."""
        parts = text.split("-")
        if len(parts) != len(self.columns) or not all(_is_number(part) for part in parts):
            return None
        *moments, number = map(int, parts)
        return (*(_EPOCH + timedelta(microseconds=moment) for moment in moments), number)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# By the choice of the filter: what blocks publication is counted apart.
_FOUND = {"1": Q(warnings__gt=0), "blocking": Q(blocking__gt=0)}
# Articles are numbered as they come in.
_ORDERS = {
    "": _Order(("article_id",), descending=True),
    "oldest": _Order(("article_id",), descending=False),
    "waiting": _Order(("status_changed_at", "article_id"), descending=False),
}


def _to_number(value: datetime | int) -> int:
    return value if isinstance(value, int) else (value - _EPOCH) // timedelta(microseconds=1)


def _is_number(text: str) -> bool:
    # Sixteen digits of microseconds reach the year 2286; more would be no date.
    return text.isascii() and text.isdigit() and len(text) <= 16


@dataclass(frozen=True)
class Page:
    """Some briefs in order, and the keys of the pages beside it ("" where there is none)."""

    briefs: list[Brief]
    newer: str
    older: str


class _Capped(Subquery):
    """How many rows a sliced queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def counts(user) -> dict[str, int]:
    """Return how many briefs each tab holds, up to COUNT_LIMIT + 1, in one query."""
    wanted = {f"n_{name}": _Capped(_some_of(tab, user)) for name, tab in TABS.items()}
    one_row = get_user_model().objects.filter(pk=user.pk).values(**wanted).get()
    return {name: one_row[f"n_{name}"] for name in TABS}


def _some_of(tab: Tab, user) -> QuerySet:
    rows = Brief.objects.filter(tab.condition(user), status__in=sorted(tab.states))
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1]


def page(wanted: Wanted, user, *, after: str = "", before: str = "") -> Page:
    """Return a page of the queue: the first, or the one after or before a key.

    A key that is none, and a page before which nothing is left, lead to the first page. Four
    queries whatever the page holds, and one where it holds stories.
    """
    order = _ORDERS[wanted.sort]
    if (key := order.read(before)) is not None:
        found = _keys(wanted, user, order.backwards(), key)
        if len(found) >= PAGE_SIZE:
            rows = found[:PAGE_SIZE][::-1]
            newer = order.write(rows[0]) if len(found) > PAGE_SIZE else ""
            return Page(queue_rows.briefs(rows), newer, order.write(rows[-1]))
        after = ""
    key = order.read(after)
    found = _keys(wanted, user, order, key)
    rows = found[:PAGE_SIZE]
    newer = order.write(rows[0]) if rows and key is not None else ""
    older = order.write(rows[-1]) if len(found) > PAGE_SIZE else ""
    return Page(queue_rows.briefs(rows), newer, older)


def _keys(wanted: Wanted, user, order: _Order, key: tuple | None) -> list[tuple]:
    """Return the keys of one page and one more."""
    tab = TABS[wanted.show]
    rows = Brief.objects.filter(tab.condition(user), *_conditions(wanted, user))
    if not wanted.q:
        # After the filters: SQLite asks it in this order.
        rows = rows.filter(_stands_for_its_story(wanted, user))
    if key is not None:
        rows = rows.filter(order.beyond(key))
    return list(
        _walk(rows, tab.states, order, wanted.q).values_list(*order.columns)[: PAGE_SIZE + 1]
    )


def _stands_for_its_story(wanted: Wanted, user) -> Q:
    """Return the condition that no other brief of the list in its story comes before it."""
    tab = TABS[wanted.show]
    others = Brief.objects.filter(tab.condition(user), *_conditions(wanted, user))
    others = others.filter(_ORDERS[wanted.sort].before_this(), story=OuterRef("story"))
    return Q(story=None) | ~Exists(others.filter(status__in=sorted(tab.states)))


def _walk(rows: QuerySet, states: frozenset[Status], order: _Order, q: str) -> QuerySet:
    """Put `rows` in order, in the way that reads the fewest of them.

    Open briefs are few beside what is found in the archive, so the search there goes first, and in
    the archive the order; without a search, each state goes along its index and they merge.
    """
    if q and states <= OPEN:
        rows = rows.filter(search.matching(q), status__in=sorted(states))
    elif q and order.is_intake:
        found = rows.filter(status__in=sorted(states))
        return search.in_order(found, q, descending=order.descending)
    else:
        rows = rows.filter(search.matching(q)) if q else rows
        walks = [rows.filter(status=state).values_list(*order.columns) for state in sorted(states)]
        rows = walks[0].union(*walks[1:], all=True) if len(walks) > 1 else walks[0]
    return rows.order_by(*order.names())


def _conditions(wanted: Wanted, user) -> list[Q]:
    """Return what the filters ask for beside the tab and the search."""
    found = _by_key(wanted, user)
    if wanted.source:
        # Not as a join: rows are looked up by briefs, of which a list or a story has few, not by
        # the many articles of a source.
        of_source = Article.objects.filter(pk=OuterRef("article_id"))
        found.append(Q(Exists(of_source.filter(source=_number(wanted.source)))))
    if wanted.warnings:
        found.append(_FOUND[wanted.warnings])
    if wanted.age:
        found.append(Q(status_changed_at__lte=timezone.now() - timedelta(hours=int(wanted.age))))
    return found


def _by_key(wanted: Wanted, user) -> list[Q]:
    owner = str(user.pk) if wanted.owner == "me" else wanted.owner
    chosen = {"topic": wanted.topic, "owner": owner}
    return [Q(**{name: _number(key)}) for name, key in chosen.items() if key]


def _number(key: str) -> int | None:
    return None if key == "none" else int(key)
