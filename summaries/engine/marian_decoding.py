"""How MarianMT decodes: the beam search settings, those of the retries, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Decoding:
    """Beam search settings. Lengths are in target tokens; `max_tokens` 0 lets the source decide."""

    beam: int = 4
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    min_tokens: int = 1
    max_tokens: int = 0

    def __str__(self) -> str:
        words = [f"beam {self.beam}"]
        if self.length_penalty != 1:
            words.append(f"length penalty {self.length_penalty:g}")
        if self.no_repeat_ngram:
            words.append(f"no repeated {self.no_repeat_ngram}-grams")
        if self.repetition_penalty != 1:
            words.append(f"repetition penalty {self.repetition_penalty:g}")
        return ", ".join(words)


RETRIES = (
    Decoding(beam=8, no_repeat_ngram=4),
    Decoding(beam=6, no_repeat_ngram=3, repetition_penalty=1.2, length_penalty=1.2),
)


@dataclass(frozen=True)
class Decoded:
    """What the decoder made of one source: tokens without </s>, and whether it came to its end."""

    tokens: list[str]
    finished: bool
    score: float | None = None
