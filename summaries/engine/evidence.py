"""Evidence: which sentences of the article a summary sentence rests on, and how firmly.

The score. Every sentence is a set of weighted terms: light stems, adjacent pairs of stems (at a
third of the weight, so that shared wording counts for more than shared topic), numbers by value
and names. A term weighs its inverse document frequency over the article's sentences (Spärck Jones
1972, "A statistical interpretation of term specificity"); numbers and names weigh double, because a
sentence that shares them says the same about the same. The support of a summary sentence by a set
of segments is the part of its weight that they contain: the containment of Broder (1997, "On the
resemblance and containment of documents") with weights, 0 for nothing shared and 1 for all.
Segments are ranked by the mean of containment and cosine (the cosine keeps a long segment from
winning by its length alone) and joined greedily while the support grows, as in budgeted maximum
coverage (Lin and Bilmes 2011, "A class of submodular functions for document summarization").
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from summaries.engine.english import content_stems, fold
from summaries.engine.quantities import quantities
from summaries.engine.types import EvidenceLink, SegmentKind, SentenceEvidence, SourceSegment

MAX_LINKS = 3
# A further segment must add this much of the sentence's weight, or it is no evidence of its own.
MIN_GAIN = 0.12
# On the 14 supported and 14 unsupported sentences of tests/engine/test_evidence.py the lowest
# support is 0.62 and the highest of the others 0.49: the threshold stands between.
SUPPORTED = 0.5
_PAIR_WEIGHT = 1 / 3
_FACT_WEIGHT = 2.0
# The headline says what the body says in more words: it is evidence where the body has none.
_HEADLINE_WEIGHT = 0.5

# A word with a capital that does not open the sentence.
_NAME = re.compile(r"(?<=[\w,;:\"')-] )[A-Z]\w+")

Weights = Mapping[str, float]


@lru_cache(maxsize=2000)
def terms(sentence: str) -> Mapping[str, float]:
    """Return the terms of an English sentence with their importance before idf.

    Stems are as they are, pairs are "first second", facts are "=value" or "@name".
    """
    stems = content_stems(sentence)
    weights = dict.fromkeys(stems, 1.0)
    weights |= {f"{first} {second}": _PAIR_WEIGHT for first, second in pairwise(stems)}
    text = fold(sentence)
    for quantity in quantities(text):
        weights |= {f"={value}": _FACT_WEIGHT for value in quantity.values}
    # A name has its weight as a word already; this doubles it.
    weights |= {f"@{name.lower()}": _FACT_WEIGHT / 2 for name in _NAME.findall(text)}
    return weights


class SegmentIndex:
    """The weighted terms of an article's English sentences, built once, asked per sentence."""

    def __init__(self, segments: Sequence[str], headline: int | None = None) -> None:
        self._terms = [terms(segment) for segment in segments]
        self._headline = headline
        counts = Counter(term for found in self._terms for term in found)
        size = len(segments)
        self._idf = {term: math.log(1 + size / n) for term, n in counts.items()}
        self._unseen = math.log(1 + size)
        self._vectors = [self._weighted(found) for found in self._terms]
        self._lengths = [_length(vector) for vector in self._vectors]

    def _weighted(self, found: Mapping[str, float]) -> dict[str, float]:
        return {term: w * self._idf.get(term, self._unseen) for term, w in found.items()}

    def evidence(self, sentence: str, threshold: float = SUPPORTED) -> SentenceEvidence:
        """Return the segments one summary sentence rests on, best first, and its joint support."""
        wanted = self._weighted(terms(sentence))
        total = sum(wanted.values())
        if not total or not self._vectors:
            return SentenceEvidence((), 0.0, supported=False)
        ranked = self._ranked(wanted, total)
        links, missing = [], dict(wanted)
        while ranked and len(links) < MAX_LINKS:
            segment, score = max(ranked.items(), key=lambda item: self._value(item, missing, total))
            gain = _shared(missing, self._vectors[segment]) / total
            if gain < MIN_GAIN and (links or not gain):
                break
            links.append(EvidenceLink(segment, round(score, 3)))
            missing = {t: w for t, w in missing.items() if t not in self._vectors[segment]}
            del ranked[segment]
        support = 1 - sum(missing.values()) / total
        return SentenceEvidence(tuple(links), round(support, 3), support >= threshold)

    def support(
        self, sentence: str, segments: Sequence[int], threshold: float = SUPPORTED
    ) -> SentenceEvidence:
        """Return how well the given segments, chosen by a person, support a sentence together."""
        wanted = self._weighted(terms(sentence))
        total = sum(wanted.values())
        scores = self._ranked(wanted, total) if total else {}
        links = tuple(EvidenceLink(n, round(scores.get(n, 0.0), 3)) for n in segments)
        held = {term for n in segments for term in self._vectors[n]}
        support = sum(w for t, w in wanted.items() if t in held) / total if total else 0.0
        return SentenceEvidence(links, round(support, 3), bool(links) and support >= threshold)

    def _ranked(self, wanted: Weights, total: float) -> dict[int, float]:
        """Return the score of every segment that shares a term with the sentence."""
        length = _length(wanted)
        scores: dict[int, float] = {}
        for segment, vector in enumerate(self._vectors):
            dot = sum(w * vector[t] for t, w in wanted.items() if t in vector)
            if dot:
                cosine = dot / (length * self._lengths[segment])
                scores[segment] = (_shared(wanted, vector) / total + cosine) / 2
        return scores

    def _value(self, item: tuple[int, float], missing: Weights, total: float) -> float:
        """Rank by what a segment adds to those chosen, and by its own score among equals."""
        segment, score = item
        value = _shared(missing, self._vectors[segment]) / total + score
        return value * (_HEADLINE_WEIGHT if segment == self._headline else 1)

    def coverage(self, text: Sequence[str]) -> float:
        """Return how much of the article's weight these sentences take up, from 0 to 1.

        Only terms in two or more segments count: what an article repeats is what it is about.
        """
        repeated = Counter(term for found in self._terms for term in found)
        about = {t: n * self._idf[t] for t, n in repeated.items() if n > 1 and " " not in t}
        said = {term for sentence in text for term in terms(sentence)}
        total = sum(about.values())
        return sum(w for t, w in about.items() if t in said) / total if total else 0.0


def link(
    summary_sentences: Sequence[str],
    english_segments: Sequence[str],
    *,
    headline: int | None = None,
    threshold: float = SUPPORTED,
) -> tuple[SentenceEvidence, ...]:
    """Link every summary sentence to at most three of the article's English segments.

    `headline` is the index of the segment that is the headline, if any; it is evidence only where
    the body has less than half as good. A sentence whose joint support stays below `threshold` is
    not `supported`: the editor must look. Scores are containments between 0 and 1 (see above).
    """
    index = SegmentIndex(english_segments, headline)
    return tuple(index.evidence(sentence, threshold) for sentence in summary_sentences)


def arabic_side(
    evidence: Sequence[SentenceEvidence], arabic_segments: Sequence[SourceSegment]
) -> tuple[str, ...]:
    """Return the Arabic summary: the sentences the English one rests on, in the source's order.

    Each comes once. The headline stands above the brief already, so it is left out unless there is
    no other evidence.
    """
    chosen = sorted({found.segment for one in evidence for found in one.links})
    body = [n for n in chosen if arabic_segments[n].kind is SegmentKind.BODY]
    texts = (arabic_segments[n].text.strip() for n in body or chosen)
    return tuple(dict.fromkeys(texts))


def _shared(wanted: Weights, vector: Weights) -> float:
    return sum(weight for term, weight in wanted.items() if term in vector)


def _length(vector: Weights) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
