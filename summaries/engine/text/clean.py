"""Taking a pasted page apart: headline, body, and the lines that are set aside.

Setting aside never loses a line (the editor can restore it), and where the signs are weak a line
stays in the body: a missing paragraph is worse than a stray one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sized
from itertools import pairwise

from summaries.engine.errors import TextRejected
from summaries.engine.text import furniture, lexicon
from summaries.engine.text.intake import check_is_article
from summaries.engine.text.normalise import Removals, clean_line, for_matching
from summaries.engine.text.sentences import split_sentences
from summaries.engine.types import (
    CleanArticle,
    LineRole,
    RemovedLine,
    SegmentKind,
    SourceSegment,
)

MAX_SENTENCES = 1_000

_LONGEST_KICKER = 5
_MOST_TEASERS = 6

Line = tuple[int, str]

_NO_BODY = (
    "Only a headline or page furniture was found, no article text. "
    "Paste the paragraphs of the article too."
)
_TOO_MANY = (
    f"The text has more than {MAX_SENTENCES:,} lines or sentences, far more than an article. "
    "Paste one article at a time."
)


def read_article(raw: str) -> CleanArticle:
    """Take a pasted Arabic article apart into headline, sentences and removed lines.

    Line numbers count from 0 as `str.splitlines` does. Every line that is not blank is either in
    `segments` or in `removed`. Raises TextRejected for what is not an Arabic article and for more
    than MAX_SENTENCES lines or sentences.
    """
    check_is_article(raw)
    removals = Removals()
    cleaned = [clean_line(line, removals) for line in raw.splitlines()]
    lines = [(number, text) for number, text in enumerate(cleaned) if text]
    _check_count(lines)
    roles = _roles(lines)
    kept = [line for line in lines if line[0] not in roles]
    headline = _headline(kept)
    body = kept[1:] if headline else kept
    if not body:
        raise TextRejected(_NO_BODY)
    segments = (
        [SourceSegment(headline[0], 0, headline[1], SegmentKind.HEADLINE)] if headline else []
    )
    segments += [segment for number, text in body for segment in segments_of(number, text)]
    _check_count(segments)
    removed = (RemovedLine(n, text, roles[n]) for n, text in lines if n in roles)
    return CleanArticle(
        headline[1] if headline else "", tuple(segments), tuple(removed), removals.notices()
    )


def _check_count(parts: Sized) -> None:
    if len(parts) > MAX_SENTENCES:
        raise TextRejected(_TOO_MANY)


def segments_of(line: int, text: str) -> list[SourceSegment]:
    """Return the body segments of one line; also what restoring a removed line needs."""
    return [SourceSegment(line, i, sentence) for i, sentence in enumerate(split_sentences(text))]


def _headline(kept: list[Line]) -> Line | None:
    """Return the first kept line if it can be a headline and leaves a body behind."""
    first = kept[0] if len(kept) > 1 else None
    return first if first and furniture.is_headline_like(first[1]) else None


def _roles(lines: list[Line]) -> dict[int, LineRole]:
    """Return the role of every line that is set aside, by line number."""
    looks = {text: _role_by_look(text) for text in {text for _, text in lines}}
    roles = {number: role for number, text in lines if (role := looks[text])}
    roles |= _kickers_above(_left(lines, roles), _repeated(lines))
    roles |= _credits_below(_left(lines, roles))
    kickers = {for_matching(t) for n, t in lines if roles.get(n) is LineRole.KICKER}
    roles |= _repeats(_left(lines, roles), kickers)
    roles |= dict(_followers(lines, roles))
    return roles


def _left(lines: list[Line], roles: dict[int, LineRole]) -> list[Line]:
    return [line for line in lines if line[0] not in roles]


def _repeated(lines: list[Line]) -> set[str]:
    counts = Counter(for_matching(text) for _, text in lines)
    return {text for text, count in counts.items() if count > 1}


def _role_by_look(text: str) -> LineRole | None:
    if furniture.is_teaser_call(text):
        return LineRole.TEASER
    if furniture.is_footer(text):
        return LineRole.FOOTER
    return LineRole.AGENCY if furniture.is_agency(text) else None


def _kickers_above(lines: list[Line], repeated: set[str]) -> dict[int, LineRole]:
    """Return the section lines above the headline: short, followed by something headline-like."""
    roles = {}
    for (number, text), (_, below) in pairwise(lines):
        if not _is_kicker(text, below, repeated):
            break
        roles[number] = LineRole.KICKER
    return roles


def _is_kicker(text: str, below: str, repeated: set[str]) -> bool:
    words, words_below = text.split(), len(below.split())
    if not (furniture.is_headline_like(text) and furniture.is_headline_like(below)):
        return False
    if len(words) > _LONGEST_KICKER or for_matching(text) in repeated:
        return len(words) <= _LONGEST_KICKER and text != below
    # A present-tense verb makes a short line a headline («زلزال يضرب تركيا»).
    if any(word.startswith("ي") for word in words[1:]):
        return False
    section = len(words) <= 3 and for_matching(words[0]).strip(":|") in lexicon.SECTIONS
    return len(words) < words_below and (section or 2 * len(words) <= words_below)


def _credits_below(lines: list[Line]) -> dict[int, LineRole]:
    """Return the names right under the headline: an author, or an outlet no list knows."""
    roles = {}
    if lines and furniture.is_headline_like(lines[0][1]) and len(lines[0][1].split()) > 3:
        for number, text in lines[1:-1]:
            if not furniture.is_name_like(text):
                break
            roles[number] = LineRole.AGENCY
    return roles


def _repeats(lines: list[Line], kickers: set[str]) -> dict[int, LineRole]:
    """Return the kicker's and the headline's later copies, which head or hold teasers."""
    headline = for_matching(lines[0][1]) if lines else ""
    roles = {}
    for number, text in lines[1:]:
        folded = for_matching(text)
        if folded in kickers:
            roles[number] = LineRole.KICKER
        elif folded == headline and furniture.is_headline_like(text):
            roles[number] = LineRole.TEASER
    return roles


def _followers(lines: list[Line], roles: dict[int, LineRole]) -> Iterator[tuple[int, LineRole]]:
    """Yield the short lines that belong to a set-aside line above them.

    One headline-like line after a repeated kicker, a few after a bare «اقرأ أيضا», and tags after
    «الوسوم» are teasers and footers; a line that reads like a sentence ends the run.
    """
    left = 0
    role = LineRole.TEASER
    seen_body = False
    for number, text in lines:
        if number in roles:
            left, role = _claims(text, roles[number], seen_body) or (left, role)
        elif left and seen_body and furniture.is_headline_like(text) and _fits(text, role):
            left -= 1
            yield number, role
        else:
            left, seen_body = 0, True


def _claims(text: str, role: LineRole, seen_body: bool) -> tuple[int, LineRole] | None:
    """Return how many following short lines a set-aside line may claim, and as what."""
    if role is LineRole.KICKER:
        return (1, LineRole.TEASER) if seen_body else None
    if role is LineRole.TEASER:
        return (_MOST_TEASERS if furniture.is_bare(text, lexicon.TEASER_CALLS) else 0), role
    if role is LineRole.FOOTER and furniture.is_tag_block(text):
        return _MOST_TEASERS, role
    return None


def _fits(text: str, role: LineRole) -> bool:
    return role is LineRole.TEASER or len(text.split()) <= _LONGEST_KICKER
