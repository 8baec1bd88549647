"""Arabic without English, for the teacher to translate: clean sentences, the worthiest first."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from summaries.engine.text import for_matching, split_sentences
from training.clean import Limits, arabic_fault, clean_arabic, words
from training.corpora import Source, read_lines
from training.leaks import LeakIndex

Dropped = dict[str, Counter[str]]


def by_worth(
    sources: Sequence[Source], pairs: Sequence[tuple[str, str]], seed: int, dropped: Dropped
) -> Iterator[tuple[str, str]]:
    """Yield (file, paragraph): the news, then `pairs`' Arabic, then the rest, each shuffled.

    Shuffled, because labelling stops when its time is over: what it has done by then shall be a
    fair sample.
    """
    chance = random.Random(seed)
    news = [source for source in sources if source.domain.startswith("news")]
    rest = [source for source in sources if source not in news]
    for group in (news, None, rest):
        if group is None:
            lines = list(pairs)
        else:
            lines = [
                (one.name, line) for one in group for line in read_lines(one, dropped[one.name])
            ]
        chance.shuffle(lines)
        yield from lines


class Sentences:
    """Picks the sentences worth labelling, each once."""

    def __init__(
        self, length: tuple[int, int], limits: Limits, leaks: LeakIndex, dropped: Dropped
    ) -> None:
        self._length = length
        self._limits = limits
        self._leaks = leaks
        self._dropped = dropped
        self._seen: set[str] = set()

    def of(self, paragraphs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Yield (file, sentence) for every good sentence of (file, paragraph)."""
        for name, paragraph in paragraphs:
            for sentence in split_sentences(clean_arabic(paragraph)):
                if reason := self._fault(sentence):
                    self._dropped[name][reason] += 1
                else:
                    yield name, sentence

    def _fault(self, sentence: str) -> str:
        shortest, longest = self._length
        if not shortest <= words(sentence) <= longest:
            return "too short" if words(sentence) < shortest else "too long"
        if reason := arabic_fault(sentence, self._limits):
            return reason
        folded = for_matching(sentence)
        if folded in self._seen:
            return "same Arabic"
        self._seen.add(folded)
        test = self._leaks.find(sentence)
        return f"leak: {test}" if test else ""
