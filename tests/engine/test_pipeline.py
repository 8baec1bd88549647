"""The main job in order, on the sample article, with models that need no weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from summaries.engine import pipeline
from summaries.engine.errors import TextRejected, TranslationFailed
from summaries.engine.fake import FakeSummaryModel, FakeTranslator, fake_english
from summaries.engine.types import SegmentKind

ARTICLE = (Path(__file__).parents[2] / "sample_data" / "article-ar.txt").read_text("utf-8")


def ignore(stage: str, done: int, total: int) -> None:
    """Take no notice of progress."""


@pytest.fixture(scope="module")
def result():
    return pipeline.draft(ARTICLE, FakeTranslator(), FakeSummaryModel(), ignore)


def test_every_segment_is_translated_the_headline_first(result):
    assert result.article.segments[0].kind is SegmentKind.HEADLINE
    assert [translation.text for translation in result.translations] == [
        fake_english(segment.text) for segment in result.article.segments
    ]


def test_every_summary_sentence_has_its_evidence(result):
    assert 2 <= len(result.summary.sentences) <= 4
    assert len(result.evidence) == len(result.summary.sentences)
    for sentence, found in zip(result.summary.sentences, result.evidence, strict=True):
        assert found.supported
        assert result.translations[found.links[0].segment].text == sentence


def test_the_arabic_side_is_sentences_of_the_source_in_order(result):
    texts = [segment.text for segment in result.article.segments]
    positions = [texts.index(text) for text in result.arabic_summary]

    assert positions == sorted(positions)
    assert 0 not in positions


def test_progress_is_told_stage_by_stage_with_a_real_count():
    told = []
    result = pipeline.draft(
        ARTICLE, FakeTranslator(), FakeSummaryModel(), lambda *step: told.append(step)
    )
    total = len(result.translations)

    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(pipeline.STAGES)
    assert [step for step in told if step[0] == pipeline.TRANSLATING] == [
        (pipeline.TRANSLATING, done, total) for done in range(total + 1)
    ]


def test_what_is_done_is_not_translated_again():
    article = pipeline.prepare(ARTICLE)
    first = FakeTranslator(fail_on={5})
    done = {}
    with pytest.raises(TranslationFailed):
        done.update(pipeline.translate(article, first))
    second = FakeTranslator()

    done |= dict(pipeline.translate(article, second, done))

    assert len(first.calls) == 5
    assert first.calls + second.calls == [segment.text for segment in article.segments]
    assert [one.text for one in pipeline.complete(article, done)] == [
        fake_english(segment.text) for segment in article.segments
    ]


def test_nothing_missing_asks_the_model_nothing():
    article = pipeline.prepare(ARTICLE)
    done = dict(pipeline.translate(article, FakeTranslator()))
    idle = FakeTranslator()

    assert list(pipeline.translate(article, idle, done)) == []
    assert idle.calls == []


def test_a_missing_translation_stops_the_job_in_words():
    article = pipeline.prepare(ARTICLE)

    with pytest.raises(TranslationFailed, match="came back without a translation"):
        pipeline.complete(article, {})


def test_a_text_that_is_no_article_is_refused_before_any_model_works():
    translator = FakeTranslator()

    with pytest.raises(TextRejected):
        pipeline.draft("", translator, FakeSummaryModel(), ignore)
    assert translator.calls == []
