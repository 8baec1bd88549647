"""What becomes of one entry that a source lists: known, changed or new, and wanted or not.

Each is stored in a transaction of its own, under a state and, where it is not on the desk, with a
reason in words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from summaries.engine.errors import TextRejected
from summaries.engine.text import for_matching
from summaries.models import Article, Item, Source
from summaries.readers import language
from summaries.readers.types import Entry
from summaries.services import intake, texts
from summaries.services.articles import Facts, Prepared
from summaries.services.intake import Received
from summaries.services.sources import changes, pace, patterns, sites
from summaries.services.sources.listing import Listing, find, free_key, key_of, moment

State = Item.State

# Of fewer letters nobody can tell the language.
_TELLING, _TELLING_ARABIC = 30, 100

FOREIGN = "It is in %(language)s, not in Arabic."
FOREIGN_SCRIPT = "It is not in Arabic."
BROKEN = "Something about it was not expected. It is tried again; an admin finds it in the log."
NOTHING_TO_READ = "The feed gives neither its whole text nor an address."


@dataclass(frozen=True)
class Decision:
    """What becomes of an entry: its text if that goes to the desk, else a state with a reason."""

    state: str
    reason: str = ""
    prepared: Prepared | None = None


def take(listing: Listing, entry: Entry) -> bool:
    """Store what became of an entry; returns whether it is new to us."""
    item = find(listing, entry)
    if item is None:
        return _take_new(listing, entry)
    if item.listed_hash != listed_hash(entry):
        _take_changed(listing, entry, item)
    return False


def _take_new(listing: Listing, entry: Entry) -> bool:
    decision = decide(listing, entry, is_new=True)
    item = Item(source=listing.source, key=free_key(listing.source, entry))
    try:
        with transaction.atomic():
            _store(item, entry, decision)
    except IntegrityError:
        if not Item.objects.filter(source=listing.source, key=item.key).exists():
            raise
        # Another worker, which believes that it has this list, was faster.
        return False
    return True


def listed_hash(entry: Entry) -> str:
    """Return the sum of what a source lists: where it is another one, something changed.

    Spellings are folded. Of an entry with the whole text no more than the text counts.
    """
    changed = "" if entry.is_whole or entry.updated_at is None else entry.updated_at.isoformat()
    listed = for_matching(f"{entry.title}\n{entry.text}")
    return hashlib.sha256(f"{listed}\n{changed}".encode()).hexdigest()


def _fill(item: Item, entry: Entry) -> None:
    """Put onto an item what is listed of it now."""
    item.listed_hash = listed_hash(entry)
    item.url = entry.url
    item.title = texts.one_line(entry.title)[:500]
    item.byline = texts.one_line(entry.byline)[:300]
    item.published_at = moment(entry)


def decide(listing: Listing, entry: Entry, *, is_new: bool) -> Decision:
    """Decide what becomes of an entry that is not on the desk. Costs time, stores nothing."""
    if old := listing.reason_to_archive(entry) if is_new else "":
        return Decision(State.ARCHIVED, old)
    source = listing.source
    chosen = {"keep": source.keep_patterns, "skip": source.skip_patterns}
    if unwanted := patterns.reason_against(entry.title, entry.url, **chosen):
        return Decision(State.SKIPPED, unwanted)
    if foreign := _reason_of_language(entry):
        return Decision(State.SET_ASIDE, foreign)
    if _gives_text(source, entry) and not listing.is_first and pace.room(source) <= 0:
        return Decision(State.WAITING, pace.LATER)
    return _read(source, entry)


def _gives_text(source: Source, entry: Entry) -> bool:
    """Say whether an entry's text is taken as it is listed.

    What a source says of an address on another site is not believed: its page is fetched.
    """
    return entry.is_whole and (not entry.url or sites.is_own(source, entry.url))


def _read(source: Source, entry: Entry) -> Decision:
    """Return the text of an entry that gives it; others wait for their page or are set aside."""
    refusal = NOTHING_TO_READ
    if _gives_text(source, entry):
        try:
            return Decision("", prepared=intake.prepare(entry.text, entry.title))
        except TextRejected as rejected:
            refusal = str(rejected)
    return Decision(State.WAITING) if entry.url else Decision(State.SET_ASIDE, refusal)


def _store(item: Item, entry: Entry, decision: Decision) -> None:
    _fill(item, entry)
    item.state, item.reason = decision.state, decision.reason
    if decision.prepared:
        attach(item, intake.store(decision.prepared, _facts(item.source, entry)))
    if item.reason == pace.LATER:
        # The same entry is taken as a change, for as long as it is listed; then comes its page.
        item.listed_hash = ""
    item.save()


def attach(item: Item, received: Received) -> None:
    """Say on an item, unsaved, what its text became."""
    item.article, item.reason = received.article, ""
    item.state = changes.state_of(received.article)


def _facts(source: Source, entry: Entry) -> Facts:
    return Facts(
        Article.Channel.SOURCE,
        source,
        entry.url,
        byline=entry.byline,
        published_at=moment(entry),
        title=entry.title,
    )


def _reason_of_language(entry: Entry) -> str:
    """Return why an entry is clearly not in Arabic, as far as what is listed of it tells."""
    text = f"{entry.title}\n{entry.text}"
    letters = sum(map(str.isalpha, text))
    arabic = sum("\u0600" <= char <= "\u06ff" for char in text)
    if letters < (_TELLING_ARABIC if 2 * arabic >= letters else _TELLING):
        # The page will tell.
        return ""
    code = language.language_of(text)
    if code == "ar" or (not code and 2 * arabic >= letters):
        return ""
    name = language.name_of(code)
    return FOREIGN % {"language": name} if name else FOREIGN_SCRIPT


def _take_changed(listing: Listing, entry: Entry, item: Item) -> None:
    is_here = item.article is not None
    if item.state == State.ARCHIVED:
        decision = Decision(State.ARCHIVED, item.reason)
    else:
        decision = _read(listing.source, entry) if is_here else decide(listing, entry, is_new=False)
    with transaction.atomic():
        found = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if (found.article is not None) != is_here:
            # Its page came in this very moment: the list is read once more.
            Item.objects.filter(pk=found.pk).update(listed_hash="")
            return
        if found.reason != pace.LATER:
            found.changed_at = timezone.now()
        if is_here and decision.prepared:
            _fill(found, entry)
            changes.take(found, decision.prepared, _facts(listing.source, entry))
            found.save()
        else:
            # Its page has the text; the article stays with the item meanwhile.
            _store(found, entry, decision)


def note_broken(source: Source, entry: Entry) -> bool:
    """Note that an entry could not be taken, so that it is tried again; returns whether it is new.

    Without a sum of what was listed, the list is read again and has a change.
    """
    facts = {"state": State.FAILED, "reason": BROKEN, "listed_hash": ""}
    new = {"url": entry.url, "title": texts.one_line(entry.title)[:500]}
    item, is_new = Item.objects.get_or_create(
        source=source, key=key_of(entry.guid), defaults=facts | new
    )
    if not is_new and item.article_id is None:
        Item.objects.filter(pk=item.pk).update(**facts)
    return is_new
