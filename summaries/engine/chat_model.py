"""A small chat model on CTranslate2: one copy of the weights for all who use it in a process.

Prompts are split into a static prefix (instruction and examples, or an article), whose state is
computed once and reused, and a short rest of its own for every request. CTranslate2 keeps the keys
and values of every attention head, although these models share them between heads: 344 kB for each
token of each row on the starter. So a long prefix slows every step down, and batches are cut by the
tokens of state they will hold.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from summaries.engine.errors import EngineError, ModelUnavailable
from summaries.engine.threads import threads_per_process

START, END = "<|im_start|>", "<|im_end|>"
_STOPS = (END, "<|endoftext|>")
_NEWLINES = ("Ċ", "ĊĊ")  # the byte-level BPE's names of "\n" and "\n\n"

BATCH_SIZE = 16
# Tokens of state in one batch: prefix, rest and reply of all rows.
STATE_TOKENS = 1200
# Tokens of all prefixes whose state is kept.
CACHED_TOKENS = 800

_models: dict[tuple[int, Path, int], ChatModel] = {}


@dataclass(frozen=True)
class ChatDecoding:
    """How replies are generated: greedy, or beam search where `beam` > 1.

    There is no sampling: CTranslate2 seeds each of its threads once, so a second call with the same
    seed gives another text.
    """

    beam: int = 1
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0

    def __str__(self) -> str:
        extras = [
            f"repetition penalty {self.repetition_penalty:g}"
            if self.repetition_penalty != 1
            else "",
            f"no repeated {self.no_repeat_ngram}-grams" if self.no_repeat_ngram else "",
        ]
        how = "greedy" if self.beam == 1 else f"beam {self.beam}"
        return ", ".join([how, *filter(None, extras)])


@dataclass(frozen=True)
class Reply:
    """What the model wrote; `finished` is false at the length limit, `score` is per token."""

    text: str
    finished: bool
    score: float | None = None


def turn(role: str, text: str) -> str:
    """Return one complete turn in ChatML, the format of both starter models."""
    return f"{START}{role}\n{text}{END}\n"


def harmless(text: str) -> str:
    """Return `text` without anything the tokenizer would read as a turn's start or end."""
    return text.replace("<|", "< |")


def shared(folder: Path, threads: int = 0) -> ChatModel:
    """Return this process's model of `folder`, the same object for translator and summarizer."""
    threads = threads or threads_per_process()
    key = (os.getpid(), folder.resolve(), threads)
    if key not in _models:
        _models[key] = ChatModel(folder, threads)
    return _models[key]


@dataclass
class ChatModel:
    """A generator and its tokenizer, loaded on first use in the process that uses them."""

    folder: Path
    threads: int
    _prefixes: dict[str, list[str]] = field(default_factory=dict, init=False)

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer. Raises ModelUnavailable."""
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # the library raises plain Exception for every fault
            raise self._unavailable(error) from error

    @cached_property
    def _generator(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Generator(
                str(self.folder), compute_type="int8", inter_threads=1, intra_threads=self.threads
            )
        except (RuntimeError, ValueError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> ModelUnavailable:
        return ModelUnavailable(
            f"The model in {self.folder} does not load ({error}). Check it with manage.py models "
            "verify, then pull it again."
        )

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`."""
        return len(self._tokens(text))

    def _tokens(self, text: str) -> list[str]:
        return self.tokenizer.encode(text, add_special_tokens=False).tokens

    def batches(self, prefix: str, rests: Sequence[str], max_tokens: int) -> list[list[int]]:
        """Return indices of `rests` in batches of like length, as large as memory allows."""
        lengths = [self.count(rest) for rest in rests]
        common = self.count(prefix) + max_tokens
        batches: list[list[int]] = []
        for i in sorted(range(len(rests)), key=lambda i: -lengths[i]):
            longest = lengths[batches[-1][0]] if batches else 0
            if batches and len(batches[-1]) < min(BATCH_SIZE, STATE_TOKENS // (common + longest)):
                batches[-1].append(i)
            else:
                batches.append([i])
        return batches

    def replies(
        self,
        prefix: str,
        rests: Sequence[str],
        decoding: ChatDecoding,
        max_tokens: int,
        *,
        one_line: bool = False,
    ) -> list[Reply]:
        """Return one reply for each prompt `prefix + rest`, all in one batch.

        `max_tokens` bounds each reply; `one_line` stops it at a line break.
        Raises ModelUnavailable, EngineError.
        """
        ends, results = self._generated(prefix, rests, decoding, max_tokens, one_line=one_line)
        return [self._all(result, ends)[0] for result in results]

    def hypotheses(
        self,
        prefix: str,
        rest: str,
        decoding: ChatDecoding,
        max_tokens: int,
        *,
        one_line: bool = False,
    ) -> list[Reply]:
        """Return all of the beam's replies to one prompt, best first; otherwise as `replies`."""
        ends, (result,) = self._generated(
            prefix, [rest], decoding, max_tokens, one_line=one_line, hypotheses=decoding.beam
        )
        return self._all(result, ends)

    def _generated(
        self,
        prefix: str,
        rests: Sequence[str],
        decoding: ChatDecoding,
        max_tokens: int,
        *,
        one_line: bool,
        hypotheses: int = 1,
    ) -> tuple[list[str], list[Any]]:
        """Return the tokens a reply may end with, and what the generator made."""
        ends = [*_STOPS, *(_NEWLINES if one_line else ())]
        try:
            prefix_tokens = self._prepared(prefix)
            results = self._generator.generate_batch(
                [self._tokens(rest) for rest in rests],
                max_length=max_tokens,
                end_token=ends,
                return_end_token=True,
                return_scores=True,
                beam_size=decoding.beam,
                num_hypotheses=hypotheses,
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                **_prefix_options(prefix_tokens),
            )
        except RuntimeError as error:
            raise EngineError(f"The model stopped with an error ({error}).") from error
        return ends, results

    def _prepared(self, prefix: str) -> list[str]:
        """Return the tokens of `prefix`, its state computed for one prompt alone.

        CTranslate2 never forgets a prefix, so the weights are loaded again before they become
        too many.
        """
        if prefix not in self._prefixes:
            tokens = self._tokens(prefix)
            if sum(map(len, self._prefixes.values())) + len(tokens) > CACHED_TOKENS:
                self._prefixes.clear()
                self.__dict__.pop("_generator", None)
            self._generator.generate_batch([["Ċ"]], max_length=1, **_prefix_options(tokens))
            self._prefixes[prefix] = tokens
        return self._prefixes[prefix]

    def _all(self, result: Any, ends: Sequence[str]) -> list[Reply]:
        replies = []
        for n, (tokens, ids) in enumerate(zip(result.sequences, result.sequences_ids, strict=True)):
            finished = bool(tokens) and tokens[-1] in ends
            text = self.tokenizer.decode(ids[:-1] if finished else ids)
            score = result.scores[n] if result.scores else None
            replies.append(Reply(text.strip(), finished, score))
        return replies


def _prefix_options(tokens: list[str]) -> dict[str, Any]:
    return {"static_prompt": tokens, "cache_static_prompt": True, "include_prompt_in_result": False}
