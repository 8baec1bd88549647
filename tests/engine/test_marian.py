"""MarianMT on real (tiny) weights: the two engines, splitting, retries, laziness, forking."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from summaries.engine.errors import ModelUnavailable, TranslationFailed
from summaries.engine.marian import MarianTranslator
from summaries.engine.marian_decoding import Decoded, Decoding
from summaries.engine.marian_vocabulary import MarianVocabulary
from summaries.engine.types import Flag, Translator
from tests.tiny import TINY, pairs, tiny_reference, tiny_translator

SEED_LINES = 15
SAMPLE = pairs()[:SEED_LINES] + pairs()[SEED_LINES::16]


def texts(translator, sentences):
    found = dict(translator.translate(sentences))
    assert sorted(found) == list(range(len(sentences)))
    return [found[i].text for i in range(len(sentences))]


@pytest.fixture(scope="module")
def default(model_cache):
    return tiny_translator(model_cache)


@pytest.fixture(scope="module")
def parity(model_cache):
    return tiny_translator(model_cache, compute_type="float32")


def test_both_engines_are_translators(model_cache):
    assert isinstance(tiny_translator(model_cache), Translator)
    assert isinstance(tiny_reference(), Translator)


def test_the_default_engine_knows_every_pair_by_heart(default):
    assert texts(default, [arabic for arabic, _ in pairs()]) == [english for _, english in pairs()]


def test_the_engines_agree_in_float32_and_know_the_seed_article(parity):
    arabic, english = zip(*SAMPLE, strict=True)
    tested = texts(parity, arabic)
    assert tested == texts(tiny_reference(), arabic)
    assert tested[:SEED_LINES] == list(english[:SEED_LINES])


def test_the_engines_agree_where_the_model_is_unsure(parity):
    words = [word for arabic, _ in pairs() for word in arabic.split()]
    mixed = [" ".join(random.Random(seed).sample(words, 8)) for seed in range(24)]
    first_try = {"retries": ()}
    reference = texts(tiny_reference(**first_try), mixed)
    tested = texts(tiny_translator(parity.cache, compute_type="float32", **first_try), mixed)
    assert tested == reference
    assert len(set(reference)) > 12


def test_a_result_does_not_depend_on_the_batch_it_came_in(default):
    arabic = [source for source, _ in SAMPLE]
    together = texts(default, arabic)
    assert [texts(default, [sentence])[0] for sentence in arabic] == together
    small = tiny_translator(default.cache, batch_tokens=64, threads=2)
    assert texts(small, list(reversed(arabic))) == list(reversed(together))


def test_results_come_batch_by_batch_and_only_when_asked_for(default, monkeypatch):
    submitted = []
    translator = tiny_translator(default.cache, batch_tokens=1)
    submit = translator._submit
    monkeypatch.setattr(
        translator, "_submit", lambda *given: submitted.append(given) or submit(*given)
    )
    results = translator.translate([arabic for arabic, _ in SAMPLE])
    assert submitted == []
    next(results)
    assert len(submitted) <= 3


def test_provenance_says_where_a_sentence_came_from(default):
    [(_, translation)] = default.translate([pairs()[20][0]])
    assert translation.provenance.model == "tiny-marian"
    assert translation.provenance.engine == "CTranslate2 int8"
    assert translation.provenance.decoding == "beam 4"
    assert translation.provenance.quality == "memorised"
    assert translation.score is not None
    assert translation.score > -0.5


@pytest.mark.parametrize("blank", ["", "  ", "\u0640"])
def test_a_blank_sentence_gives_a_blank_translation(default, blank):
    assert texts(default, [blank, pairs()[20][0]]) == ["", pairs()[20][1]]


def test_a_sentence_beyond_the_limit_is_split_at_clauses_and_rejoined(default):
    (first, one), (second, two) = pairs()[40], pairs()[41]
    long = f"{first} {second}"
    limit = max(default.vocabulary.count(first), default.vocabulary.count(second))
    assert default.vocabulary.count(long) > limit
    splitting = tiny_translator(default.cache, max_source_tokens=limit)
    assert texts(splitting, [long]) == [f"{one[:-1]}, {two[0].lower()}{two[1:]}"]


def test_no_part_is_longer_than_the_model_has_positions_for(default):
    longest = default.vocabulary.max_tokens
    parts = default._parts(0, " ".join(arabic for arabic, _ in pairs()))
    assert len(parts) > 1
    assert all(len(part.tokens) <= longest for part in parts)


class Scripted(MarianTranslator):
    """Decodes to given texts, by the beam of the attempt; the rest is the real translator."""

    def __init__(self, script, **options):
        super().__init__(TINY, cache=Path("unused"), model="m", revision="r", **options)
        self.script = script
        self.decoded = []

    def _decode(self, batches, limits, decoding):
        for batch in batches:
            self.decoded += [decoding.beam] * len(batch)
            yield [Decoded(self.answer(tokens, decoding), True, -1.0) for tokens in batch]

    def answer(self, tokens, decoding):
        source = self.vocabulary._source.decode_pieces(tokens[:-1])
        return self.script.get((source, decoding.beam), "▁All ▁is ▁well").split()


RETRIES = (Decoding(beam=8, no_repeat_ngram=4), Decoding(beam=6))
LOOP = "▁no " * 9


@pytest.mark.parametrize(
    ("script", "text", "flags", "beam"),
    [
        ({}, "All is well", (), 4),
        ({("كل شيء بخير", 4): LOOP}, "All is well", (), 8),
        ({("كل شيء بخير", 4): "", ("كل شيء بخير", 8): LOOP}, "All is well", (), 6),
        (
            {("كل شيء بخير", 4): "", ("كل شيء بخير", 8): LOOP, ("كل شيء بخير", 6): ""},
            " ".join(["no"] * 9),
            (Flag.REPETITION,),
            8,
        ),
    ],
)
def test_degenerate_output_is_retried_and_the_best_attempt_kept(script, text, flags, beam):
    translator = Scripted(script, retries=RETRIES)
    [(_, translation)] = translator.translate(["كل شيء بخير"])
    assert (translation.text, translation.flags) == (text, flags)
    assert translation.provenance.decoding.startswith(f"beam {beam}")


def test_only_the_degenerate_sentence_is_decoded_again():
    translator = Scripted({("كل شيء بخير", 4): LOOP}, retries=RETRIES)
    order = [i for i, _ in translator.translate(["كل شيء بخير", "عاد الوفد", "عاد الهدوء"])]
    assert translator.decoded == [4, 4, 4, 8]
    assert order[-1] == 0


@pytest.mark.parametrize("make", [tiny_reference, tiny_translator])
def test_a_sentence_cut_off_at_the_length_limit_is_flagged(make, model_cache, monkeypatch):
    translator = make(**({} if make is tiny_reference else {"cache_folder": model_cache}))
    monkeypatch.setattr(translator, "_target_limit", lambda tokens: 5)
    [(_, translation)] = translator.translate([pairs()[2][0]])
    assert Flag.CUT_OFF in translation.flags


def test_a_fixed_length_holds_in_both_engines(parity):
    fixed = {"decoding": Decoding(min_tokens=12, max_tokens=12), "retries": ()}
    sentences = [pairs()[2][0], pairs()[3][0]]
    tested = tiny_translator(parity.cache, compute_type="float32", **fixed)
    assert texts(tested, sentences) == texts(tiny_reference(**fixed), sentences)


def test_an_error_inside_the_model_is_a_failed_translation(default, monkeypatch):
    def broken(*_):
        raise RuntimeError("out of memory")

    translator = tiny_translator(default.cache)
    monkeypatch.setattr(translator, "_submit", broken)
    with pytest.raises(TranslationFailed, match="out of memory"):
        next(translator.translate(["خبر عاجل"]))


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "source.spm", "target.spm"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = shutil.copytree(TINY, tmp_path / "model")
    (folder / name).unlink()
    translator = MarianTranslator(folder, cache=tmp_path, model="m", revision="r")
    with pytest.raises(ModelUnavailable, match=name):
        next(translator.translate(["خبر عاجل"]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vocab.json", b'{"</s>": 0, "<pad>": 1, "<unk>": 2}'),
        ("vocab.json", b"{"),
        ("source.spm", b"not a model"),
    ],
)
def test_a_damaged_tokenizer_is_named(tmp_path, name, content):
    folder = shutil.copytree(TINY, tmp_path / "model")
    (folder / name).write_bytes(content)
    with pytest.raises(ModelUnavailable, match=name):
        MarianVocabulary(folder)


def test_the_vocabulary_gives_the_ids_of_transformers_tokenizer():
    from transformers import MarianTokenizer

    tokenizer, vocabulary = MarianTokenizer.from_pretrained(TINY), MarianVocabulary(TINY)
    odd = ["Latin كلمة 🙂", "2,300 و12.5%", "  فراغ  "]
    for text in [arabic for arabic, _ in pairs()] + odd:
        tokens = vocabulary.encode(text)
        assert vocabulary.to_ids(tokens) == tokenizer(text).input_ids
        assert vocabulary.count(text) == len(tokens)


def run_python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


HEAVY = "[m for m in ('torch', 'transformers', 'ctranslate2', 'sentencepiece') if m in sys.modules]"


def test_importing_and_building_a_translator_loads_no_heavy_library(model_cache):
    code = (
        "import sys; from pathlib import Path; from tests.tiny import *;"
        f"tiny_translator(Path(sys.argv[1])); tiny_reference(); print({HEAVY})"
    )
    assert run_python(code, str(model_cache)) == "[]"


def test_translating_with_the_default_engine_loads_no_torch(default):
    list(default.translate(["خبر عاجل"]))
    code = (
        "import sys; from pathlib import Path; from tests.tiny import *;"
        f"list(tiny_translator(Path(sys.argv[1])).translate(['خبر عاجل'])); print({HEAVY})"
    )
    assert run_python(code, str(default.cache)) == "['ctranslate2', 'sentencepiece']"


def test_a_translator_used_before_a_fork_works_in_the_child(default):
    code = """
import os, signal, sys
from pathlib import Path
from tests.tiny import pairs, tiny_translator
translator = tiny_translator(Path(sys.argv[1]), threads=2)
arabic, english = pairs()[20]
assert next(translator.translate([arabic]))[1].text == english
if os.fork() == 0:
    signal.alarm(60)
    os._exit(0 if next(translator.translate([arabic]))[1].text == english else 1)
print(os.wait()[1])
"""
    assert run_python(code, str(default.cache)) == "0"


def test_the_worker_environment_is_not_needed_to_find_the_project(tmp_path):
    """Conversion's child process finds the project from any working directory."""
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert texts(tiny_translator(Path("cache")), [pairs()[20][0]]) == [pairs()[20][1]]
    finally:
        os.chdir(before)
