"""Sources as OPML 2.0 (http://opml.org/spec2.opml) and CSV, out and in; out and in loses nothing.

What OPML has no words for stands in attributes of a namespace of our own; who does not know it
reads the feeds all the same. Files come from strangers: see `xml_files` and `csv_files`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import quoteattr

from django.db import transaction
from django.utils.translation import gettext as _
from lxml import etree

from summaries.models import Source, Topic
from summaries.services import csv_files, texts, xml_files
from summaries.services.errors import Invalid
from summaries.services.sources import facts as source_facts
from summaries.services.sources import registry
from summaries.services.sources.facts import NAMES, Facts, InvalidFact

MAX_SOURCES = 1000
BATCH = 50
# Folders, and what other programs put between the outlines.
MAX_ELEMENTS = 20 * MAX_SOURCES
NAMESPACE = "urn:newsdesk:sources:1"
# What OPML has attributes for itself.
_OPML = {"name_en": "text", "url": "xmlUrl", "homepage": "htmlUrl", "topic": "category"}
_OWN = tuple(name for name in NAMES if name not in _OPML)
_SHOWN = 200
_YES = frozenset(("yes", "true", "1"))


@dataclass(frozen=True)
class Entry:
    """One source of a file: the line it begins on, and its facts as they were written."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Told:
    """What became of one entry; `reason` says why it did not come in, or how it did."""

    line: int
    name: str
    url: str
    reason: str = ""


@dataclass
class Report:
    """What became of a file's entries; every one of them is told once."""

    added: list[Told] = field(default_factory=list)
    skipped: list[Told] = field(default_factory=list)

    @property
    def paused(self) -> int:
        """Return how many came in paused."""
        return sum(bool(told.reason) for told in self.added)


# --- Out ------------------------------------------------------------------------------------------


def as_csv(sources: Iterable[Source]) -> Iterator[str]:
    """Yield sources as CSV, a column a fact."""
    return csv_files.written(NAMES, (_written(source).values() for source in sources))


def as_opml(sources: Iterable[Source]) -> Iterator[str]:
    """Yield sources as OPML 2.0."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:nd="{NAMESPACE}">\n'
        "<head><title>Newsdesk sources</title></head>\n<body>\n"
    )
    for source in sources:
        yield _outline(source)
    yield "</body>\n</opml>\n"


def _written(source: Source) -> dict[str, str]:
    """Return the facts of a source as a file holds them."""
    plain = Facts.of(source).plain()
    return {name: str(value) for name, value in plain.items()} | {
        "is_active": "yes" if source.is_active else "no"
    }


def _outline(source: Source) -> str:
    values = _written(source)
    # Readers subscribe to what is an "rss", in whatever format the feed is.
    kind = "rss" if source.kind == Source.Kind.FEED else "link"
    known = {"type": kind, "text": values["name_en"], "title": values["name_en"]}
    known |= {_OPML[name]: values[name] for name in ("url", "homepage", "topic") if values[name]}
    own = {f"nd:{name}": values[name] for name in _OWN if values[name]}
    written = " ".join(f"{name}={_quoted(value)}" for name, value in (known | own).items())
    return f"<outline {written}/>\n"


def _quoted(text: str) -> str:
    # A line break in an attribute is read as a space unless it is spelled out (XML 1.0, 3.3.3).
    return quoteattr(xml_files.sendable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


# --- In -------------------------------------------------------------------------------------------


def read(name: str, data: bytes) -> list[Entry]:
    """Read an OPML or CSV file by its name's ending; raise Invalid in words for what is none."""
    ending = name.lower().rpartition(".")[2]
    readers = {"csv": _read_csv, "opml": _read_opml, "xml": _read_opml}
    if ending not in readers:
        raise Invalid(_("Choose a file that ends in .opml, .xml or .csv."))
    if not data.strip():
        raise Invalid(_("This file is empty."))
    entries = []
    for entry in readers[ending](data):
        entries.append(entry)
        if len(entries) > MAX_SOURCES:
            raise Invalid(
                _("This file has more than %(limit)d sources. Divide it, then bring in the parts.")
                % {"limit": MAX_SOURCES}
            )
    if not entries:
        raise Invalid(_("No source was found in this file."))
    return entries


def _read_csv(data: bytes) -> Iterator[Entry]:
    for line, values in csv_files.rows(data, NAMES, ["name_en"]):
        yield Entry(line, {name: values.get(name, "") for name in NAMES if values.get(name)})


