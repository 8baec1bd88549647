"""Beams reranked towards glossary terms, on real (tiny) weights and on scripted ones."""

from pathlib import Path

import pytest

from summaries.engine.fake import FakeTranslator
from summaries.engine.marian import MarianTranslator
from summaries.engine.marian_decoding import Decoded
from summaries.engine.types import Wish
from tests.tiny import TINY, pairs, tiny_reference, tiny_translator

SENTENCE = pairs()[60][0]


@pytest.fixture(scope="module", params=["CTranslate2", "transformers"])
def engine(request, model_cache):
    return tiny_reference() if request.param == "transformers" else tiny_translator(model_cache)


def translated(engine, sentences, wishes=None):
    return dict(engine.translate(sentences, wishes))


def other_words(engine, sentence):
    """Return a word that stands in another candidate of the beam but not in the first."""
    first = translated(engine, [sentence])[0].text
    others = engine._hypotheses(engine._parts(0, sentence)[0].tokens, 128, engine.decoding)
    texts = [engine.vocabulary.decode(other.tokens) for other in others]
    words = {word.strip(".,") for text in texts for word in text.split()}
    return sorted(word for word in words if word.isalpha() and word not in first.split())


def test_a_candidate_of_the_beam_that_has_the_term_is_chosen(engine, monkeypatch):
    # The tiny model knows its pairs by heart: what else its beam holds is far less probable.
    monkeypatch.setattr("summaries.engine.terms.most_fitting.__defaults__", (50.0,))
    sentence = " ".join(SENTENCE.split()[:3])
    word = other_words(engine, sentence)[0]
    plain, wished = translated(engine, [sentence, sentence], {1: [Wish(word)]}).values()
    assert word not in plain.text.split()
    assert word in wished.text.replace(".", "").replace(",", "").split()
    assert wished.provenance.decoding == "beam 4, chosen for the glossary"
    assert plain.provenance.decoding == "beam 4"


def test_sentences_without_wishes_are_as_ever(engine):
    sentences = [arabic for arabic, _english in pairs()[:4]]
    plain = translated(engine, sentences)
    assert translated(engine, sentences, {2: [Wish("nowhere in the beam")]}) == plain


class Scripted(MarianTranslator):
    """Its beam holds given texts; the rest is the real translator."""

    def __init__(self, first, beam):
        super().__init__(TINY, cache=Path("unused"), model="m", revision="r", threads=1)
        self.first, self.beam, self.asked = first, beam, 0

    def _decode(self, batches, limits, decoding):
        for batch in batches:
            yield [Decoded(self.first.split(), True, -0.5) for _tokens in batch]

    def _hypotheses(self, source, limit, decoding):
        self.asked += 1
        return [Decoded(text.split(), True, score) for text, score in self.beam]


@pytest.mark.parametrize(
    ("wish", "expected", "asked"),
    [
        ("good", "All good here now", 1),
        ("well", "All is well", 0),
        ("fine", "All is well", 1),
    ],
)
def test_the_beam_is_read_only_where_the_first_misses_a_wish(wish, expected, asked):
    beam = [("▁All ▁good ▁here ▁now", -0.7), ("▁All ▁is ▁fine", -3.0)]
    translator = Scripted("▁All ▁is ▁well", beam)
    found = translated(translator, ["كل شيء بخير"], {0: [Wish(wish)]})
    assert (found[0].text, translator.asked) == (expected, asked)


def test_the_fake_chooses_among_its_own():
    translator, sentence = FakeTranslator(), "وصلت الشاحنة إلى القرية"
    first, *others = (one.text for one in translator.alternatives(sentence, 4))
    word = next(w for text in others for w in text.split()[1:] if w not in first.split())
    found = translated(translator, [sentence], {0: [Wish(word.strip("."))]})
    assert found[0].text in others
    assert translated(translator, [sentence])[0].text == first
