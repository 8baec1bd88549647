"""Chat models behind the Translator and SummaryModel protocols: the starter's stand-ins.

A machine that no model hub answers has no Arabic-English MarianMT, but a small chat model reaches
it through the package index. It writes fluent English and invents names, so everything it makes
carries `stand_in` in its provenance, and the guard and the checks read it like any other text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from summaries.engine import chat_prompts as prompts
from summaries.engine.batching import combined, distinct, joined, split_long
from summaries.engine.chat_model import ChatDecoding, ChatModel, Reply, shared
from summaries.engine.chat_replies import cleaned, flags_of, whole
from summaries.engine.degenerate import severity
from summaries.engine.errors import EngineError, SummaryFailed, TranslationFailed
from summaries.engine.types import Provenance, Translation, Wishes

ENGINE = "CTranslate2 int8"
TRANSLATION = ChatDecoding()
RETRIES = (
    ChatDecoding(repetition_penalty=1.1, no_repeat_ngram=4),
    ChatDecoding(beam=3, repetition_penalty=1.2, no_repeat_ngram=3),
)
# What alternatives are taken from, until there are enough: the usual translation, then others.
# Penalties change more words than a beam does, for a third of the time; a beam of three is the
# widest that the memory of a worker allows (see chat_model).
OFFERS = (
    ChatDecoding(),
    ChatDecoding(repetition_penalty=1.1),
    ChatDecoding(repetition_penalty=1.2),
    ChatDecoding(beam=3),
)
SUMMARIES = (ChatDecoding(), ChatDecoding(repetition_penalty=1.15))
# Source tokens of one request: longer sentences are split at clause marks and rejoined.
LONGEST_SENTENCE = 300
TYPICAL_REPLY = 60
# Prompt tokens cost memory (see chat_model): this keeps a worker with the starter under 3 GB.
MAX_SOURCE_TOKENS = 500
SUMMARY_TOKENS, HEADLINE_TOKENS = 160, 32


@dataclass
class _Work:
    """One sentence, or a piece of one, with the best translation so far."""

    sentence: int
    text: str
    best: Translation | None = None


class ChatTranslator:
    """A chat model that translates, sentence by sentence, in batches of like length.

    `folder` holds a converted model with its tokenizer.json. `threads` 0 takes this process's
    share of the cores. `beam` above 1 replaces greedy decoding. `prepare` strips what a model
    should not see (default: `engine.text.for_model`).
    """

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = True,
        threads: int = 0,
        beam: int = 0,
        decoding: ChatDecoding | None = None,
        retries: Sequence[ChatDecoding] = RETRIES,
        prepare: Callable[[str], str] | None = None,
    ) -> None:
        self.folder, self.threads = Path(folder), threads
        self.decoding = decoding or (replace(TRANSLATION, beam=beam) if beam else TRANSLATION)
        self.retries = tuple(retries)
        self._prepare = prepare
        self.provenance = Provenance(model, revision, ENGINE, str(self.decoding), quality, stand_in)

    def translate(
        self, sentences: Sequence[str], wishes: Wishes | None = None
    ) -> Iterator[tuple[int, Translation]]:
        """Yield `(index, translation)` for every sentence as its batch is done; see Translator.

        It makes one candidate a sentence, so that `wishes` have nothing to choose from.
        """
        waiting: dict[int, list[_Work]] = {}
        for i, sentence in enumerate(sentences):
            waiting[i] = [_Work(i, piece) for piece in self._pieces(sentence)]
            if not waiting[i]:
                yield i, Translation("", self.provenance)
        unfinished = {i: len(works) for i, works in waiting.items()}
        for work in self._translated([work for works in waiting.values() for work in works]):
            unfinished[work.sentence] -= 1
            if not unfinished[work.sentence]:
                done = [piece.best for piece in waiting[work.sentence] if piece.best]
                yield work.sentence, joined(done)

    def alternatives(self, sentence: str, count: int) -> list[Translation]:
        """Return up to `count` different translations by their scores; see Translator."""
        pieces = [self._offers(_Work(0, piece), count) for piece in self._pieces(sentence)]
        return combined(pieces)[:count]

    def _offers(self, work: _Work, count: int) -> list[Translation]:
        found: list[Translation] = []
        for decoding in OFFERS:
            if len(found) < count:
                replies = self._hypotheses(work.text, decoding)
                found = distinct([*found, *(self._made(work, r, decoding) for r in replies)])
        return sorted(found, key=lambda translation: -(translation.score or 0))

    def _hypotheses(self, text: str, decoding: ChatDecoding) -> list[Reply]:
        rest = prompts.translation_rest(text)
        with _try_again():
            return self._model.hypotheses(
                prompts.translation_prefix(), rest, decoding, self._limit(text), one_line=True
            )

    def _limit(self, text: str) -> int:
        return 24 + 2 * self._model.count(text)

    @property
    def _model(self) -> ChatModel:
        return shared(self.folder, self.threads)

    @cached_property
    def _for_model(self) -> Callable[[str], str]:
        if self._prepare:
            return self._prepare
        from summaries.engine.text import for_model

        return for_model

    def _pieces(self, sentence: str) -> list[str]:
        text = " ".join(self._for_model(sentence).split())
        return split_long(text, self._model.count, LONGEST_SENTENCE) if text else []

    def _translated(self, works: list[_Work]) -> Iterator[_Work]:
        """Yield each work once, with `best` set: sound ones at once, others after the retries."""
        for decoding in (self.decoding, *self.retries):
            unsound = []
            for work in self._attempted(works, decoding):
                if work.best and work.best.flags:
                    unsound.append(work)
                else:
                    yield work
            works = unsound
        yield from works

    def _attempted(self, works: list[_Work], decoding: ChatDecoding) -> Iterator[_Work]:
        prefix = prompts.translation_prefix()
        rests = [prompts.translation_rest(work.text) for work in works]
        for batch in self._model.batches(prefix, rests, TYPICAL_REPLY):
            chosen = [works[i] for i in batch]
            limit = self._limit(chosen[0].text)
            with _try_again():
                replies = self._model.replies(
                    prefix, [rests[i] for i in batch], decoding, limit, one_line=True
                )
            for work, reply in zip(chosen, replies, strict=True):
                attempt = self._made(work, reply, decoding)
                if not work.best or severity(attempt.flags) < severity(work.best.flags):
                    work.best = attempt
                yield work

    def _made(self, work: _Work, reply: Reply, decoding: ChatDecoding) -> Translation:
        text = cleaned(reply.text)
        flags = flags_of(work.text, text, finished=reply.finished)
        provenance = replace(self.provenance, decoding=str(decoding))
        return Translation(text, provenance, reply.score, flags)


@contextmanager
def _try_again() -> Iterator[None]:
    """Turn an error that another attempt may not meet into TranslationFailed."""
    try:
        yield
    except EngineError as error:
        if error.permanent:
            raise
        raise TranslationFailed(f"{error} Try the job again.") from error


class ChatSummarizer:
    """A chat model that writes candidate summaries and headlines of an English text.

    Candidates answer differently worded requests about the same article, each greedily and then
    with a repetition penalty: different texts, and the same ones every time. Arguments as
    ChatTranslator's.
    """

    max_source_tokens = MAX_SOURCE_TOKENS

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = True,
        threads: int = 0,
    ) -> None:
        self.folder, self.threads = Path(folder), threads
        self.provenance = Provenance(model, revision, ENGINE, str(SUMMARIES[0]), quality, stand_in)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens of the model's context `text` takes."""
        return self._model.count(text)

    def summaries(self, text: str, count: int) -> list[str]:
        """Return up to `count` (at most 8) different candidate summaries. Raises SummaryFailed."""
        replies = self._replies(text, prompts.SUMMARY_REQUESTS, count, SUMMARY_TOKENS)
        return _distinct(cleaned(whole(reply), one_line=False) for reply in replies)

    def headlines(self, text: str, count: int) -> list[str]:
        """Return up to `count` (at most 8) different candidate headlines. Raises SummaryFailed."""
        replies = self._replies(text, prompts.HEADLINE_REQUESTS, count, HEADLINE_TOKENS)
        return _distinct(cleaned(reply.text).rstrip(".") for reply in replies if reply.finished)

    @property
    def _model(self) -> ChatModel:
        return shared(self.folder, self.threads)

    def _replies(
        self, text: str, requests: Sequence[str], count: int, tokens: int
    ) -> Iterator[Reply]:
        prefix = prompts.article_prefix(text)
        asked = [(decoding, request) for decoding in SUMMARIES for request in requests][:count]
        for decoding in SUMMARIES:
            rests = [prompts.article_rest(request) for how, request in asked if how == decoding]
            for batch in self._model.batches(prefix, rests, tokens):
                yield from self._reply(prefix, [rests[i] for i in batch], decoding, tokens)

    def _reply(
        self, prefix: str, rests: Sequence[str], decoding: ChatDecoding, tokens: int
    ) -> list[Reply]:
        try:
            return self._model.replies(prefix, rests, decoding, tokens)
        except EngineError as error:
            if error.permanent:
                raise
            raise SummaryFailed(f"{error} Try the job again.") from error


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
