"""Chooses an abstractive summary: several candidates, a factual guard, the best that is left.

A `SummaryModel` writes; this module reads what it wrote as a sceptical editor would. Sentences that
state what the source does not (`guard.invented`), that were cut off or that repeat another are
taken out, and the candidate is chosen whose remaining sentences say most of the article and are
best supported by it. Choosing among candidates by faithfulness is Falke et al. (2019, "Ranking
Generated Summaries by Correctness"). Texts longer than the model's context are summarized in parts
and the summaries summarized (map-reduce); the guard always reads the whole source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

from summaries.engine import english
from summaries.engine.errors import SummaryFailed
from summaries.engine.evidence import SegmentIndex
from summaries.engine.guard import facts_of
from summaries.engine.types import Dropped, Summary, SummaryModel

CANDIDATES = 4
ROUNDS = 2
MIN_SENTENCES, MAX_SENTENCES = 2, 4
MIN_WORDS, MAX_WORDS = 4, 60
HEADLINE_CHARS = 110
# rapidfuzz token_set_ratio from which two sentences say the same (a subset of words scores 100).
_SAME_SENTENCE = 85
_MAX_REDUCTIONS = 3


@dataclass(frozen=True)
class _Assessed:
    """What is left of one candidate, and how good that is."""

    sentences: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    score: float


class _Editor:
    """Judges candidates against one source text."""

    def __init__(self, sentences: Sequence[str], headline_hint: str) -> None:
        self._facts = facts_of("\n".join([*sentences, headline_hint]))
        self._index = SegmentIndex(sentences)

    def assess(self, candidate: str) -> _Assessed:
        """Take out of a candidate what must not be kept, and score the rest."""
        kept: list[str] = []
        dropped: list[Dropped] = []
        for sentence in english.sentences(candidate):
            if not _is_sane(sentence) or repeats(sentence, kept):
                continue
            if invented := self._facts.invented(sentence):
                dropped.append(Dropped(sentence, invented))
            elif len(kept) < MAX_SENTENCES:
                kept.append(sentence)
        return _Assessed(tuple(kept), tuple(dropped), self.score(kept))

    def score(self, kept: Sequence[str]) -> float:
        """Return coverage plus mean support, minus one for each sentence short of two."""
        if not kept:
            return -float(MIN_SENTENCES)
        support = sum(self._index.evidence(sentence).score for sentence in kept) / len(kept)
        missing = max(0, MIN_SENTENCES - len(kept))
        return self._index.coverage(kept) + support - missing

    def is_true(self, text: str) -> bool:
        """Tell whether the guard has nothing against a text."""
        return not self._facts.invented(text)


def summarize(
    model: SummaryModel,
    sentences: Sequence[str],
    *,
    headline_hint: str = "",
    candidates: int = CANDIDATES,
) -> Summary:
    """Summarize the English sentences of an article's body in two to four sentences.

    `headline_hint` is the translated headline: it is part of the source for the guard, and the
    headline where no suggested one passes. Every sentence returned has passed the guard; those it
    refused are in `dropped`. Where fewer than two survive `ROUNDS` rounds of candidates, the
    article's first sentences stand in for the missing ones and `extracted` is true.
    Raises SummaryFailed when there is no sentence to summarize.
    """
    body = [sentence.strip() for sentence in sentences if sentence.strip()]
    if not body:
        raise SummaryFailed("There is no text to summarize. Check that the article has a body.")
    editor = _Editor(body, headline_hint)
    text = _reduced(model, body, editor)
    best, dropped, count = _best_candidate(model, text, editor, candidates)
    chosen = best or ()
    extracted = len(chosen) < min(MIN_SENTENCES, len(body))
    if extracted:
        chosen = _with_leads(chosen, body)
    headline = _headline(model, text, editor, headline_hint or body[0], candidates)
    return Summary(chosen, headline, model.provenance, dropped, count, extracted)


def _best_candidate(
    model: SummaryModel, text: str, editor: _Editor, count: int
) -> tuple[tuple[str, ...], tuple[Dropped, ...], int]:
    """Return the best surviving sentences, everything refused, and how many candidates were read.

    A later round asks for more candidates and reads only those not seen: beams and samples beyond
    the first ones differ from them.
    """
    seen: dict[str, _Assessed] = {}
    best: tuple[str, ...] = ()
    for turn in range(1, ROUNDS + 1):
        for candidate in model.summaries(text, count * turn):
            if candidate not in seen:
                seen[candidate] = editor.assess(candidate)
        best = _pooled(sorted(seen.values(), key=lambda read: -read.score))
        if len(best) >= MIN_SENTENCES:
            break
    dropped = dict.fromkeys(drop for read in seen.values() for drop in read.dropped)
    return best, tuple(dropped), len(seen)


def _pooled(ranked: Sequence[_Assessed]) -> tuple[str, ...]:
    """Return the best candidate's sentences, filled up to two from the next ones if it is short."""
    chosen: list[str] = list(ranked[0].sentences) if ranked else []
    for read in ranked[1:]:
        for sentence in read.sentences:
            if len(chosen) < MIN_SENTENCES and not repeats(sentence, chosen):
                chosen.append(sentence)
    return tuple(chosen)


