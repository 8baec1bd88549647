"""`manage.py sources list|fetch|doctor`: the sources from a terminal, without a worker."""

import sys
from collections.abc import Iterator
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from summaries import wiring
from summaries.management.foreground import bring_to_an_end
from summaries.models import Fetch, Source
from summaries.services.sources import health, ledger, signs
from summaries.services.sources.health import Health

BROKEN = 1


class Command(BaseCommand):
    """Show how the sources are, and fetch them here and now."""

    help = "List the sources, fetch them now, or say what is wrong with them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show all sources and where they are fetched from")
        fetch = actions.add_parser("fetch", help="fetch sources now, in this process")
        fetch.add_argument("names", nargs="*", metavar="NAME", help="default: every active source")
        fetch.add_argument(
            "--no-pages", action="store_true", help="only the feeds, not the pages of new items"
        )
        actions.add_parser("doctor", help="say how every source is; exit with 1 if one is broken")

    def handle(self, *, action: str, **options) -> None:
        """Run one action; exit with 1 where something is broken."""
        broken = getattr(self, f"_{action}")(options)
        if broken:
            sys.exit(BROKEN)

    def _list(self, options: dict) -> bool:
        for found in health.overview():
            source = found.source
            facts = (source.get_kind_display(), found.state.label, source.url)
            self.stdout.write(f"{source.name_en}: {', '.join(str(fact) for fact in facts if fact)}")
        return False

    def _fetch(self, options: dict) -> bool:
        client, ends = wiring.web_client(), []
        for source in chosen(options["names"]):
            for fetch in fetched(source, client, with_pages=not options["no_pages"]):
                self.stdout.write(f"{source.name_en}: {outcome(fetch)}")
                ends.append(fetch.state == Fetch.State.FAILED)
        return any(ends)

    def _doctor(self, options: dict) -> bool:
        found, missing = health.overview(), signs.missing()
        for one in found:
            self.stdout.write(line(one))
        for sign in missing:
            self.stdout.write(self.style.ERROR(sign))
        broken = sum(one.is_broken for one in found)
        self.stdout.write(f"{len(found)} sources, {broken} of them broken.")
        return bool(broken or missing)


def chosen(names: list[str]) -> list[Source]:
    """Return the sources of these names, or all that are fetched; CommandError where one is not."""
    if not names:
        return [source for source in Source.objects.all() if source.is_fetched]
    return [_named(name) for name in names]


def _named(name: str) -> Source:
    source = Source.objects.filter(Q(name_en__iexact=name) | Q(name_ar=name)).first()
    if source is None:
        raise CommandError(f"There is no source “{name}”. See: manage.py sources list")
    if not source.is_fetched:
        raise CommandError(f"“{name}” is paused, or people bring its articles: nothing to fetch.")
    return source


def fetched(source: Source, client, *, with_pages: bool) -> Iterator[Fetch]:
    """Poll a source, then fetch the pages of its new items; yields each fetch at its end."""
    with transaction.atomic():
        ledger.enqueue_poll(source)
    kinds = [Fetch.Kind.POLL, Fetch.Kind.ITEM] if with_pages else [Fetch.Kind.POLL]
    tried: set[int] = set()
    while fetch := _next(source, kinds, tried):
        tried.add(fetch.pk)
        yield bring_to_an_end(fetch, client)


def _next(source: Source, kinds: list[str], tried: set[int]) -> Fetch | None:
    waiting = source.fetches.open().filter(kind__in=kinds).exclude(pk__in=tried)
    return waiting.by_urgency().first()


def outcome(fetch: Fetch) -> str:
    """Return what came of a fetch, in a line."""
    if fetch.is_open:
        why = f" {fetch.error}" if fetch.error else ""
        return f"put off until {_time(fetch.run_after)}.{why} {fetch.url}"
    if fetch.state != Fetch.State.DONE:
        why = fetch.error or "It is not wanted any more."
        return f"{fetch.get_state_display().lower()}: {why} {fetch.url}"
    if fetch.kind == Fetch.Kind.POLL:
        return f"{fetch.seen} listed, {fetch.fresh} new"
    return f"page read: {fetch.url}"


def line(found: Health) -> str:
    """Return how a source is, in a line: state, times, error, what to do."""
    source = found.source
    facts = [f"{source.name_en}: {found.state.label}"]
    if source.is_fetched:
        facts += [
            f"last success {_time(source.last_success_at)}",
            f"last item {_time(source.last_item_at)}",
            f"next run {_next_run(found)}",
        ]
    if found.error:
        facts.append(f"error: {found.error}")
    return " | ".join([*facts, found.words])


def _next_run(found: Health) -> str:
    if found.next_run:
        return _time(found.next_run)
    is_running = found.poll and found.poll.state == Fetch.State.RUNNING
    return "running now" if is_running else "waiting for a worker"


def _time(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "never"
