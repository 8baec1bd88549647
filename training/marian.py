"""The student's shape: MarianMT (Junczys-Dowmunt et al. 2018), deep encoder, shallow decoder.

Most of the time of translating goes into the decoder, which runs once a token, so layers are cheap
in the encoder only (Kasai et al. 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

BEAM = 4
# Standard deviation of the first weights, times the root of the width: 0.02 at a width of 512. Less
# (transformers' 0.02 in a narrow student) hides the source behind many post-norm layers, and the
# student learns to write and not to read; more (Xavier's weights) is slower to learn.
_INIT = 0.45


@dataclass(frozen=True)
class Shape:
    """Sizes of a student; `max_tokens` is the longest source or target it has positions for."""

    vocabulary: int
    width: int
    feed_forward: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    dropout: float
    max_tokens: int


def config(shape: Shape) -> MarianConfig:
    """Return opus-mt's configuration in this shape: </s> is 0, <pad> last, one embedding."""
    from transformers import MarianConfig

    pad = shape.vocabulary - 1
    return MarianConfig(
        vocab_size=shape.vocabulary,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        dropout=shape.dropout,
        activation_function="swish",
        init_std=_INIT * shape.width**-0.5,
        max_position_embeddings=shape.max_tokens,
        scale_embedding=True,
        static_position_embeddings=True,
        share_encoder_decoder_embeddings=True,
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
    )


def generation_config(settings: MarianConfig) -> GenerationConfig:
    """Return how opus-mt decodes: beam search, never <pad>, an end at the length limit."""
    from transformers import GenerationConfig

    return GenerationConfig(
        num_beams=BEAM,
        max_length=settings.max_position_embeddings,
        bad_words_ids=[[settings.pad_token_id]],
        forced_eos_token_id=settings.eos_token_id,
        pad_token_id=settings.pad_token_id,
        eos_token_id=settings.eos_token_id,
        decoder_start_token_id=settings.decoder_start_token_id,
    )


def new_model(shape: Shape) -> MarianMTModel:
    """Return an untrained student whose embedding of <pad> is zero and stays zero.

    Marian starts decoding from a zero vector. The tied output layer would train that row away from
    zero, and CTranslate2, which drops it, would then translate worse than transformers.
    """
    from transformers import MarianMTModel

    model = MarianMTModel(config(shape))
    hold_padding(model)
    return model


def hold_padding(model: MarianMTModel) -> None:
    """Zero the embedding of <pad>, and every gradient of it."""
    import torch

    weight, pad = model.get_input_embeddings().weight, model.config.pad_token_id

    def without_padding(gradient: torch.Tensor) -> torch.Tensor:
        gradient = gradient.clone()
        gradient[pad] = 0
        return gradient

    with torch.no_grad():
        weight[pad].zero_()
    weight.register_hook(without_padding)
