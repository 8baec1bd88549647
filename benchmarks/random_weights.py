"""Random weights in the sizes of real models, for speed and memory: `python -m
benchmarks.random_weights opus|distilbart FOLDER`.

Speed and memory depend on the shapes only. The texts that come out mean nothing.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

TINY = Path(__file__).parents[1] / "tests" / "data" / "tiny-marian"
OPUS_VOCABULARY = 62834
BART_VOCABULARY = 50264


def write_opus(folder: Path) -> None:
    """Write weights of the opus-mt-ar-en architecture (6+6 layers, 512 wide) to `folder`.

    The tokenizer is the tiny fixture's; its vocabulary is filled up to the real size.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copy(TINY / name, folder)
    pieces = list(json.loads((TINY / "vocab.json").read_text(encoding="utf-8")))[:-1]
    fillers = [f"▁w{i}" for i in range(OPUS_VOCABULARY - 1 - len(pieces))]
    _write_vocabulary(folder, [*pieces, *fillers, "<pad>"])
    pad = OPUS_VOCABULARY - 1
    torch.manual_seed(0)
    config = MarianConfig(
        vocab_size=OPUS_VOCABULARY,
        d_model=512,
        encoder_layers=6,
        decoder_layers=6,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=2048,
        decoder_ffn_dim=2048,
        activation_function="swish",
        max_position_embeddings=512,
        scale_embedding=True,
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
    )
    model = MarianMTModel(config)
    with torch.no_grad():
        model.get_input_embeddings().weight[pad].zero_()
    model.save_pretrained(folder)


def write_distilbart(folder: Path) -> None:
    """Write weights of the distilbart-cnn-12-6 architecture, in half precision, to `folder`."""
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    _write_vocabulary(folder, special + [f"w{i}" for i in range(BART_VOCABULARY - len(special))])
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    torch.manual_seed(0)
    config = BartConfig(
        vocab_size=BART_VOCABULARY,
        d_model=1024,
        encoder_layers=12,
        decoder_layers=6,
        encoder_attention_heads=16,
        decoder_attention_heads=16,
        encoder_ffn_dim=4096,
        decoder_ffn_dim=4096,
    )
    BartForConditionalGeneration(config).half().save_pretrained(folder)


def _write_vocabulary(folder: Path, tokens: list[str]) -> None:
    numbered = {token: i for i, token in enumerate(tokens)}
    (folder / "vocab.json").write_text(json.dumps(numbered, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    {"opus": write_opus, "distilbart": write_distilbart}[sys.argv[1]](Path(sys.argv[2]))