def _with_leads(chosen: Sequence[str], body: Sequence[str]) -> tuple[str, ...]:
    """Fill up with the article's first sentences, which carry its news (the lead-n baseline)."""
    filled = list(chosen)
    for sentence in body:
        if len(filled) >= MIN_SENTENCES:
            break
        if not repeats(sentence, filled):
            filled.append(sentence)
    return tuple(filled)


def _reduced(model: SummaryModel, body: Sequence[str], editor: _Editor) -> str:
    """Return the body as one text that fits the model, by summarizing its parts if need be."""
    parts = list(body)
    for _ in range(_MAX_REDUCTIONS):
        chunks = chunked(model, parts)
        if len(chunks) == 1:
            break
        parts = [sentence for chunk in chunks for sentence in _chunk_summary(model, chunk, editor)]
    return english.joined(chunked(model, parts)[0])


def _chunk_summary(model: SummaryModel, chunk: Sequence[str], editor: _Editor) -> tuple[str, ...]:
    """Summarize one part of a long text; its first sentence stands in where nothing survives."""
    read = [editor.assess(text) for text in model.summaries(english.joined(chunk), 2)]
    best = max(read, key=lambda one: one.score, default=None)
    return best.sentences if best and best.sentences else tuple(chunk[:1])


def chunked(model: SummaryModel, sentences: Sequence[str]) -> list[list[str]]:
    """Cut sentences into runs of at most `max_source_tokens`, of about equal size.

    A sentence that is too long by itself becomes a run of its own; the model cuts it.
    """
    sizes = [model.count_tokens(sentence) for sentence in sentences]
    runs = max(1, -(-sum(sizes) // model.max_source_tokens))
    limit = min(model.max_source_tokens, max(1, sum(sizes) * 11 // (10 * runs)))
    chunks: list[list[str]] = [[]]
    used = 0
    for sentence, size in zip(sentences, sizes, strict=True):
        if chunks[-1] and used + size > limit:
            chunks.append([])
            used = 0
        chunks[-1].append(sentence)
        used += size
    return chunks


def _headline(model: SummaryModel, text: str, editor: _Editor, fallback: str, count: int) -> str:
    """Return the first suggested headline that states nothing new, or else the fallback."""
    for suggestion in model.headlines(text, count):
        headline = tidy_headline(suggestion)
        if (
            len(headline.split()) >= 3
            and len(headline) <= HEADLINE_CHARS
            and editor.is_true(headline)
        ):
            return headline
    return tidy_headline(fallback, shorten=True)


def tidy_headline(text: str, *, shorten: bool = False) -> str:
    """Return a headline on one line without quotes around it and without a final full stop.

    With `shorten` it is cut at a word to at most `HEADLINE_CHARS`, with an ellipsis.
    """
    line = " ".join(text.split()).strip('"“”*# ').strip()
    # "U.S." keeps its stop, "..." is a headline's own way to end.
    if line.endswith(".") and not line.endswith("..") and "." not in line.split()[-1][:-1]:
        line = line[:-1]
    if shorten and len(line) > HEADLINE_CHARS:
        line = line[: HEADLINE_CHARS - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return line


def repeats(sentence: str, others: Iterable[str]) -> bool:
    """Tell whether a sentence says what one of the others already does, word for word or nearly."""
    mine = " ".join(english.words(sentence))
    return any(
        token_set_ratio(mine, " ".join(english.words(other))) >= _SAME_SENTENCE for other in others
    )


def _is_sane(sentence: str) -> bool:
    """Tell whether a sentence is finished, of a readable length, and does not stutter."""
    found = english.words(sentence)
    stutters = len(found) > 8 and len(set(found)) < len(found) / 2
    return english.is_finished(sentence) and MIN_WORDS <= len(found) <= MAX_WORDS and not stutters
