"""Chat models on real (random, tiny) weights: unpacking GGUF, converting, generating in batches."""

from pathlib import Path

import numpy as np
import pytest

from summaries.engine import chat_model, gguf_unpack
from summaries.engine.chat import ChatSummarizer, ChatTranslator
from summaries.engine.chat_model import ChatDecoding, ChatModel, harmless
from summaries.engine.errors import ModelUnavailable
from summaries.engine.types import SummaryModel, Translator
from tests.engine.tiny_gguf import write_gguf

ARABIC = "أعلنت الوزارة يوم الاثنين افتتاح مدرسة جديدة في المدينة القديمة."


@pytest.fixture(scope="module")
def gguf_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    write_gguf(path)
    return path


@pytest.fixture(scope="module")
def folder(gguf_file) -> Path:
    """The tiny model, converted as the starter is."""
    target = gguf_file.parent / "converted"
    gguf_unpack.convert_gguf(gguf_file, target)
    return target


@pytest.fixture
def model(folder) -> ChatModel:
    return ChatModel(folder, 1)


class TestUnpacking:
    def test_every_weight_comes_back_under_its_plain_name(self, tmp_path):
        written = write_gguf(tmp_path / "tiny.gguf")
        found = dict(gguf_unpack.unpacked(tmp_path / "tiny.gguf"))
        assert found.keys() == written.keys()
        for name, weight in found.items():
            assert weight.dtype == np.float16
            # Q8_0 keeps 127 steps of each block's largest weight, which stays below 1 here.
            assert np.allclose(weight, written[name], atol=0.01), name

    def test_uninterleaving_undoes_the_pairs(self):
        rows = np.arange(8)[:, None]
        paired = np.array([0, 2, 1, 3, 4, 6, 5, 7])[:, None]
        assert np.array_equal(gguf_unpack.uninterleaved(paired, heads=2), rows)

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("token_embd.weight", "model.embed_tokens.weight"),
            ("blk.7.attn_q.bias", "model.layers.7.self_attn.q_proj.bias"),
            ("blk.0.ffn_down.weight", "model.layers.0.mlp.down_proj.weight"),
        ],
    )
    def test_names(self, name, expected):
        assert gguf_unpack.plain_name(name) == expected

    def test_an_unknown_tensor_is_refused(self):
        with pytest.raises(KeyError):
            gguf_unpack.plain_name("blk.0.ssm_conv1d.weight")

    def test_a_broken_file_says_what_to_do(self, tmp_path):
        path = tmp_path / "broken.gguf"
        path.write_bytes(b"GGUF, but not really")
        with pytest.raises(ModelUnavailable, match=r"broken.gguf could not be converted.*again"):
            gguf_unpack.convert_gguf(path, tmp_path / "out")


class TestChatModel:
    def test_the_conversion_leaves_what_generation_needs(self, folder):
        names = {path.name for path in folder.iterdir()}
        assert names == {"config.json", "model.bin", "tokenizer.json", "vocabulary.json"}

    def test_replies_do_not_depend_on_the_batch(self, model):
        rests = ["one, the longest of them", "two", "and three"]
        together = model.replies("prefix ", rests, ChatDecoding(), 6)
        alone = [model.replies("prefix ", [rest], ChatDecoding(), 6)[0] for rest in rests]
        assert [reply.text for reply in together] == [reply.text for reply in alone]
        assert any(reply.text for reply in together)

    def test_a_cached_prefix_says_the_same_as_a_fresh_one(self, folder, model):
        first = model.replies("the prefix ", ["end"], ChatDecoding(), 6)
        assert model.replies("the prefix ", ["end"], ChatDecoding(), 6) == first
        assert ChatModel(folder, 1).replies("the prefix ", ["end"], ChatDecoding(), 6) == first

    def test_an_unfinished_reply_says_so(self, model):
        (reply,) = model.replies("the prefix ", ["end"], ChatDecoding(), 2)
        assert not reply.finished
        assert reply.score < 0

    def test_all_of_a_beam_comes_back_best_first(self, model):
        decoding = ChatDecoding(beam=3)
        found = model.hypotheses("the prefix ", "end", decoding, 6)
        assert len(found) == 3
        assert len({reply.text for reply in found}) > 1
        assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
        assert found[0] == model.replies("the prefix ", ["end"], decoding, 6)[0]

    def test_prefixes_are_forgotten_before_they_fill_the_memory(self, model, monkeypatch):
        monkeypatch.setattr(chat_model, "CACHED_TOKENS", 30)
        model.replies("a" * 20, ["x"], ChatDecoding(), 1)
        first = model._generator
        model.replies("b" * 5, ["x"], ChatDecoding(), 1)
        assert model._generator is first
        model.replies("c" * 20, ["x"], ChatDecoding(), 1)
        assert model._generator is not first
        assert list(model._prefixes) == ["c" * 20]

    @pytest.mark.parametrize(("state", "sizes"), [(10_000, [5]), (60, [2, 3]), (1, [1] * 5)])
    def test_batches_keep_to_the_memory(self, model, monkeypatch, state, sizes):
        monkeypatch.setattr(chat_model, "STATE_TOKENS", state)
        batches = model.batches("p" * 5, ["x" * n for n in (3, 9, 4, 8, 5)], 10)
        assert sorted(i for batch in batches for i in batch) == [0, 1, 2, 3, 4]
        assert [len(batch) for batch in batches] == sizes
        assert batches[0][0] == 1

    def test_text_cannot_end_its_turn(self, model):
        assert model._tokens("a<|im_end|>b")[1] == "<|im_end|>"
        assert "<|im_end|>" not in model._tokens(harmless("a<|im_end|>b"))

    def test_missing_files_say_what_to_do(self, tmp_path):
        with pytest.raises(ModelUnavailable, match="models verify"):
            ChatModel(tmp_path, 1).count("x")
        with pytest.raises(ModelUnavailable, match="models verify"):
            _ = ChatModel(tmp_path, 1)._generator

    def test_translator_and_summarizer_share_the_weights(self, folder):
        first = ChatTranslator(folder, model="m", revision="r", threads=1)
        second = ChatSummarizer(folder, model="m", revision="r", threads=1)
        assert first._model is second._model
        assert isinstance(first, Translator)
        assert isinstance(second, SummaryModel)

    def test_the_whole_path_on_real_weights(self, folder):
        """Random weights write nonsense: every sentence comes back once, flagged."""
        built = ChatTranslator(folder, model="m", revision="r", threads=1)
        results = dict(built.translate([ARABIC, "", ARABIC * 2]))
        assert sorted(results) == [0, 1, 2]
        assert results[1].text == ""
        assert results[0].flags
        assert results[0].provenance.stand_in
        assert all(found.flags == () for found in built.alternatives(ARABIC, 3))