def _read_opml(data: bytes) -> Iterator[Entry]:
    root = xml_files.parsed(data, MAX_ELEMENTS)
    if xml_files.name_of(root) != "opml":
        raise Invalid(_("This is XML, but not OPML. Export the list of feeds as OPML."))
    for body in xml_files.within(root, "body"):
        yield from _outlines(body, "")


def _outlines(parent: etree._Element, folder: str) -> Iterator[Entry]:
    """Yield the sources within an element; a folder's name is the topic of what it holds."""
    for outline in xml_files.within(parent, "outline"):
        values = _from_outline(outline)
        is_folder = next(xml_files.within(outline, "outline"), None) is not None
        if values.get("url") or values.get("kind") or not is_folder:
            yield Entry(outline.sourceline or 1, {"topic": folder} | values)
        yield from _outlines(outline, values.get("name_en", "") if is_folder else folder)


def _from_outline(outline: etree._Element) -> dict[str, str]:
    """Return what an outline says; attributes that are not known here are passed over."""
    found = {name: outline.get(attribute, "") for name, attribute in _OPML.items()} | {
        name: outline.get(f"{{{NAMESPACE}}}{name}", "") for name in _OWN
    }
    found["name_en"] = found["name_en"] or outline.get("title", "")
    if found["url"] and not found["kind"]:
        found["kind"] = Source.Kind.FEED
    return {name: value for name, value in found.items() if value}


def bring_in(actor, name: str, data: bytes) -> Report:
    """Bring in the sources of a file: what is new comes in, the rest is told line by line.

    A source comes in paused unless the file says that it is active. Raises NotAllowed, and Invalid
    for a file that cannot be read.
    """
    registry.require_admin(actor)
    entries = read(name, data)
    report, reason = Report(), _("From the file %(name)s") % {"name": texts.one_line(name)[:200]}
    topics = _topics()
    # In batches: nobody else could write for as long as a thousand sources take.
    for begin in range(0, len(entries), BATCH):
        with transaction.atomic():
            for entry in entries[begin : begin + BATCH]:
                _bring_in(actor, entry, topics, report, reason)
    return report


def _topics() -> dict[str, Topic]:
    """Return the topics by everything that a file may call them."""
    return {
        name.casefold(): topic
        for topic in Topic.objects.all()
        for name in (topic.slug, topic.name_en, topic.name_ar)
    }


def _bring_in(actor, entry: Entry, topics: dict[str, Topic], report: Report, reason: str) -> None:
    shown = (texts.one_line(entry.values.get(name, ""))[:_SHOWN] for name in ("name_en", "url"))
    told = Told(entry.line, *shown)
    try:
        if not entry.values.get("url") and not entry.values.get("kind"):
            raise Invalid(_("It has no address of a feed (xmlUrl), so there is nothing to fetch."))
        source = registry.add(actor, _facts(entry.values, topics), reason=reason)
    except InvalidFact as error:
        wrong = " ".join(f"{field}: {words}" for field, words in error.wrong)
        report.skipped.append(replace(told, reason=wrong))
    except Invalid as error:
        report.skipped.append(replace(told, reason=str(error)))
    else:
        paused = "" if source.is_active else _("It came in paused. Test it, then resume it.")
        report.added.append(replace(told, reason=paused))


def _facts(values: dict[str, str], topics: dict[str, Topic]) -> Facts:
    """Return the facts of an entry; raise InvalidFact, all at once, where a number is none."""
    known = {name: value for name, value in values.items() if name in NAMES}
    known["name_en"] = known.get("name_en") or values.get("url", "")[:200]
    known["country"] = known.get("country", "").strip().upper()
    known["topic"] = _topic(known.get("topic", ""), topics)
    known["is_active"] = known.get("is_active", "").strip().lower() in _YES
    minutes = known.pop("interval_minutes", "30").strip()
    if minutes.isascii() and minutes.isdigit() and len(minutes) < 10:
        return Facts(**known, interval_minutes=int(minutes))
    words = _("The minutes between fetches must be a whole number.")
    others = source_facts.looked_at(Facts(**known))[1]
    raise InvalidFact.all_of([*others, InvalidFact("interval_minutes", words)])


def _topic(said: str, topics: dict[str, Topic]) -> Topic | None:
    """Return the first topic that a category names: "/news/politics,sport" has three names."""
    names = (name.strip().casefold() for path in said.split(",") for name in path.split("/")[::-1])
    return next((topics[name] for name in names if name in topics), None)
