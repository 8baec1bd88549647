"""BART on both engines, over tiny random weights and a tokenizer made here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from summaries.engine.bart import BartSummarizer, SummaryDecoding, TransformersBartSummarizer
from summaries.engine.errors import ModelUnavailable
from summaries.engine.types import SummaryModel

TEXT = "The harbour opened in spring. Seven boats left before dawn, and the wind was light."
SAMPLE = [TEXT, "Farmers met the minister. They asked for water, and he promised two new wells."]
SHORT = SummaryDecoding(beam=4, min_tokens=4, max_tokens=16, length_penalty=1.0)


def make_checkpoint(folder: Path) -> Path:
    """Write a BART of random weights with a byte-level BPE of 400 pieces, like a hub snapshot."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration

    folder.mkdir(parents=True)
    tokenizer = ByteLevelBPETokenizer()
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train_from_iterator(SAMPLE, vocab_size=400, special_tokens=specials)
    tokenizer.save_model(str(folder))
    torch.manual_seed(7)
    config = BartConfig(
        vocab_size=tokenizer.get_vocab_size(),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=130,
        init_std=0.6,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
        # Both checkpoints say so in their config.json, and the converter asks for it.
        normalize_before=False,
    )
    BartForConditionalGeneration(config).save_pretrained(folder)
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 128}))
    return folder


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("bart") / "snapshot")


@pytest.fixture(scope="module")
def reference(checkpoint: Path) -> TransformersBartSummarizer:
    return TransformersBartSummarizer(checkpoint, model="tiny", revision="r", decoding=SHORT)


@pytest.fixture(scope="module")
def default(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> BartSummarizer:
    cache = tmp_path_factory.mktemp("cache")
    return BartSummarizer(
        checkpoint,
        cache=cache,
        compute_type="float32",
        model="tiny",
        revision="r",
        decoding=SHORT,
        threads=1,
    )


@pytest.mark.parametrize("text", SAMPLE)
@pytest.mark.parametrize("beam", [1, 4])
def test_both_engines_write_the_same_on_float32(reference, default, text, beam):
    reference.decoding = default.decoding = replace(SHORT, beam=beam)

    expected = reference.summaries(text, 1)

    assert expected
    assert default.summaries(text, 1) == expected


def test_candidates_differ_and_the_beam_comes_first(default):
    default.decoding = SHORT

    found = default.summaries(TEXT, 6)

    assert len(set(found)) == len(found) > 3
    assert default.summaries(TEXT, 6)[:3] == found[:3] != default.summaries(SAMPLE[1], 6)[:3]


def test_samples_of_the_reference_are_seeded(reference):
    reference.decoding = SHORT

    assert reference.summaries(TEXT, 4) == reference.summaries(TEXT, 4)


def test_headlines_are_at_most_as_many_as_asked(default):
    default.decoding = SHORT

    assert 1 <= len(default.headlines(TEXT, 2)) <= 2


def test_a_text_beyond_the_context_is_cut_not_refused(default):
    default.decoding = SHORT

    assert default.summaries(TEXT * 20, 1)


def test_it_keeps_the_protocol_and_says_what_it_is(default):
    assert isinstance(default, SummaryModel)
    assert default.max_source_tokens == 128
    assert default.count_tokens(TEXT) < default.count_tokens(TEXT + TEXT)
    assert default.provenance.engine == "CTranslate2 float32"
    assert "beam 4" in default.provenance.decoding


def test_settings_come_from_the_checkpoint(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"min_length": 30, "num_beams": 2}))
    (tmp_path / "generation_config.json").write_text(json.dumps({"num_beams": 3}))

    decoding = SummaryDecoding.of_checkpoint(tmp_path)

    assert (decoding.beam, decoding.min_tokens) == (3, 28)
    assert decoding.no_repeat_ngram == 3


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_folder_without_a_model_is_refused_in_words(tmp_path, content):
    if content is not None:
        (tmp_path / "config.json").write_text(content)

    with pytest.raises(ModelUnavailable, match="Pull the model again"):
        BartSummarizer(tmp_path, cache=tmp_path / "cache", model="m", revision="r")
