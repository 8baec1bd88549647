"""BART summarizers (Lewis et al. 2020) behind the SummaryModel protocol, on two engines.

CTranslate2 (int8, from a converted copy) is the default and transformers on torch the reference.
The checkpoints meant are `facebook/bart-large-cnn` and `sshleifer/distilbart-cnn-12-6`; lengths and
penalties come from the checkpoint's own generation config. Models load on first use, in the process
that uses them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from summaries.engine.bart_base import TEMPERATURE, TOP_P, BaseBartSummarizer, SummaryDecoding
from summaries.engine.conversion import ensure_converted
from summaries.engine.errors import ModelUnavailable

__all__ = ["BartSummarizer", "SummaryDecoding", "TransformersBartSummarizer"]


class BartSummarizer(BaseBartSummarizer):
    """BART on CTranslate2: the default engine.

    `folder` looks like a hub snapshot (config.json, weights, vocab.json, merges.txt); its converted
    copy is kept under `cache`. `compute_type` is "int8", or "float32" for parity with the
    reference. `decoding` replaces the checkpoint's own settings. Samples differ from call to call,
    whatever `sampling_seed` says: CTranslate2 seeds its generators once for each thread.
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
            # One source at a time: the threads work on one decode, not on several.
            return ctranslate2.Translator(
                str(converted), compute_type=self.compute_type, intra_threads=self.threads
            )
        except RuntimeError as error:
            raise ModelUnavailable(
                f"The converted summary model cannot be loaded ({error}). "
                "Delete it from the model cache and run the job again."
            ) from error

    def _decode(self, ids: list[int], decoding: SummaryDecoding, count: int) -> list[list[int]]:
        sampling: dict[str, Any] = {}
        if decoding.sampling_seed is not None:
            sampling = {
                "sampling_topk": 0,
                "sampling_topp": TOP_P,
                "sampling_temperature": TEMPERATURE,
            }
        # The target prefix is transformers' forced_bos_token_id: BART decodes from "</s> <s>".
        (result,) = self._model().translate_batch(
            [self.tokenizer.convert_ids_to_tokens(ids)],
            target_prefix=[[self.tokenizer.bos_token]],
            beam_size=decoding.beam,
            num_hypotheses=count,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            # CTranslate2 counts the prefix <s> too.
            min_decoding_length=decoding.min_tokens + 1,
            max_decoding_length=decoding.max_tokens + 1,
            max_input_length=0,
            **sampling,
        )
        return [self.tokenizer.convert_tokens_to_ids(tokens) for tokens in result.hypotheses]


class TransformersBartSummarizer(BaseBartSummarizer):
    """BART on transformers and torch in float32: the reference. Arguments as BartSummarizer's."""

    engine = "transformers float32"

    def _load(self) -> Any:
        from transformers import BartForConditionalGeneration

        try:
            model = BartForConditionalGeneration.from_pretrained(
                str(self.folder), local_files_only=True, trust_remote_code=False
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailable(
                f"The summary model in {self.folder} cannot be loaded ({error}). "
                "Pull the model again: manage.py models pull"
            ) from error
        return model.float().eval()

    def _decode(self, ids: list[int], decoding: SummaryDecoding, count: int) -> list[list[int]]:
        import torch

        model = self._model()
        settings: dict[str, Any] = {"num_beams": decoding.beam, "do_sample": False}
        if decoding.beam > 1:
            settings |= {"early_stopping": True, "length_penalty": decoding.length_penalty}
        with torch.inference_mode(), torch.random.fork_rng():
            if decoding.sampling_seed is not None:
                torch.manual_seed(decoding.sampling_seed)
                settings = {"num_beams": 1, "do_sample": True, "top_p": TOP_P, "top_k": 0}
                settings["temperature"] = TEMPERATURE
            outputs = model.generate(
                torch.tensor([ids]),
                num_return_sequences=count,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                forced_bos_token_id=model.config.bos_token_id,
                forced_eos_token_id=None,
                # Blocked n-grams leave scores that do not add up to one; CTranslate2 normalises
                # them again, and transformers' documentation recommends it.
                renormalize_logits=True,
                min_length=decoding.min_tokens + 2,
                max_length=decoding.max_tokens + 2,
                **settings,
            )
        return outputs.tolist()
