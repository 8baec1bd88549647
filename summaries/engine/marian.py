"""MarianMT (Junczys-Dowmunt et al. 2018) behind the Translator protocol, on two engines.

CTranslate2 is the default; transformers on torch is the reference. They differ in the decode step
only: see `marian_base` for the rest. Models load on the first `translate`, in the process that
calls it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summaries.engine.conversion import ensure_converted
from summaries.engine.errors import ModelUnavailable
from summaries.engine.marian_base import BaseMarianTranslator
from summaries.engine.marian_decoding import Decoded, Decoding
from summaries.engine.marian_vocabulary import END, PAD


class MarianTranslator(BaseMarianTranslator):
    """MarianMT on CTranslate2: the default engine.

    `folder` looks like a hub snapshot (config.json, model.safetensors or pytorch_model.bin,
    source.spm, target.spm, vocab.json); its converted copy is kept under `cache`. `compute_type` is
    "int8", or "float32" for parity with the reference. `threads` batches run at
    once, one core each (0: all cores of this process). `max_source_tokens` splits earlier than the
    model must (0: its limit). `prepare` strips what the model never saw in training (default:
    `engine.text.for_model`).
    """

    def __init__(self, folder: Path, *, cache: Path, compute_type: str = "int8", **options: Any):
        self.cache = Path(cache)
        self.compute_type = compute_type
        self.engine = f"CTranslate2 {compute_type}"
        super().__init__(folder, **options)

    def _load(self) -> Any:
        key = f"{self.provenance.model}@{self.provenance.revision}"
        converted = ensure_converted(self.folder, self.cache, key, self.compute_type)
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(converted),
                compute_type=self.compute_type,
                inter_threads=self.threads,
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable(
                f"The prepared model in {converted} does not load ({error}). Delete that folder; "
                "it is made again."
            ) from error

    def _decode(
        self, batches: list[list[list[str]]], limits: list[int], decoding: Decoding
    ) -> Iterator[list[Decoded]]:
        model = self._model()
        running: deque = deque()
        for batch, limit in zip(batches, limits, strict=True):
            running.append(self._submit(model, batch, limit, decoding))
            # One batch more than threads waits ready; more would only delay a cancelled job.
            if len(running) > self.threads:
                yield [_from_ctranslate2(result) for result in running.popleft()]
        for results in running:
            yield [_from_ctranslate2(result) for result in results]

    def _hypotheses(self, source: list[str], limit: int, decoding: Decoding) -> list[Decoded]:
        [running] = self._submit(self._model(), [source], limit, decoding, decoding.beam)
        return _all_from_ctranslate2(running)

    @staticmethod
    def _submit(
        model: Any, batch: list[list[str]], limit: int, decoding: Decoding, hypotheses: int = 1
    ) -> list[Any]:
        return model.translate_batch(
            batch,
            asynchronous=True,
            beam_size=decoding.beam,
            num_hypotheses=hypotheses,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            min_decoding_length=decoding.min_tokens,
            max_decoding_length=limit,
            max_input_length=0,
            return_scores=True,
            return_end_token=True,
        )


def _from_ctranslate2(running: Any) -> Decoded:
    return _all_from_ctranslate2(running)[0]


def _all_from_ctranslate2(running: Any) -> list[Decoded]:
    result = running.result()
    decoded = []
    for tokens, score in zip(result.hypotheses, result.scores, strict=True):
        finished = bool(tokens) and tokens[-1] == END
        decoded.append(Decoded(tokens[:-1] if finished else tokens, finished, score))
    return decoded


class TransformersMarianTranslator(BaseMarianTranslator):
    """MarianMT on transformers and torch in float32: the reference the default engine is held to.

    Takes MarianTranslator's arguments without `cache` and `compute_type`.
    """

    engine = "transformers float32"

    def _load(self) -> Any:
        import torch
        from transformers import GenerationConfig, MarianMTModel

        torch.set_num_threads(self.threads)
        try:
            model = MarianMTModel.from_pretrained(
                self.folder, dtype=torch.float32, local_files_only=True, weights_only=True
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailable(
                f"The model in {self.folder} does not load ({error}). Pull it again: "
                "manage.py models pull"
            ) from error
        # A checkpoint's own defaults (a forced </s> at the length limit) would fill what
        # `_generation_config` leaves open, and hide a sentence that was cut off.
        model.generation_config = GenerationConfig()
        return model.eval()

    def _decode(
        self, batches: list[list[list[str]]], limits: list[int], decoding: Decoding
    ) -> Iterator[list[Decoded]]:
        for batch, limit in zip(batches, limits, strict=True):
            yield self._decode_batch(batch, limit, decoding)

    def _hypotheses(self, source: list[str], limit: int, decoding: Decoding) -> list[Decoded]:
        return self._decode_batch([source], limit, decoding, decoding.beam)

    def _decode_batch(
        self, batch: list[list[str]], limit: int, decoding: Decoding, hypotheses: int = 1
    ) -> list[Decoded]:
        """Return `hypotheses` results for each source of the batch, best first."""
        import torch

        model, pad = self._model(), self.vocabulary.ids[PAD]
        rows = [torch.tensor(self.vocabulary.to_ids(tokens)) for tokens in batch]
        source = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad)
        with torch.inference_mode():
            output = model.generate(
                input_ids=source,
                attention_mask=(source != pad).long(),
                generation_config=self._generation_config(limit, decoding, hypotheses),
            )
        return [self._from_ids(row) for row in output[:, 1:].tolist()]

    def _generation_config(self, limit: int, decoding: Decoding, hypotheses: int) -> Any:
        from transformers import GenerationConfig

        pad, end = self.vocabulary.ids[PAD], self.vocabulary.ids[END]
        return GenerationConfig(
            num_beams=decoding.beam,
            num_return_sequences=hypotheses,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            min_new_tokens=decoding.min_tokens,
            max_new_tokens=limit,
            early_stopping=True,  # CTranslate2 stops likewise: when `beam` candidates are complete
            bad_words_ids=[[pad]],
            decoder_start_token_id=pad,
            pad_token_id=pad,
            eos_token_id=end,
        )

    def _from_ids(self, row: list[int]) -> Decoded:
        end = self.vocabulary.ids[END]
        finished = end in row
        ids = row[: row.index(end)] if finished else row
        return Decoded(self.vocabulary.to_tokens(ids), finished)
