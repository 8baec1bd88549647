"""Articles from a terminal to the desk: files, addresses, and what a program writes."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.urls import reverse

from summaries import wiring
from summaries.engine.errors import TextRejected
from summaries.management.foreground import bring_to_an_end
from summaries.models import Article, Brief, Fetch, Source
from summaries.services import uploads
from summaries.services.errors import AlreadyTakenIn, ServiceError
from summaries.services.people import accounts
from summaries.services.sources import addresses, sites
from summaries.services.uploads import Fate

REFUSED = 2
STDIN = "-"
NOT_NOW = "It was not fetched in time. The workers go on with it."
# How files begin that are no plain text, for what comes without a name.
BEGINNINGS = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx", b"<": ".html"}


@dataclass(frozen=True)
class Line:
    """What became of one argument; `outcome` is new, known or refused."""

    input: str
    outcome: str
    brief: int | None = None
    address: str = ""
    words: str = ""

    def __str__(self) -> str:
        facts = (self.outcome, f"brief {self.brief}" if self.brief else "", self.address)
        said = ", ".join(fact for fact in facts if fact)
        return f"{self.input}: {said}{': ' if self.words else ''}{self.words}"


class Command(BaseCommand):
    """`manage.py ingest FILE|URL|-`: exit code 2 when something was refused."""

    help = "Take articles in: files, addresses, or - for standard input. Known ones are no error."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to take in, and what is known about it."""
        parser.add_argument("inputs", nargs="+", metavar="FILE|URL|-")
        parser.add_argument("--source", metavar="NAME", help="default: the one the address tells")
        parser.add_argument("--user", metavar="NAME", help="whose they are; default: first admin")
        parser.add_argument("--url", default="", metavar="ADDRESS", help="of the original")
        parser.add_argument("--json", action="store_true", help="print JSON, for machines")

    def handle(self, *, inputs, source, user, url, json: bool, **options) -> None:
        """Take each in by itself and say in a line what became of it."""
        if url and (len(inputs) > 1 or is_address(inputs[0])):
            raise CommandError("--url is the address of one text: give one file, or -.")
        facts = {"actor": person(user), "source": source_named(source), "url": url}
        lines = []
        for one in inputs:
            lines.append(line(one, take(one, **facts)))
            if not json:
                self.stdout.write(str(lines[-1]))
        if json:
            self.stdout.write(as_json(lines))
        if any(line.outcome == "refused" for line in lines):
            sys.exit(REFUSED)


def is_address(text: str) -> bool:
    """Say whether an argument is an address of the web."""
    return text.lower().startswith(("http://", "https://"))


def person(name: str | None):
    """Return the person of a name, or the first admin. Raises CommandError without any."""
    if name is None:
        found = accounts.admins().first()
        if found is None:
            raise CommandError("There is no admin yet. Say whose articles they are: --user NAME")
        return found
    found = get_user_model().objects.filter(username=name).first()
    if found is None or not accounts.is_on_the_desk(found):
        raise CommandError(f"Nobody on the desk is called “{name}”.")
    return found


def source_named(name: str | None) -> Source | None:
    """Return the source of a name in either language. Raises CommandError where there is none."""
    if name is None:
        return None
    found = Source.objects.filter(Q(name_en__iexact=name) | Q(name_ar=name)).first()
    if found is None:
        raise CommandError(f"There is no source “{name}”. See: manage.py sources list")
    return found


def take(one: str, *, actor, source: Source | None, url: str) -> Fate:
    """Take one argument in and return what became of it."""
    if is_address(one):
        return fetched(one, actor, source)
    try:
        data = read(one)
    except TextRejected as refusal:
        return Fate(one, words=str(refusal))
    name = f"stdin{ending(data)}" if one == STDIN else one
    source = source or (sites.source_of(url) if url else None)
    channel = Article.Channel.COMMAND
    return uploads.fate_of(actor, Path(name).name, data, source=source, url=url, channel=channel)


def read(file: str) -> bytes:
    """Return a file, or standard input, up to one byte over the limit. Raises TextRejected."""
    limit = settings.UPLOAD_MAX_BYTES + 1
    if file == STDIN:
        return sys.stdin.buffer.read(limit)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(limit)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "this is no name of a file"
        raise TextRejected(f"Cannot be read: {why}.") from error


def ending(data: bytes) -> str:
    """Return the ending that fits how a file begins."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for sign, kind in BEGINNINGS.items() if start.startswith(sign)), ".txt")


def fetched(url: str, actor, source: Source | None) -> Fate:
    """Fetch an address here and now, once, and return what became of its article."""
    try:
        fetch = addresses.ask(actor, url, source, attempts=1)
    except AlreadyTakenIn as known:
        return Fate(url, known.brief, words=str(known))
    except ServiceError as refusal:
        return Fate(url, words=str(refusal))
    fetch = bring_to_an_end(fetch, wiring.web_client())
    if fetch.brief:
        return Fate(url, fetch.brief, is_new=fetch.brief.created_at >= fetch.created_at)
    return Fate(url, words=NOT_NOW if fetch.is_open else fetch.error or Fetch.State.CANCELLED.label)


def line(one: str, fate: Fate) -> Line:
    """Return what is said about one argument."""
    if fate.brief is None:
        return Line(one, "refused", words=fate.words)
    outcome = "new" if fate.is_new else "known"
    return Line(one, outcome, fate.brief.pk, address_of(fate.brief), fate.words)


def address_of(brief: Brief) -> str:
    """Return the path of the brief on the site."""
    # Without a host: nobody here knows at which address and port the site is looked at.
    return reverse("desk:brief", args=[brief.pk])


def as_json(lines: list[Line]) -> str:
    """Return the lines as a JSON list, Arabic readable."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)
