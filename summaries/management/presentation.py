"""A draft as plain text for a terminal."""

from collections.abc import Iterator

from summaries.engine.types import DraftResult, Provenance, SentenceEvidence
from summaries.services import trial_models


def brief_as_text(result: DraftResult) -> str:
    """Return the bilingual brief: summary with evidence, sentences, set-aside lines, models."""
    sections = (_summary(result), _sentences(result), _removed(result), _models(result))
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section)))


def _summary(result: DraftResult) -> Iterator[str]:
    yield "BRIEF"
    yield f"  {result.summary.headline}"
    yield f"  {result.article.headline}"
    yield ""
    for sentence, evidence in zip(result.summary.sentences, result.evidence, strict=True):
        yield f"  {sentence}"
        yield f"      {_support(evidence)}"
    yield ""
    yield from (f"  {line}" for line in result.arabic_summary)


def _support(evidence: SentenceEvidence) -> str:
    places = ", ".join(f"[{link.segment}] {link.score:.2f}" for link in evidence.links)
    if not evidence.supported:
        return f"NOT SUPPORTED (support {evidence.score:.2f}; nearest {places or '-'})"
    return f"rests on {places} (support {evidence.score:.2f})"


def _sentences(result: DraftResult) -> Iterator[str]:
    yield "SENTENCES"
    pairs = zip(result.article.segments, result.translations, strict=True)
    for number, (segment, translation) in enumerate(pairs):
        flags = f"  ({', '.join(translation.flags)})" if translation.flags else ""
        yield f"  [{number}] {translation.text}{flags}"
        yield f"      {segment.text}"


def _removed(result: DraftResult) -> Iterator[str]:
    if result.article.removed:
        yield "SET ASIDE"
    for line in result.article.removed:
        yield f"  line {line.line + 1}, {line.role}: {line.text}"
    yield from (f"  note: {notice}" for notice in result.article.notices)


def _models(result: DraftResult) -> Iterator[str]:
    yield "WRITTEN BY"
    if result.translations:
        yield f"  translation: {_credit(result.translations[0].provenance)}"
    how = "sentences taken from the translation, every generated one was refused"
    by = how if result.summary.extracted else _credit(result.summary.provenance)
    yield f"  summary: {by}"
    yield from _on_trial(result)
    for dropped in result.summary.dropped:
        yield f"  refused, not in the article ({', '.join(dropped.invented)}): {dropped.text}"


def _on_trial(result: DraftResult) -> Iterator[str]:
    translation = [each.provenance.as_dict() for each in result.translations]
    if trials := trial_models.among(translation, [result.summary.provenance.as_dict()]):
        yield f"  {trials.for_the_desk}."


def _credit(provenance: Provenance) -> str:
    on_trial = "trial model" if provenance.stand_in else ""
    facts = (provenance.engine, provenance.decoding, provenance.quality, on_trial)
    return f"{provenance.model} ({'; '.join(fact for fact in facts if fact)})"
