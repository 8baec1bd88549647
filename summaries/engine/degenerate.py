"""Recognising machine translations that are visibly broken, without knowing the right answer.

Neural models fail in a few typical ways: they loop, stop at once, copy the source, or run past the
length limit (Koehn and Knowles 2017, "Six challenges for neural machine translation"). The rules
look at words only; thresholds are wide, because a false alarm costs a slow retry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summaries.engine.types import Flag

_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_ARABIC_LETTER = re.compile(r"[\u0621-\u064A\u066E-\u06D3]")
_LETTER = re.compile(r"[^\W\d_]")

# English needs about 1.3 words for an Arabic one (measured on the tiny fixture's pairs: 1.0-2.2).
LONGEST_RATIO, LONGEST_SLACK = 3.0, 10
SHORTEST_RATIO, SHORTEST_SOURCE = 0.4, 6
COPIED_SHARE = 0.3
LOOP_WORDS = 6  # longest looping phrase that is looked for
FEWEST_DISTINCT = 0.5  # share of different word triples in a long text

_SEVERITY = {
    Flag.EMPTY: 6,
    Flag.SOURCE_COPIED: 5,
    Flag.REPETITION: 4,
    Flag.CUT_OFF: 3,
    Flag.TOO_LONG: 2,
    Flag.TOO_SHORT: 2,
}


def find_flags(source: str, target: str, *, finished: bool = True) -> tuple[Flag, ...]:
    """Return what is visibly wrong with `target` as the English of the Arabic `source`.

    `finished` is False when the decoder reached its length limit without an end token.
    """
    source_words, words = _words(source), _words(target)
    if not words:
        return (Flag.EMPTY,) if source_words else ()
    found = {
        Flag.REPETITION: bool(_loop(words)) and not _loop(source_words),
        Flag.SOURCE_COPIED: _copied(source, target),
        Flag.TOO_SHORT: len(source_words) >= SHORTEST_SOURCE
        and len(words) < SHORTEST_RATIO * len(source_words),
        Flag.TOO_LONG: len(words) > LONGEST_RATIO * len(source_words) + LONGEST_SLACK,
        Flag.CUT_OFF: not finished,
    }
    return tuple(flag for flag, present in found.items() if present)


def severity(flags: Sequence[Flag]) -> int:
    """Return how bad a translation with these flags is; 0 is clean. For choosing among attempts."""
    return sum(_SEVERITY[flag] for flag in flags)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _copied(source: str, target: str) -> bool:
    letters = len(_LETTER.findall(target))
    arabic = len(_ARABIC_LETTER.findall(target))
    return bool(_ARABIC_LETTER.search(source)) and letters > 0 and arabic / letters > COPIED_SHARE


def looping(text: str) -> tuple[int, int] | None:
    """Return the first and last place of the characters that are said over and over, if any.

    The first saying is within: of "it is it is it is" everything is returned. Words that recur
    without standing in a row are not placed: then it is the whole text.
    """
    matches = list(_WORD.finditer(text))
    found = _loop([match[0].casefold() for match in matches])
    return (matches[found.start].start(), matches[found.stop - 1].end()) if found else None


def _loop(words: Sequence[str]) -> range | None:
    """Return the words where a phrase stands three times in a row (a word: four), if any.

    All words are returned where triples of words recur so often that the text must loop.
    """
    for size in range(1, LOOP_WORDS + 1):
        wanted = size * (3 if size == 1 else 2)
        run = 0
        for i in range(size, len(words) + 1):
            if i < len(words) and words[i] == words[i - size]:
                run += 1
            elif run >= wanted:
                return range(i - run - size, i)
            else:
                run = 0
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    total = triples.total()
    recurs = total >= 12 and len(triples) < FEWEST_DISTINCT * total
    return range(len(words)) if recurs else None
