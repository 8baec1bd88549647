"""The main job, stage by stage: an Arabic article in, a bilingual draft with its evidence out.

Every stage is a function of its own, so that drafting can store what one made before it starts the
next; `draft` calls them in order. Segment numbers are indexes into `CleanArticle.segments`; the
headline, where there is one, is segment 0 and is translated like the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from summaries.engine import evidence, summarizer
from summaries.engine.errors import TranslationFailed
from summaries.engine.text import read_article
from summaries.engine.types import (
    CleanArticle,
    DraftResult,
    SegmentKind,
    SentenceEvidence,
    Summary,
    SummaryModel,
    Translation,
    Translator,
)

CLEANING, TRANSLATING, SUMMARISING, LINKING = STAGES = (
    "cleaning",
    "translating",
    "summarising",
    "linking",
)

# Called with the stage, how many units of it are done, and how many there are.
Progress = Callable[[str, int, int], None]


def draft(
    raw: str, translator: Translator, summary_model: SummaryModel, on_progress: Progress
) -> DraftResult:
    """Turn a pasted Arabic article into a bilingual draft.

    Raises TextRejected, TranslationFailed, SummaryFailed or ModelUnavailable.
    """
    on_progress(CLEANING, 0, 1)
    article = prepare(raw)
    on_progress(CLEANING, 1, 1)

    total = len(article.segments)
    on_progress(TRANSLATING, 0, total)
    done: dict[int, Translation] = {}
    for index, translation in translate(article, translator):
        done[index] = translation
        on_progress(TRANSLATING, len(done), total)
    translations = complete(article, done)

    on_progress(SUMMARISING, 0, 1)
    summary = write_summary(article, translations, summary_model)
    on_progress(SUMMARISING, 1, 1)

    on_progress(LINKING, 0, 1)
    links = link_evidence(article, translations, summary)
    arabic_summary = evidence.arabic_side(links, article.segments)
    on_progress(LINKING, 1, 1)
    return DraftResult(article, translations, summary, links, arabic_summary)


def prepare(raw: str) -> CleanArticle:
    """Clean a pasted text and split it into segments. Raises TextRejected."""
    return read_article(raw)


def translate(
    article: CleanArticle, translator: Translator, done: Mapping[int, Translation] | None = None
) -> Iterator[tuple[int, Translation]]:
    """Yield `(segment, translation)` for every segment that is not in `done` yet, in any order.

    Lazily: the caller stores each result as it comes, and stops iterating to cancel.
    """
    missing = [index for index in range(len(article.segments)) if index not in (done or {})]
    if not missing:
        return
    texts = [article.segments[index].text for index in missing]
    for position, translation in translator.translate(texts):
        yield missing[position], translation


def complete(article: CleanArticle, done: Mapping[int, Translation]) -> tuple[Translation, ...]:
    """Return the translations in segment order. Raises TranslationFailed if one is missing."""
    missing = [index for index in range(len(article.segments)) if index not in done]
    if missing:
        raise TranslationFailed(
            f"{len(missing)} of {len(article.segments)} sentences came back without a translation. "
            "Try the job again: the others are kept."
        )
    return tuple(done[index] for index in range(len(article.segments)))


def write_summary(
    article: CleanArticle, translations: Sequence[Translation], model: SummaryModel
) -> Summary:
    """Summarize the English body; the translated headline is the fallback for the suggested one.

    An article that is only a headline is summarized from it. Raises SummaryFailed.
    """
    headline = headline_index(article)
    texts = [translation.text for translation in translations]
    body = [text for index, text in enumerate(texts) if index != headline]
    hint = "" if headline is None else texts[headline]
    return summarizer.summarize(model, body or [hint], headline_hint=hint)


def link_evidence(
    article: CleanArticle, translations: Sequence[Translation], summary: Summary
) -> tuple[SentenceEvidence, ...]:
    """Link every summary sentence to the segments it rests on, the body before the headline."""
    texts = [translation.text for translation in translations]
    return evidence.link(summary.sentences, texts, headline=headline_index(article))


def headline_index(article: CleanArticle) -> int | None:
    """Return the number of the segment that is the headline, or None."""
    headlines = (n for n, s in enumerate(article.segments) if s.kind is SegmentKind.HEADLINE)
    return next(headlines, None)
