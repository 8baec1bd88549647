"""What an outlet changed in its article after we took it in, and what the desk decides about it.

Nothing changes by itself: a person takes the changed text over, or keeps ours and says why.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.engine.merge import align
from summaries.engine.worddiff import Piece, word_diff
from summaries.models import Article, Brief, Item, Segment
from summaries.services import (
    adoption,
    copies,
    derived,
    events,
    jobs,
    revisions,
    search,
    texts,
)
from summaries.services.errors import Stale, WrongState
from summaries.services.segments import numbered
from summaries.workflow import Action

# Of all differences on a page together, and of each sentence.
_MOST_PIECES, _FEWEST_PIECES = 5000, 12


class Fate(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """One sentence in both texts, None where it is in one alone; `number` is that of ours."""

    number: str
    old: Segment | None
    new: Segment | None
    most_pieces: int = 0

    @property
    def fate(self) -> Fate:
        """Say what became of it."""
        if self.old is None:
            return Fate.ADDED
        if self.new is None:
            return Fate.REMOVED
        return Fate.SAME if adoption.is_same(self.old, self.new) else Fate.CHANGED

    @property
    def pieces(self) -> list[Piece]:
        """Return what changed in it, word by word."""
        old, new = (one.arabic if one else "" for one in (self.old, self.new))
        return word_diff(old, new, most=max(self.most_pieces, _FEWEST_PIECES))


def difference(brief: Brief) -> list[Line]:
    """Return the sentences of ours and of the changed text beside each other, in reading order.

    Empty where nothing is to decide.
    """
    if brief.newer_article is None:
        return []
    old = list(brief.article.segments.all())
    new = adoption.sentences(brief.article, brief.newer_article)
    return _measured(lined_up(old, new))


def lined_up(old: Sequence[Segment], new: Sequence[Segment]) -> list[Line]:
    """Lay two texts beside each other: the edited beside what it was, the rest beside nothing."""
    labels = [label for _segment, label in numbered(old)]
    lines: list[Line] = []
    i = j = 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        lines += [Line(labels[n], old[n], None) for n in range(i, a)]
        lines += [Line("", None, segment) for segment in new[j:b]]
        lines += [Line(labels[a], old[a], new[b])] if a < len(old) else []
        i, j = a + 1, b + 1
    return lines


def _pairs(old: Sequence[Segment], new: Sequence[Segment]) -> list[tuple[int, int]]:
    texts_of = ([adoption.bare(segment.arabic) for segment in side] for side in (old, new))
    alike = (adoption.is_same, adoption.is_edited)
    return [(a, b) for a, b in align(*texts_of) if any(is_(old[a], new[b]) for is_ in alike)]


def _measured(lines: Sequence[Line]) -> list[Line]:
    """Share out the differences that a page can show."""
    changed = sum(line.fate is Fate.CHANGED for line in lines)
    return [replace(line, most_pieces=_MOST_PIECES // max(1, changed)) for line in lines]


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """Return how many sentences met each fate, by its name."""
    fates = Counter(line.fate for line in lines)
    return {str(fate): fates[fate] for fate in Fate}


def adopt(actor, brief: Brief, *, seen: int | None = None) -> Brief:
    """Put an unpublished brief onto the changed text of its article.

    Sentences that stayed the same keep their English and approval; the machine translates the
    others. A summary that people wrote stays as it is, one of the machine's own is written anew.
    `seen` is the article that the person saw: raises Stale for another, WrongState where nothing is
    to decide or the machine works on the brief, NotAllowed as the table says.
    """
    with transaction.atomic():
        # Whoever takes a source's list locks items first; two would wait for each other.
        list(Item.objects.select_for_update(of=("self",)).filter(article=brief.article_id))
        brief = _ready(actor, brief, Action.ADOPT_SOURCE, seen)
        jobs.require_rest(brief)
        before, lines = brief.article, difference(brief)
        facts = {"article": brief.newer_article_id, **counted(lines)}
        adoption.carry_over(actor, brief, lines)
        Item.objects.filter(article=before).update(article=brief.article)
        if brief.current:
            brief.current = revisions.carried_over(brief, _headline(brief, before))
            facts["revision"] = brief.current.number
        events.perform(brief, Action.ADOPT_SOURCE, actor, **facts)
        _ask_for_the_rest(actor, brief)
        search.forget(before)
        copies.follow(brief, before)
        derived.refresh(brief)
        return brief


def _headline(brief: Brief, before: Article) -> str:
    """Return the Arabic headline: the article's, unless people wrote another."""
    written = brief.current.headline_ar
    return brief.article.headline if written == before.headline else written


def _ask_for_the_rest(actor, brief: Brief) -> None:
    """Have the machine translate what is new and, where it wrote the summary, write it anew."""
    is_machines = brief.current and not brief.revisions.exclude(author=None).exists()
    options = {"based_on": brief.current.number} if is_machines else {}
    waits = brief.article.segments.filter(translated_at=None).exists()
    if waits or options or brief.current is None:
        jobs.enqueue(brief, actor, **options)


def keep(actor, brief: Brief, reason: str, *, seen: int | None = None) -> Brief:
    """Keep our text, and say why. The next change of the outlet is asked about again.

    Raises Invalid without a reason, and the rest as `adopt`.
    """
    reason = texts.note(reason)
    with transaction.atomic():
        brief = _ready(actor, brief, Action.KEEP_SOURCE, seen)
        newer, brief.newer_article = brief.newer_article_id, None
        return events.perform(brief, Action.KEEP_SOURCE, actor, reason=reason, article=newer)


def _ready(actor, brief: Brief, action: Action, seen: int | None) -> Brief:
    """Return the brief, locked, when `actor` may decide about the change that they saw."""
    brief = events.locked(brief)
    events.require(brief, action, actor)
    if brief.newer_article_id is None:
        raise WrongState(_("There is nothing to decide any more. Reload the page."))
    if seen is not None and seen != brief.newer_article_id:
        raise Stale(_("The source changed its article once more. Look at it again, then decide."))
    return brief
