"""What changed between two texts, word by word, in English and in Arabic.

A word with its marks (tashkeel, tatweel, an apostrophe, the separators of a number) is one token,
so a difference never cuts through it. Tokens are matched as in Ratcliff and Metzener (1988,
"Pattern matching: the gestalt approach") by difflib.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c"
)
_WORD = rf"\w(?:[\w{_MARKS}]|['’](?=\w)|(?<=\d)[.,٫٬](?=\d))*"
_TOKENS = re.compile(rf"{_WORD}|\s+|.", re.DOTALL)
# Matching looks at every pair of equal words, again and again. Longer texts leave out their
# commonest words; a text of a few words repeated endlessly counts as replaced as a whole.
_MOST_EXACT = 800
_MOST_TOKENS = 3_000
_MOST_PAIRS = 4  # a token; running text has one or two
# So many changes side by side are read more easily as one.
_MOST_PIECES = 300


class Op(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True)
class Piece:
    """A run of text with the same fate."""

    op: Op
    text: str


def word_diff(before: str, after: str, *, most: int = _MOST_PIECES) -> list[Piece]:
    """Return the pieces that lead from `before` to `after`, in reading order.

    The equal and deleted ones make up `before`, the equal and inserted ones `after`. Where text was
    replaced, the deletion comes first. Changes with nothing but a space or a comma between them are
    one change: a reader follows a phrase more easily than its scattered words. Where there would be
    more than `most` pieces (at least 4), all from the first change to the last is one.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    runs = _joined(_runs(old, new))
    pieces = _pieces(runs)
    return pieces if len(pieces) <= most else _pieces(_in_one(runs))


_Run = tuple[str, str, bool]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield (old text, new text, whether equal) for each run of tokens."""
    start = _shared_start(old, new)
    end = _shared_start(old[start:][::-1], new[start:][::-1])
    yield "".join(old[:start]), "".join(new[:start]), True
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    for op, i, i_end, j, j_end in _opcodes(a, b):
        yield "".join(a[i:i_end]), "".join(b[j:j_end]), op == "equal"
    yield "".join(old[len(old) - end :]), "".join(new[len(new) - end :]), True


def _opcodes(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    if len(a) + len(b) > _MOST_TOKENS:
        return [("replace", 0, len(a), 0, len(b))]
    matcher = SequenceMatcher(str.isspace, a, b, autojunk=len(a) + len(b) > _MOST_EXACT)
    counts = Counter(a)
    pairs = sum(counts[token] * len(places) for token, places in matcher.b2j.items())
    if pairs > _MOST_PAIRS * (len(a) + len(b)):
        return [("replace", 0, len(a), 0, len(b))]
    return matcher.get_opcodes()


def _shared_start(a: Sequence[str], b: Sequence[str]) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """Join neighbours of the same kind, and changes that only a space or a mark separates."""
    joined: list[_Run] = []
    for old, new, equal in runs:
        if not old and not new:
            continue
        joined.append((old, new, equal))
        while len(joined) > 1 and joined[-1][2] == joined[-2][2]:
            joined[-2:] = [_sum(*joined[-2:])]
        if len(joined) > 2 and not equal and not re.search(r"\w", joined[-2][0]):
            joined[-3:] = [_sum(*joined[-3:])]
    return joined


def _in_one(runs: Sequence[_Run]) -> list[_Run]:
    """Make one change of everything but the equal text at both ends."""
    start = int(runs[0][2])
    end = len(runs) - int(runs[-1][2])
    return [*runs[:start], _sum(*runs[start:end]), *runs[end:]]


def _sum(*runs: _Run) -> _Run:
    olds, news, equals = zip(*runs, strict=True)
    return "".join(olds), "".join(news), all(equals)


def _pieces(runs: Sequence[_Run]) -> list[Piece]:
    pieces = []
    for old, new, equal in runs:
        parts = ((Op.EQUAL, old),) if equal else ((Op.DELETE, old), (Op.INSERT, new))
        pieces += [Piece(op, text) for op, text in parts if text]
    return pieces
