"""The fakes are engines like any other: traceable, and failing exactly when told."""

from __future__ import annotations

import time

import pytest

from summaries.engine.errors import SummaryFailed, TranslationFailed
from summaries.engine.fake import FakeSummaryModel, FakeTranslator, fake_english
from summaries.engine.guard import invented
from summaries.engine.types import Flag, SummaryModel, Translator

ARABIC = ["وصل القطار عند الساعة 7.", "تأخرت السفينة.", "باع المزارع ١٢ صندوقا."]


def test_they_keep_the_protocols():
    assert isinstance(FakeTranslator(), Translator)
    assert isinstance(FakeSummaryModel(), SummaryModel)


def test_a_translation_can_be_traced_and_keeps_the_numbers():
    texts = [translation.text for _, translation in FakeTranslator().translate(ARABIC)]

    assert texts == [fake_english(sentence) for sentence in ARABIC]
    assert len(set(texts)) == 3
    assert "7" in texts[0]
    assert "12" in texts[2]
    assert not any(invented(text, text) for text in texts)


def test_it_records_and_logs_what_it_was_asked(tmp_path):
    translator = FakeTranslator(log=tmp_path / "log.txt")
    list(translator.translate(ARABIC))
    list(FakeTranslator(log=tmp_path / "log.txt").translate(ARABIC[:1]))

    assert translator.calls == ARABIC
    assert (tmp_path / "log.txt").read_text().splitlines() == [*ARABIC, ARABIC[0]]


@pytest.mark.parametrize("failing", [1, ARABIC[1]])
def test_it_fails_on_demand_and_then_recovers(failing):
    translator = FakeTranslator(fail_on={failing}, fail_times=1)

    with pytest.raises(TranslationFailed) as caught:
        list(translator.translate(ARABIC))

    assert caught.value.permanent is False
    assert translator.calls == ARABIC[:1]
    assert len(list(translator.translate(ARABIC))) == 3


def test_a_permanent_failure_never_recovers():
    translator = FakeTranslator(fail_on={0}, fail_times=-1, permanent=True)

    for _ in range(3):
        with pytest.raises(TranslationFailed) as caught:
            next(translator.translate(ARABIC))
        assert caught.value.permanent is True


def test_flags_and_delays_are_as_told():
    translator = FakeTranslator(flags={ARABIC[1]: (Flag.REPETITION,)}, delay_s=0.01)
    started = time.perf_counter()
    found = [translation.flags for _, translation in translator.translate(ARABIC)]

    assert found == [(), (Flag.REPETITION,), ()]
    assert time.perf_counter() - started >= 0.03


def test_alternatives_are_distinct_repeatable_and_keep_the_numbers():
    found = FakeTranslator().alternatives(ARABIC[0], 4)
    texts = [translation.text for translation in found]

    assert texts[0] == fake_english(ARABIC[0])
    assert len(set(texts)) == 4
    assert all("7" in text for text in texts)
    assert FakeTranslator().alternatives(ARABIC[0], 4) == found
    with pytest.raises(TranslationFailed):
        FakeTranslator(fail_on={ARABIC[0]}).alternatives(ARABIC[0], 4)


def test_the_summary_model_takes_first_sentences():
    model = FakeSummaryModel()
    text = "One boat left. Two boats left. Three boats left. Four boats left."

    assert model.summaries(text, 2) == [
        "One boat left. Two boats left. Three boats left.",
        "Two boats left. Three boats left. Four boats left.",
    ]
    assert model.headlines(text, 1) == ["One boat left."]
    assert model.calls == [text]


def test_the_summary_model_fails_on_demand():
    model = FakeSummaryModel(fail_on={0})

    with pytest.raises(SummaryFailed):
        model.summaries("A text.", 1)
    assert model.summaries("A text.", 1) == ["A text."]
