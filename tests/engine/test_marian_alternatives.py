"""Other translations from a wide beam, on real (tiny) weights and on scripted ones."""

from pathlib import Path

import pytest

from summaries.engine.batching import folded
from summaries.engine.errors import TranslationFailed
from summaries.engine.marian import MarianTranslator
from summaries.engine.marian_decoding import Decoded, Decoding
from tests.tiny import TINY, pairs, tiny_reference, tiny_translator

SENTENCES = [pairs()[20][0], pairs()[41][0], " ".join(pairs()[60][0].split()[:3])]


@pytest.fixture(scope="module", params=["CTranslate2 int8", "CTranslate2 float32", "transformers"])
def engine(request, model_cache):
    if request.param == "transformers":
        return tiny_reference()
    return tiny_translator(model_cache, compute_type=request.param.split()[1])


def texts(found):
    return [translation.text for translation in found]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_they_are_distinct_sound_and_as_many_as_asked_for(engine, sentence):
    found = engine.alternatives(sentence, 4)
    assert len(found) == 4
    assert len({folded(text) for text in texts(found)}) == 4
    assert all(translation.flags == () for translation in found)
    assert all(translation.provenance.model == "tiny-marian" for translation in found)


@pytest.mark.parametrize("number", [20, 41])
def test_the_best_is_what_the_model_knows(engine, number):
    arabic, english = pairs()[number]
    assert texts(engine.alternatives(arabic, 3))[0] == english


def test_they_come_best_first(model_cache):
    found = tiny_translator(model_cache).alternatives(SENTENCES[0], 5)
    scores = [translation.score for translation in found]
    assert scores == sorted(scores, reverse=True)
    assert found[0].provenance.decoding == "beam 10"


def test_the_engines_offer_the_same(model_cache):
    default = tiny_translator(model_cache, compute_type="float32", retries=())
    reference = tiny_reference(retries=())
    for sentence in SENTENCES[:2]:
        assert texts(default.alternatives(sentence, 2)) == texts(
            reference.alternatives(sentence, 2)
        )


def test_asking_for_one_gives_one(engine):
    assert len(engine.alternatives(SENTENCES[0], 1)) == 1


@pytest.mark.parametrize("blank", ["", "  ", "\u0640"])
def test_a_blank_sentence_has_none(engine, blank):
    assert engine.alternatives(blank, 3) == []


def test_a_long_sentence_gets_whole_alternatives(model_cache):
    (first, one), (second, two) = pairs()[40], pairs()[41]
    plain = tiny_translator(model_cache)
    limit = max(plain.vocabulary.count(first), plain.vocabulary.count(second))
    splitting = tiny_translator(model_cache, max_source_tokens=limit)
    found = texts(splitting.alternatives(f"{first} {second}", 3))
    assert found[0] == f"{one[:-1]}, {two[0].lower()}{two[1:]}"
    assert len(set(found)) == 3
    assert all(", " in text for text in found)


class Scripted(MarianTranslator):
    """Its beam holds given texts; the rest is the real translator."""

    def __init__(self, script, **options):
        super().__init__(TINY, cache=Path("unused"), model="m", revision="r", **options)
        self.script, self.beams = script, []

    def _hypotheses(self, source, limit, decoding):
        self.beams.append(decoding.beam)
        pieces = self.script[decoding.no_repeat_ngram]
        if isinstance(pieces, Exception):
            raise pieces
        return [Decoded(text.split(), "cut" not in text, -1.0) for text in pieces]


LOOP = "▁no " * 9
RETRY = Decoding(beam=8, no_repeat_ngram=4)


@pytest.mark.parametrize(
    ("script", "count", "expected", "beams"),
    [
        ({0: ["▁All ▁is ▁well", "▁All ▁good"]}, 2, ["All is well", "All good"], [4]),
        ({0: ["▁All ▁is ▁well"] * 9, 4: []}, 2, ["All is well"], [4, 8]),
        ({0: ["▁All ▁good", "▁all ▁GOOD"], 4: []}, 2, ["All good"], [4, 8]),
        ({0: [LOOP, "▁All ▁good"], 4: ["▁All ▁is ▁well"]}, 2, ["All good", "All is well"], [4, 8]),
        ({0: ["▁cut ▁off", ""], 4: [LOOP]}, 3, [], [6, 8]),
    ],
)
def test_degenerate_and_equal_ones_are_dropped_and_the_retries_fill_up(
    script, count, expected, beams
):
    translator = Scripted(script, retries=(RETRY,))
    assert texts(translator.alternatives("كل شيء بخير", count)) == expected
    assert translator.beams == beams


def test_an_error_inside_the_model_is_a_failed_translation():
    translator = Scripted({0: RuntimeError("out of memory")})
    with pytest.raises(TranslationFailed, match="out of memory"):
        translator.alternatives("خبر عاجل", 2)
