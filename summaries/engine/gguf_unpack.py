"""GGUF files to CTranslate2: `python -m summaries.engine.gguf_unpack FILE FOLDER`.

transformers keeps the weights of a GGUF file packed and computes slowly with them, so each tensor
is dequantised into a plain model of the same config in half precision, and that is converted once.
One tensor is unpacked at a time and nothing is written but the result; the converter's int8 copies
come on top of the half-precision model (measured: docs/decisions/0006-starter-model.md).

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Names of the tensors are
llama.cpp's; its LLaMA files hold the query and key rows interleaved for its rotary embedding.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summaries.engine.errors import ModelUnavailable

if TYPE_CHECKING:
    import numpy as np

PROJECT_ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 3600
_LAYER_PARTS = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_OUTER_PARTS = {
    "token_embd": "model.embed_tokens",
    "output": "lm_head",
    "output_norm": "model.norm",
}


def convert_gguf(source: Path, folder: Path) -> None:
    """Write the CTranslate2 int8 copy of a GGUF chat model and its tokenizer.json into `folder`.

    Runs in a child process, whose memory never becomes this one's. Raises ModelUnavailable.
    """
    command = [sys.executable, "-m", "summaries.engine.gguf_unpack", str(source), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT), "HF_HUB_OFFLINE": "1"}
    try:
        subprocess.run(
            command,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.SubprocessError as error:
        lines = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        killed = getattr(error, "returncode", 0) == -9
        reason = "the machine ran out of memory" if killed else lines[-1]
        raise ModelUnavailable(
            f"The model file {source.name} could not be converted ({reason}). It needs about 7 GB "
            "of free memory; close other programs and pull the model again."
        ) from error


def plain_name(name: str) -> str:
    """Return transformers' name of a llama.cpp tensor. Raises KeyError for an unknown one."""
    parts = name.split(".")
    if parts[0] == "blk":
        return f"model.layers.{parts[1]}.{_LAYER_PARTS[parts[2]]}.{parts[3]}"
    return f"{_OUTER_PARTS[parts[0]]}.{parts[1]}"


def uninterleaved(weight: np.ndarray, heads: int) -> np.ndarray:
    """Return query or key rows [heads * size, width] in transformers' order: halves, not pairs."""
    pairs = weight.reshape(heads, weight.shape[0] // heads // 2, 2, *weight.shape[1:])
    return pairs.swapaxes(1, 2).reshape(weight.shape)


def unpacked(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every tensor of a GGUF file as `(transformers' name, float16 array)`."""
    import gguf
    import numpy as np

    reader = gguf.GGUFReader(path)
    architecture = reader.fields["general.architecture"].contents()
    attention = f"{architecture}.attention.head_count"
    heads = {"attn_q": reader.fields[attention].contents()}
    heads["attn_k"] = reader.fields[f"{attention}_kv"].contents()
    for tensor in reader.tensors:
        weight = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float16)
        part = tensor.name.split(".")[2:3]
        if architecture == "llama" and part and part[0] in heads:
            weight = uninterleaved(weight, heads[part[0]])
        yield plain_name(tensor.name), np.ascontiguousarray(weight)


def write_plain(source: Path, folder: Path) -> None:
    """Write a GGUF file as a plain transformers folder in float16, with its tokenizer.

    Takes the model's size in memory, in this process. Raises ValueError for tensors that do not fit
    the model's config, and what transformers raises for a file it cannot read.
    """
    config, tokenizer = _described(source)
    _plain_model(source, config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _described(source: Path) -> tuple[Any, Any]:
    """Return the config and the tokenizer that a GGUF file describes."""
    from transformers import AutoConfig, AutoTokenizer

    where = {"pretrained_model_name_or_path": source.parent, "gguf_file": source.name}
    return AutoConfig.from_pretrained(**where), AutoTokenizer.from_pretrained(**where)


def _plain_model(path: Path, config: Any) -> Any:
    import torch
    from transformers import AutoModelForCausalLM

    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float16)
    state = {name: torch.from_numpy(weight) for name, weight in unpacked(path)}
    missing, unexpected = model.load_state_dict(state, strict=False, assign=True)
    tied = {"lm_head.weight"} if config.tie_word_embeddings else set()
    if set(missing) - tied or unexpected:
        raise ValueError(f"tensors missing {missing} or unknown {unexpected}")
    model.tie_weights()
    return model


def main(source: Path, folder: Path) -> None:
    """Convert `source` into `folder` in this process; loads torch and transformers."""
    from ctranslate2.converters import TransformersConverter

    config, tokenizer = _described(source)

    class Converter(TransformersConverter):
        def load_model(self, *_: Any, **__: Any) -> Any:
            return _plain_model(source, config)

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return tokenizer

    with tempfile.TemporaryDirectory(dir=source.parent) as plain:
        config.save_pretrained(plain)
        Converter(plain).convert(str(folder), quantization="int8", force=True)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
