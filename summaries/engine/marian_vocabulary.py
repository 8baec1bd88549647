"""Marian's tokens: sentencepiece models and the shared vocabulary, without transformers.

Gives the same ids as transformers' MarianTokenizer (a test compares them) and keeps torch and
transformers, some 300 MB of memory, out of a worker that only runs CTranslate2.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from summaries.engine.errors import ModelUnavailable

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
NEEDED_FILES = ("config.json", "source.spm", "target.spm", "vocab.json")


class MarianVocabulary:
    """Text to source tokens and target tokens to text, for one folder of Marian weights."""

    def __init__(self, folder: Path) -> None:
        """Load the tokenizer files of a hub-like folder. Raises ModelUnavailable."""
        import sentencepiece

        _check_files(folder)
        self.ids: dict[str, int] = _read_json(folder / "vocab.json")
        self.config: dict = _read_json(folder / "config.json")
        self._check_ids(folder)
        self._tokens = {i: token for token, i in self.ids.items()}
        try:
            self._source = sentencepiece.SentencePieceProcessor(str(folder / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(str(folder / "target.spm"))
        except (OSError, RuntimeError) as error:
            raise ModelUnavailable(_damaged(folder, "source.spm or target.spm")) from error

    def _check_ids(self, folder: Path) -> None:
        # CTranslate2's converter drops the last row as <pad>; anything else would shift the output.
        if self.ids.get(PAD) != len(self.ids) - 1 or END not in self.ids:
            raise ModelUnavailable(_damaged(folder, "vocab.json"))

    @property
    def max_tokens(self) -> int:
        """The longest source or target the model has positions for, end token included."""
        return int(self.config.get("max_position_embeddings", 512))

    def encode(self, text: str) -> list[str]:
        """Return the source tokens of `text`, ending with </s>."""
        return [*self._source.encode(text, out_type=str), END]

    def count(self, text: str) -> int:
        """Return how many source tokens `text` takes, end token included."""
        return len(self._source.encode(text)) + 1

    def count_target(self, text: str) -> int:
        """Return how many target tokens the English `text` takes, end token included."""
        return len(self._target.encode(text)) + 1

    def to_ids(self, tokens: Sequence[str]) -> list[int]:
        """Return vocabulary ids; a piece outside the vocabulary becomes <unk>."""
        unknown = self.ids[UNKNOWN]
        return [self.ids.get(token, unknown) for token in tokens]

    def to_tokens(self, ids: Sequence[int]) -> list[str]:
        """Return the tokens of vocabulary ids."""
        return [self._tokens[i] for i in ids]

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the English text of target tokens; control tokens are left out."""
        pieces = [token for token in tokens if token not in (END, PAD, UNKNOWN)]
        # sentencepiece leaves the word mark on pieces that only the source model knows.
        return " ".join(self._target.decode_pieces(pieces).replace("▁", " ").split())


def _check_files(folder: Path) -> None:
    missing = [name for name in NEEDED_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"The model in {folder} is incomplete: {', '.join(missing)} missing. "
            "Pull it again: manage.py models pull"
        )


def _read_json(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelUnavailable(_damaged(path.parent, path.name)) from error


def _damaged(folder: Path, name: str) -> str:
    return f"The model in {folder} is damaged ({name}). Pull it again: manage.py models pull"
