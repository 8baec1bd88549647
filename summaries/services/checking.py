"""What the fidelity checks say about a brief's texts as they are now, as unsaved findings."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils import timezone

from summaries.checks import base, registry
from summaries.models import Brief, Finding, Segment, SummarySentence
from summaries.models.finding import Place
from summaries.services import dismissals, glossary, severities, spellings

# What is asked of sentences and not of a headline: evidence, and an end.
_NOT_OF_HEADLINES = frozenset({"evidence", "cut_off"})
# What is said of a sentence without English, and nothing else.
_MISSING = "empty"


def across_names() -> frozenset[str]:
    """Return the names of the checks that look at all sentences of an article together."""
    return frozenset(check.name for check in registry.ARTICLE_CHECKS)


def of_sentence(brief: Brief, segment: Segment) -> list[Finding]:
    """Return what is found in one sentence by itself."""
    pair = base.Pair(segment.arabic, segment.english, _context(brief, [segment]))
    found = registry.check_pair(pair, severities.chosen())
    return _rows(brief, Place.SEGMENT, segment.english, [segment], found, segment=segment)


def of_brief(brief: Brief, chosen: Collection[int] | None = None) -> list[Finding]:
    """Return what is found in the brief, in reading order of each text.

    Of the sentences by themselves only `chosen` (keys of segments) are looked at, if given; the
    checks of the whole article and those of headline and summary look at everything.
    """
    segments = list(Segment.objects.filter(article=brief.article_id))
    context = _context(brief, segments)
    return [
        *_of_segments(brief, segments, context, chosen),
        *_of_summary(brief, segments, context),
    ]


def _context(brief: Brief, segments: Sequence[Segment]) -> base.Context:
    # "Yesterday" is counted from the day of the outlet, which may be another than ours.
    written_at = brief.article.published_at or brief.article.taken_in_at
    return base.Context(
        date=timezone.localdate(written_at),
        terms=glossary.terms_in(_lines(segment.arabic for segment in segments)),
    )


def _of_segments(
    brief: Brief,
    segments: Sequence[Segment],
    context: base.Context,
    chosen: Collection[int] | None,
) -> Iterator[Finding]:
    yield from _of_untranslated(brief, segments, context)
    translated = [segment for segment in segments if segment.translated_at]
    pairs = [base.Pair(one.arabic, one.english, context) for one in translated]
    weights = severities.chosen()
    context = replace(context, spellings=spellings.known(brief, pairs))
    pairs = [replace(pair, context=context) for pair in pairs]
    across = registry.check_across(pairs, weights)
    for segment, pair, together in zip(translated, pairs, across, strict=True):
        alone = chosen is None or segment.pk in chosen
        found = registry.check_pair(pair, weights) if alone else []
        found = [*found, *together]
        yield from _rows(brief, Place.SEGMENT, segment.english, [segment], found, segment=segment)


def _of_untranslated(
    brief: Brief, segments: Sequence[Segment], context: base.Context
) -> Iterator[Finding]:
    """Yield that sentences have no English, unless the machine is about to write it."""
    waiting = [segment for segment in segments if segment.translated_at is None]
    if not waiting or brief.current is None or brief.jobs.main().open().exists():
        return
    for segment in waiting:
        found = registry.check_pair(base.Pair(segment.arabic, "", context), severities.chosen())
        found = [finding for finding in found if finding.check == _MISSING]
        yield from _rows(brief, Place.SEGMENT, segment.english, [segment], found, segment=segment)


def _of_summary(
    brief: Brief, segments: Sequence[Segment], context: base.Context
) -> Iterator[Finding]:
    if brief.current is None:
        return
    whole = base.Pair(
        _lines(segment.arabic for segment in segments),
        brief.current.headline_en,
        context,
        is_summary=True,
        source_english=_lines(segment.english for segment in segments),
    )
    weights = severities.chosen()
    found = registry.check_pair(whole, weights)
    found = [one for one in found if one.check not in _NOT_OF_HEADLINES]
    yield from _rows(brief, Place.HEADLINE, whole.english, segments, found)
    lines = {segment.pk: number for number, segment in enumerate(segments)}
    for sentence in brief.current.sentences.prefetch_related("evidence"):
        # Links that are too weak to support it are shown to the editor, but are no evidence.
        links = sentence.evidence.all() if sentence.supported else ()
        rests_on = {lines[e.segment_id] for e in links if e.segment_id in lines}
        pair = replace(whole, english=sentence.text, evidence=tuple(sorted(rests_on)))
        found = registry.check_pair(pair, weights)
        yield from _rows(brief, Place.SUMMARY, sentence.text, segments, found, sentence=sentence)


def _lines(texts: Iterable[str]) -> str:
    """Return the texts one a line, each as long as it is."""
    return "\n".join(text.replace("\n", " ") for text in texts)


def _rows(
    brief: Brief,
    place: Place,
    text: str,
    segments: Sequence[Segment],
    found: Sequence[base.Finding],
    *,
    segment: Segment | None = None,
    sentence: SummarySentence | None = None,
) -> list[Finding]:
    """Return findings as records; their Arabic spans count through the lines of `segments`."""
    arabic, taken = _lines(one.arabic for one in segments), Counter()
    rows = []
    for finding in found:
        row = Finding(
            brief=brief,
            place=place,
            segment=segment,
            sentence=sentence,
            check_name=finding.check,
            severity=str(finding.severity),
            message=finding.template,
            values=dict(finding.values),
            english=finding.english[0].of(text) if finding.english else "",
            arabic=finding.arabic[0].of(arabic) if finding.arabic else "",
            english_spans=[[span.start, span.end] for span in finding.english],
            arabic_spans=[part for span in finding.arabic for part in _parts(span, segments)],
            fix=finding.fix,
        )
        row.occurrence = _occurrence(finding, row, text, arabic)
        # Two that quote the very same words are told apart by their order.
        same = (row.check_name, row.english, row.arabic, row.occurrence)
        row.occurrence += taken[same]
        taken[same] += 1
        rows.append(row)
    return rows


def _occurrence(finding: base.Finding, row: Finding, text: str, arabic: str) -> int:
    """Return how often the quoted words stand in the text before the place that is meant."""
    if row.english:
        return dismissals.count(row.english, text[: finding.english[0].start])
    return arabic[: finding.arabic[0].start].count(row.arabic) if row.arabic else 0


def _parts(span: base.Span, segments: Sequence[Segment]) -> Iterator[list[int]]:
    """Yield [segment key, start, end] for each sentence that `span` of their lines touches."""
    start = 0
    for segment in segments:
        end = start + len(segment.arabic)
        if span.start < end and start < span.end:
            yield [segment.pk, max(span.start, start) - start, min(span.end, end) - start]
        start = end + 1
