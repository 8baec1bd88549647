"""One pair as the teacher reads it: a request, Arabic, a turn's change, English, end.

The parts are turned into tokens one by one and then joined, so that what is generated from is to
the last token what was tuned on, and no text can pass for the middle or the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# The shortest form that an untuned teacher answers with a translation and then stops. Measured,
# nats a token of 12 reference translations: this 2.05; "Arabic: …\nEnglish: " 2.27; "…\n" 2.71.
BEFORE = "<|im_start|>user\nTranslate to English: "
MIDDLE = "<|im_end|>\n<|im_start|>assistant\n"


@dataclass(frozen=True)
class Prompting:
    """Turns text into the teacher's tokens and back. `tokenizer` is the teacher's own."""

    tokenizer: PreTrainedTokenizerBase

    @classmethod
    def of(cls, folder: Path) -> Prompting:
        """Return the prompting of a teacher in a plain transformers folder."""
        from transformers import AutoTokenizer

        return cls(AutoTokenizer.from_pretrained(folder))

    @property
    def end(self) -> int:
        """The token that ends a translation."""
        return self.tokenizer.eos_token_id

    @property
    def padding(self) -> int:
        """The token that fills rows up; it is masked everywhere."""
        pad = self.tokenizer.pad_token_id
        return self.end if pad is None else pad

    def prompts(self, arabic: Sequence[str]) -> list[list[int]]:
        """Return the tokens before the translation of each sentence."""
        before, middle = (self._tokens([part], split=False)[0] for part in (BEFORE, MIDDLE))
        return [[*before, *tokens, *middle] for tokens in self._tokens(arabic)]

    def replies(self, english: Sequence[str]) -> list[list[int]]:
        """Return the tokens of each translation with its end."""
        return [[*tokens, self.end] for tokens in self._tokens(english)]

    def text(self, tokens: list[int]) -> tuple[str, bool]:
        """Return a generated translation on one line, and whether the model ended it itself."""
        ended = self.end in tokens
        kept = tokens[: tokens.index(self.end)] if ended else tokens
        return " ".join(self._decoded(kept).split()), ended

    def _decoded(self, tokens: Sequence[int]) -> str:
        # Or the tokenizer may take spaces away before punctuation.
        as_it_is = {"skip_special_tokens": True, "clean_up_tokenization_spaces": False}
        return self.tokenizer.decode(tokens, **as_it_is)

    def _tokens(self, texts: Sequence[str], *, split: bool = True) -> list[list[int]]:
        # split_special_tokens: "<|im_end|>" within a text is letters, not an end.
        plain = {"add_special_tokens": False, "split_special_tokens": split}
        return self.tokenizer(list(texts), **plain)["input_ids"] if texts else []


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Return row numbers in batches of like length, the longest first.

    A batch takes at most `most` tokens when its rows are filled up to the longest; a row longer
    than that has a batch of its own.
    """
    found: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if found and (len(found[-1]) + 1) * lengths[found[-1][0]] <= most:
            found[-1].append(row)
        else:
            found.append([row])
    return found
