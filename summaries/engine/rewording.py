"""Which words a person put in the place of which others, when they corrected a sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.engine.english import STOP_WORDS, words
from summaries.engine.worddiff import Op, word_diff

MOST_WORDS = 5
# A sentence with more changes than this was written anew.
MOST_CHANGES = 6
_EDGES = ' \t\n.,;:!?"“”‘«»()[]'
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+)[\"“‘(\[]*$")


@dataclass(frozen=True)
class Rewording:
    """`new` stands where `old` stood; `place` says how far into the sentence, from 0 to 1."""

    old: str
    new: str
    place: float
    opens_sentence: bool = False

    @property
    def key(self) -> str:
        """The same for the same words, however they are capitalised."""
        both = f"{' '.join(words(self.old))}\n{' '.join(words(self.new))}"
        return hashlib.sha256(both.encode()).hexdigest()


def rewordings(before: str, after: str) -> list[Rewording]:
    """Return the short replacements that lead from `before` to `after`, in reading order.

    Numbers, function words and other capitals or marks are no wording; nor is what a sentence was
    written anew with.
    """
    found = list(_replaced(before, after))
    return [one for one in found if _is_wording(one)] if len(found) <= MOST_CHANGES else []


def _replaced(before: str, after: str) -> Iterator[Rewording]:
    pieces = word_diff(before, after)
    done = ""
    for number, piece in enumerate(pieces):
        earlier = pieces[number - 1] if number else None
        if piece.op == Op.INSERT and earlier and earlier.op == Op.DELETE:
            yield Rewording(
                earlier.text.strip(_EDGES),
                piece.text.strip(_EDGES),
                (len(done) + len(piece.text) / 2) / max(1, len(after)),
                bool(_SENTENCE_START.search(done)),
            )
        done += piece.text if piece.op != Op.DELETE else ""


def _is_wording(one: Rewording) -> bool:
    old, new = words(one.old), words(one.new)
    return (
        old != new
        and all(0 < len(side) <= MOST_WORDS for side in (old, new))
        and all(set(side) - STOP_WORDS for side in (old, new))
        and not re.search(r"\d", one.old + one.new)
    )
