"""Chat models behind the Translator and SummaryModel protocols: the starter's stand-ins.

A machine that no model hub answers has no Arabic-English MarianMT, but a small chat model reaches
it through the package index. It writes fluent English and invents names, so everything it makes
carries `stand_in` in its provenance, and the guard and the checks read it like any other text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from summaries.engine import chat_prompts as prompts
from summaries.engine.chat_model import ChatDecoding, ChatModel, Reply, shared
from summaries.engine.chat_replies import cleaned, flags_of, whole
from summaries.engine.errors import EngineError, SummaryFailed, TranslationFailed
from summaries.engine.retrying import Part, RetryingTranslator
from summaries.engine.types import Provenance, Translation

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


class ChatTranslator(RetryingTranslator):
    """A chat model that translates, sentence by sentence, in batches of like length.

    `folder` holds a converted model with its tokenizer.json. `threads` 0 takes this process's
    share of the cores. `beam` above 1 replaces greedy decoding. It makes one candidate a sentence,
    so that wishes have nothing to choose from.
    """

    engine = ENGINE

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = True,
        threads: int = 0,
        beam: int | None = None,
        decoding: ChatDecoding | None = None,
        retries: Sequence[ChatDecoding] = RETRIES,
        prepare: Callable[[str], str] | None = None,
    ) -> None:
        usual = replace(TRANSLATION, beam=beam) if beam else TRANSLATION
        super().__init__(
            folder,
            model=model,
            revision=revision,
            quality=quality,
            stand_in=stand_in,
            decoding=decoding or usual,
            retries=retries,
            prepare=prepare,
        )
        self.threads = threads

    @property
    def _model(self) -> ChatModel:
        return shared(self.folder, self.threads)

    @property
    def _longest(self) -> int:
        return LONGEST_SENTENCE

    def _count(self, text: str) -> int:
        return self._model.count(text)

    def _limit(self, text: str) -> int:
        return 24 + 2 * self._count(text)

    def _searches(self, count: int) -> Sequence[ChatDecoding]:
        return OFFERS

    def _offers(self, part: Part, count: int) -> list[Translation]:
        found = super()._offers(part, count)
        return sorted(found, key=lambda translation: -(translation.score or 0))

    def _hypotheses_of(self, part: Part, decoding: ChatDecoding) -> list[Translation]:
        prefix, rest = prompts.translation_prefix(), prompts.translation_rest(part.text)
        with _try_again():
            replies = self._model.hypotheses(
                prefix, rest, decoding, self._limit(part.text), one_line=True
            )
        return [self._made(part, reply, decoding) for reply in replies]

    def _attempted(self, parts: list[Part], decoding: ChatDecoding) -> Iterator[Part]:
        prefix = prompts.translation_prefix()
        rests = [prompts.translation_rest(part.text) for part in parts]
        for batch in self._model.batches(prefix, rests, TYPICAL_REPLY):
            limit = self._limit(parts[batch[0]].text)
            with _try_again():
                replies = self._model.replies(
                    prefix, [rests[i] for i in batch], decoding, limit, one_line=True
                )
            for i, reply in zip(batch, replies, strict=True):
                parts[i].keep(self._made(parts[i], reply, decoding))
                yield parts[i]

    def _made(self, part: Part, reply: Reply, decoding: ChatDecoding) -> Translation:
        text = cleaned(reply.text)
        flags = flags_of(part.text, text, finished=reply.finished)
        return self._written(text, decoding, reply.score, flags)


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
