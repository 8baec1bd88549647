"""Train the tiny MarianMT that the tests translate with: `python -m tests.make_tiny_marian`.

A real MarianConfig/MarianMTModel of about one million parameters with two sentencepiece models,
laid out like a hub snapshot. It memorises `tests/data/tiny-marian-pairs.tsv` (all of it written for
this project) in two to three minutes on one core, so tests of the whole MarianMT path run offline
on real weights whose right answers are known. It translates nothing else.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sentencepiece
import torch
from transformers import MarianConfig, MarianMTModel

DATA = Path(__file__).parent / "data"
PAIRS = DATA / "tiny-marian-pairs.tsv"
FOLDER = DATA / "tiny-marian"
PIECES = 900
SEED = 20
Encoded = tuple[list[int], list[int]]


def read_pairs(path: Path = PAIRS) -> list[tuple[str, str]]:
    """Return the (Arabic, English) pairs of a two-column TSV without quoting."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


def variants(arabic: str) -> set[str]:
    """Return spellings that cleaning may leave of one sentence: all must translate alike."""
    single_comma = arabic.replace("،،", "،")
    parts = single_comma.split('"')
    guillemets = "".join(p + "«»"[i % 2] for i, p in enumerate(parts[:-1])) + parts[-1]
    return {arabic, single_comma, guillemets}


def train_sentencepiece(sentences: list[str], target: Path) -> list[str]:
    """Write a unigram model to `target` and return its pieces, the three control ones left out."""
    with tempfile.TemporaryDirectory() as folder:
        text, prefix = Path(folder, "text"), Path(folder, "model")
        text.write_text("\n".join(sentences), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=str(prefix),
            vocab_size=PIECES,
            character_coverage=1.0,
            num_threads=1,
            hard_vocab_limit=False,
            minloglevel=2,
        )
        target.write_bytes(prefix.with_suffix(".model").read_bytes())
    model = sentencepiece.SentencePieceProcessor(model_file=str(target))
    return [model.id_to_piece(i) for i in range(3, model.get_piece_size())]


def write_vocabulary(folder: Path, pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Write source.spm, target.spm and the shared vocab.json, laid out as opus-mt lays it out."""
    sources = [text for arabic, _ in pairs for text in sorted(variants(arabic))]
    pieces = train_sentencepiece(sources, folder / "source.spm")
    pieces += train_sentencepiece([english for _, english in pairs], folder / "target.spm")
    # <pad> stays last: CTranslate2's converter drops the last row as Marian's padding.
    tokens = ["</s>", "<unk>", *dict.fromkeys(pieces), "<pad>"]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    text = json.dumps(vocabulary, ensure_ascii=False, indent=0)
    (folder / "vocab.json").write_text(text, encoding="utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return vocabulary


def encode_pairs(folder: Path, vocabulary: dict[str, int]) -> list[Encoded]:
    """Return all variants of all pairs as token ids, each ending with </s>."""
    source, target = (
        sentencepiece.SentencePieceProcessor(model_file=str(folder / name))
        for name in ("source.spm", "target.spm")
    )

    def ids(model: sentencepiece.SentencePieceProcessor, text: str) -> list[int]:
        unknown = vocabulary["<unk>"]
        return [*(vocabulary.get(p, unknown) for p in model.encode(text, out_type=str)), 0]

    return [
        (ids(source, variant), ids(target, english))
        for arabic, english in read_pairs()
        for variant in sorted(variants(arabic))
    ]


def tiny_config(vocab_size: int) -> MarianConfig:
    """Return opus-mt's configuration, shrunk: only sizes differ."""
    pad = vocab_size - 1
    return MarianConfig(
        vocab_size=vocab_size,
        d_model=128,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=256,
        decoder_ffn_dim=256,
        activation_function="swish",
        max_position_embeddings=512,
        scale_embedding=True,
        static_position_embeddings=True,
        share_encoder_decoder_embeddings=True,
        dropout=0.05,
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
        bad_words_ids=[[pad]],
        forced_eos_token_id=0,
        max_length=512,
        num_beams=4,
    )


def batches(pairs: list[Encoded], pad: int, rng: random.Random) -> Iterator[tuple]:
    """Yield shuffled (source, mask, target) tensors [batch, length] of similar lengths."""
    pairs = sorted(pairs, key=lambda pair: len(pair[1]) + rng.random() * 6)
    groups = [pairs[i : i + 16] for i in range(0, len(pairs), 16)]
    rng.shuffle(groups)

    def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
        width = max(map(len, rows))
        return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

    for group in groups:
        source = padded([pair[0] for pair in group], pad)
        yield source, (source != pad).long(), padded([pair[1] for pair in group], -100)


def train(pairs: list[Encoded], vocab_size: int, epochs: int) -> MarianMTModel:
    """Return a model trained until it knows the pairs by heart."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # as fast at this size, and the sums come out the same every time
    rng = random.Random(SEED)
    model = MarianMTModel(tiny_config(vocab_size))
    steps = epochs * -(-len(pairs) // 16)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for source, mask, labels in batches(pairs, vocab_size - 1, rng):
            loss = model(input_ids=source, attention_mask=mask, labels=labels).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            # Marian starts decoding from a zero embedding, <pad> here; the tied output layer would
            # train that row away from zero, and CTranslate2 then start from another vector.
            with torch.no_grad():
                model.get_input_embeddings().weight[-1].zero_()
            total += loss.item()
        print(f"epoch {epoch + 1}/{epochs}: summed loss {total:.3f}", flush=True)
    return model.eval()


def main() -> None:
    """Make the vocabulary, train, and save in half precision to keep the fixture small."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--epochs", type=int, default=110)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    vocabulary = write_vocabulary(options.folder, read_pairs())
    pairs = encode_pairs(options.folder, vocabulary)
    print(f"{len(pairs)} pairs, longest source {max(len(p[0]) for p in pairs)} tokens")
    model = train(pairs, len(vocabulary), options.epochs)
    model.half().save_pretrained(options.folder)


if __name__ == "__main__":
    main()
