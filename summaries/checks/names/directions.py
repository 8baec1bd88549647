"""Directions that make another place of one: East and West Jerusalem, Sudan and South Sudan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks import arabic
from summaries.checks.base import Span
from summaries.checks.names import gazetteer
from summaries.checks.names.gazetteer import Mention

_ENGLISH = re.compile(r"(?<!\w)(north|south|east|west)(?:ern)?[ -]$", re.IGNORECASE)
# As long as "southern ".
_LONGEST = 10
_ARABIC = {
    "north": ("شمال", "شماليه", "شمالي"),
    "south": ("جنوب", "جنوبيه", "جنوبي"),
    "east": ("شرق", "شرقيه", "شرقي"),
    "west": ("غرب", "غربيه", "غربي"),
}
_BY_WORD = {word: direction for direction, words in _ARABIC.items() for word in words}
_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}


def direction_before(text: str, mention: Mention) -> str:
    """Return the direction that stands before an English name ("south" of "southern Sudan")."""
    start = mention.span.start
    match = _ENGLISH.search(text, max(start - _LONGEST, 0), start)
    return match[1].lower() if match else ""


def reversed_directions(arabic_text: str, text: str) -> Iterator[Span]:
    """Yield the English places with a direction that is the opposite of all that Arabic says."""
    for mention in gazetteer.in_english(text):
        direction = direction_before(text, mention)
        if not direction or mention.kind not in ("country", "city", "region"):
            continue
        said = set(_directions(arabic_text, mention))
        if _OPPOSITE[direction] in said and direction not in said:
            start = mention.span.start - len(text[: mention.span.start].rsplit(None, 1)[-1]) - 1
            yield Span(max(start, 0), mention.span.end)


def _directions(text: str, mention: Mention) -> Iterator[str]:
    """Yield the directions that stand in or right beside a place in an Arabic text."""
    words = arabic.words(text)
    for one in gazetteer.in_arabic(text):
        if not (one.entities | one.within) & mention.entities:
            continue
        inside = [i for i, word in enumerate(words) if one.span.overlaps(word.span)]
        for word in words[max(inside[0] - 1, 0) : inside[-1] + 2]:
            stems = set(arabic.stems(word.text)) & _BY_WORD.keys()
            yield from (_BY_WORD[stem] for stem in stems)
