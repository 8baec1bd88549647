"""Stories: briefs about one event, put together by the machine or by people.

A story has two briefs or more; one that is left with a single brief is dissolved. What a person
decided stands (`Brief.story_by_hand`): the machine takes no brief out of a story, and puts none
with a brief that somebody took out.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from summaries.models import Article, Brief, Story
from summaries.services import events, texts
from summaries.services.errors import Invalid, WrongState
from summaries.services.people.accounts import require_desk

# Beyond it a story is no help to anybody. What comes then begins a new one.
MOST_BRIEFS = 200
# The key of the lock under which briefs change their stories. Any number that no other lock has.
_LOCK = 0x73746F7279


def take_turn() -> None:
    """Wait until nobody else changes which brief is in which story, until this transaction ends.

    One lock for all, taken before any brief's row is locked: who holds it meets no one who waits
    for it, so that no two changes can wait for each other. (SQLite's transactions take turns by
    themselves.)
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def join(brief: Brief, other: Brief) -> Story | None:
    """Put a new brief into the story of `other`, or both into a new one. The machine's way.

    Returns None where that may not be: the story is full, or a person took `other` out of one. Call
    it in the transaction that made `brief`, after `take_turn`.
    """
    other = events.locked(other)
    is_fixed = other.story_id is None and other.story_by_hand
    if is_fixed or Brief.objects.filter(story=other.story_id or 0).count() >= MOST_BRIEFS:
        return None
    new = [brief] if other.story_id else [brief, other]
    story = other.story or Story.objects.create()
    _put(new, story)
    for one, beside in zip(new, (other, brief), strict=False):
        events.record(one, "joined_story", story=story.pk, other=beside.pk)
    brief.story = story
    return story


def merge(actor, briefs: Iterable[Brief], reason: str = "") -> Story:
    """Make one story of these briefs and of everything that is in a story with one of them.

    Raises NotAllowed for who has no role here; Invalid where there is nothing to put together, or
    more than MOST_BRIEFS.
    """
    require_desk(actor)
    with transaction.atomic():
        take_turn()
        members = _locked_with_stories([brief.pk for brief in briefs])
        _require_mergeable(members)
        sizes = Counter(brief.story_id for brief in members if brief.story_id)
        # The largest stays, of two the older one: links to it stay good.
        kept = min(sizes, key=lambda pk: (-sizes[pk], pk), default=None)
        story = Story.objects.get(pk=kept) if kept else Story.objects.create()
        _put(members, story, by_hand=True)
        Story.objects.filter(pk__in=set(sizes) - {kept}).delete()
        facts = {"story": story.pk, "briefs": [brief.pk for brief in members]}
        _record(members, "story_merged", actor, texts.note(reason), facts)
    return story


def _require_mergeable(members: Collection[Brief]) -> None:
    stories = {brief.story_id for brief in members}
    if len(members) < 2:
        raise Invalid(_("Choose another brief: one alone makes no story."))
    if len(stories) == 1 and None not in stories:
        raise Invalid(_("These briefs are in one story already."))
    if len(members) > MOST_BRIEFS:
        raise Invalid(_("A story holds at most %(limit)d briefs.") % {"limit": MOST_BRIEFS})


def split(actor, brief: Brief, reason: str = "") -> Story | None:
    """Take a brief out of its story; returns what is left of the story, None where it dissolved.

    Raises NotAllowed for who has no role here, WrongState where it is in no story any more.
    """
    require_desk(actor)
    with transaction.atomic():
        take_turn()
        members = _locked_with_stories([brief.pk])
        story = next((one.story for one in members if one.pk == brief.pk), None)
        if story is None:
            raise WrongState(_("This brief is in no story any more. Reload the page."))
        facts = {"story": story.pk, "taken_out": brief.pk}
        _record(members, "story_split", actor, texts.note(reason), facts)
        _put([one for one in members if one.pk == brief.pk], None, by_hand=True)
        if len(members) > 2:
            return story
        # Nobody took the last one out: it may find another story.
        Brief.objects.filter(story=story).update(story=None, story_by_hand=False)
        story.delete()
    return None


def reprints(articles: Iterable[Article], most: int) -> dict[int, list[Article]]:
    """Return who else published these articles, the first ones, at most so many of each.

    They are under the number of the article that was given.
    """
    given: dict[int, list[int]] = {}
    for article in articles:
        given.setdefault(article.version_of_id or article.pk, []).append(article.pk)
    place = Window(RowNumber(), partition_by=F("reprint_of"), order_by=F("pk").asc())
    numbered = Article.objects.filter(reprint_of__in=given).annotate(place=place)
    rows = numbered.filter(place__lte=most).order_by("pk")
    found: dict[int, list[Article]] = {}
    for row in rows.select_related("source").defer("raw_text"):
        for pk in given[row.reprint_of_id]:
            found.setdefault(pk, []).append(row)
    return found


def _locked_with_stories(pks: list[int]) -> list[Brief]:
    """Return these briefs and all that share a story with one of them, locked in their order."""
    stories = Brief.objects.filter(pk__in=pks, story__isnull=False).values("story")
    concerned = Q(pk__in=pks) | Q(story__in=stories)
    rows = Brief.objects.select_for_update(of=("self",)).filter(concerned).order_by("pk")
    return list(rows.select_related("story"))


def _put(briefs: Iterable[Brief], story: Story | None, *, by_hand: bool = False) -> None:
    rows = Brief.objects.filter(pk__in=[brief.pk for brief in briefs])
    rows.update(story=story, **({"story_by_hand": True} if by_hand else {}))


def _record(briefs: Iterable[Brief], verb: str, actor, reason: str, facts: dict) -> None:
    for brief in briefs:
        events.record(brief, verb, actor=actor, reason=reason, **facts)
