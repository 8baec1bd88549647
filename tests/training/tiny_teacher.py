"""A tiny causal language model with a byte-level tokenizer: stands for the teacher in tests."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from training.work import Work, write_json, write_rows

END, PADDING = "<|im_end|>", "<|endoftext|>"
PAIRS = (
    ("وصل الوفد إلى الرباط", "The delegation arrived in Rabat"),
    ("ارتفعت أسعار القمح 3%", "Wheat prices rose 3%"),
    ("تأجل الاجتماع يومين", "The meeting was put off for two days"),
    ("افتتح الوزير المستشفى", "The minister opened the hospital"),
    ("أغلق الميناء بسبب الريح", "The port closed because of the wind"),
    ("عاد الصيادون صباحا", "The fishermen came back in the morning"),
)
OPTIONS = Namespace()


def write_teacher(folder: Path, *, layers: int = 2, width: int = 64) -> Path:
    """Write a random Qwen2 whose tokenizer knows single bytes, so that it takes any text."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {piece: i for i, piece in enumerate([PADDING, END, *letters])}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=END, pad_token=PADDING
    ).save_pretrained(folder)
    torch.manual_seed(5)
    config = Qwen2Config(
        vocab_size=len(vocabulary),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=vocabulary[END],
        pad_token_id=vocabulary[PADDING],
    )
    Qwen2ForCausalLM(config).save_pretrained(folder)
    return folder


def prepared(root: Path, pairs=PAIRS, repeat: int = 1) -> Work:
    """Return a work folder with the pairs as prepare leaves them, and their Arabic as mono.tsv."""
    work = Work(root)
    rows = [("parallel/news.tsv", arabic, english) for arabic, english in pairs]
    write_rows(work.pairs, rows * repeat)
    write_rows(work.validation, rows)
    write_rows(work.mono, [(file, arabic) for file, arabic, _ in rows])
    write_json(work.sources, {"files": {"parallel/news.tsv": {"tier": "A", "weight": 2.0}}})
    return work
