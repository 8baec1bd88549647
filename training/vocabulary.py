"""The student's vocabulary: a sentencepiece model for each language, laid out as opus-mt's are.

Unigram language models (Kudo 2018) of sentencepiece (Kudo and Richardson 2018). Both sides share
one list of tokens and one embedding, so a name in Latin letters is copied as it is.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from training.errors import TrainingError
from training.recipe import Recipe, section
from training.work import Deadline, Work, fresh, read_rows, write_json

log = logging.getLogger(__name__)
SOURCE, TARGET, TOKENS = "source.spm", "target.spm", "vocab.json"
FILES = (SOURCE, TARGET, TOKENS, "tokenizer_config.json")
END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
# <unk>, <s> and </s> are sentencepiece's own; Marian names its control tokens in vocab.json.
_CONTROL = 3
# Pieces of their own, however rare: names and addresses are copied letter by letter.
_LETTERS = string.ascii_letters + string.digits + string.punctuation


@dataclass(frozen=True)
class Settings:
    """The section [vocabulary]: pieces of each model, lines it is learnt from, letters covered."""

    pieces: int
    lines: int
    character_coverage: float


class Tokenizer:
    """Texts to the student's token ids. Gives the ids that transformers' MarianTokenizer gives."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self.ids: dict[str, int] = json.loads((folder / TOKENS).read_text(encoding="utf-8"))
        self._models = {n: SentencePieceProcessor(str(folder / n)) for n in (SOURCE, TARGET)}

    def encode(self, name: str, texts: Sequence[str]) -> Iterator[list[int]]:
        """Yield the ids of each text by the model `name` (SOURCE, TARGET), ending with </s>."""
        unknown, end = self.ids[UNKNOWN], self.ids[END]
        for pieces in self._models[name].encode(list(texts), out_type=str):
            yield [*(self.ids.get(piece, unknown) for piece in pieces), end]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing more than every step does."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Learn both models from labels and pairs. Raises TrainingError where there is no text."""
    if work.vocabulary.is_dir():
        log.info("The vocabulary is there: %s", work.vocabulary)
        return
    settings = section(Settings, recipe.vocabulary, "vocabulary")
    pairs = _sample(work, settings.lines, recipe.seed)
    with fresh(work.vocabulary) as folder:
        folder.mkdir(parents=True)
        size = write_vocabulary(folder, pairs, settings)
    log.info("%d tokens were learnt from %d pairs", size, len(pairs))
    write_json(work.report("vocabulary"), {"tokens": size, "pairs": len(pairs)})


def write_vocabulary(
    folder: Path, pairs: Sequence[tuple[str, str]], settings: Settings, threads: int = 4
) -> int:
    """Write the four FILES learnt from (Arabic, English) pairs; return the number of tokens.

    Raises TrainingError when the text is too small for the pieces wanted.
    """
    # Compatibility forms (Arabic ligatures, full-width figures) are one letter to the reader.
    source = _learn((pair[0] for pair in pairs), settings, "nmt_nfkc", threads)
    # What is written must come out as it was read: the target keeps its ² and ½.
    target = _learn((pair[1] for pair in pairs), settings, "identity", threads)
    pieces = [*_write(folder / SOURCE, source), *_write(folder / TARGET, target)]
    # <pad> stays last: CTranslate2's converter drops the last row as Marian's padding.
    tokens = [END, UNKNOWN, *dict.fromkeys(pieces), PAD]
    ids = {token: i for i, token in enumerate(tokens)}
    (folder / TOKENS).write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")
    named = {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"}
    (folder / FILES[-1]).write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")
    return len(tokens)


def _sample(work: Work, lines: int, seed: int) -> list[tuple[str, str]]:
    """Return up to `lines` pairs of labels and pairs together, shuffled: what the student reads."""
    labels = read_rows(work.need(work.filtered, "filter"))
    pairs = (row[1:] for row in read_rows(work.need(work.pairs, "prepare")))
    found = [(arabic, english) for rows in (labels, pairs) for arabic, english in rows]
    random.Random(seed).shuffle(found)
    return found[:lines]


def _learn(texts: Iterable[str], settings: Settings, normalise: str, threads: int) -> bytes:
    from sentencepiece import SentencePieceTrainer

    model = BytesIO()
    try:
        SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=model,
            vocab_size=settings.pieces,
            # A toy corpus has fewer pieces than wished for: fewer are as good.
            hard_vocab_limit=False,
            character_coverage=settings.character_coverage,
            required_chars=_LETTERS,
            # Figures are carried over one by one instead of as words that must be learnt.
            split_digits=True,
            normalization_rule_name=normalise,
            num_threads=threads,
            minloglevel=2,
        )
    except (RuntimeError, OSError) as error:
        raise TrainingError(f"No vocabulary can be learnt from this text: {error}") from error
    return model.getvalue()


def _write(path: Path, model: bytes) -> list[str]:
    """Write a model and return its pieces without sentencepiece's control pieces."""
    from sentencepiece import SentencePieceProcessor

    path.write_bytes(model)
    pieces = SentencePieceProcessor(model_proto=model)
    return [pieces.id_to_piece(i) for i in range(_CONTROL, pieces.get_piece_size())]
