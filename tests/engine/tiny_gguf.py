"""A random two-layer LLaMA in a GGUF file, for tests of the chat models' whole path."""

from pathlib import Path

import numpy as np

from summaries.engine import gguf_unpack

WIDTH, FEED, LAYERS, HEADS, KV_HEADS = 64, 128, 2, 4, 2
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
MERGED = ("th", "the", "ĊĊ", "Ġt")
VOCABULARY = len(SPECIAL) + 256 + len(MERGED)


def byte_letters() -> list[str]:
    """Return the 256 letters by which byte-level BPE (Radford et al. 2019) writes bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    others = (byte for byte in range(256) if byte not in letters)
    letters |= {byte: chr(256 + n) for n, byte in enumerate(others)}
    return [letters[byte] for byte in range(256)]


def plain_weights() -> dict[str, np.ndarray]:
    """Return random weights of a two-layer LLaMA without output layer, by transformers' names."""
    rng = np.random.default_rng(3)
    kv_width = WIDTH * KV_HEADS // HEADS
    shapes = {
        "self_attn.q_proj": (WIDTH, WIDTH),
        "self_attn.k_proj": (kv_width, WIDTH),
        "self_attn.v_proj": (kv_width, WIDTH),
        "self_attn.o_proj": (WIDTH, WIDTH),
        "mlp.gate_proj": (FEED, WIDTH),
        "mlp.up_proj": (FEED, WIDTH),
        "mlp.down_proj": (WIDTH, FEED),
        "input_layernorm": (WIDTH,),
        "post_attention_layernorm": (WIDTH,),
    }
    weights = {
        f"model.layers.{layer}.{part}.weight": rng.normal(0, 0.2, shape)
        for layer in range(LAYERS)
        for part, shape in shapes.items()
    }
    weights["model.embed_tokens.weight"] = rng.normal(0, 0.2, (VOCABULARY, WIDTH))
    weights["model.norm.weight"] = np.ones(WIDTH)
    return {name: weight.astype(np.float32) for name, weight in weights.items()}


def interleaved(weight: np.ndarray, heads: int) -> np.ndarray:
    """Return query or key rows as llama.cpp's converter stores them: the halves made pairs."""
    halves = weight.reshape(heads, 2, weight.shape[0] // heads // 2, -1)
    return halves.swapaxes(1, 2).reshape(weight.shape)


def write_gguf(path: Path) -> dict[str, np.ndarray]:
    """Write a random two-layer LLaMA with a byte-level tokenizer; return its plain weights."""
    import gguf

    writer = gguf.GGUFWriter(path, "llama")
    write_metadata(writer)
    weights = plain_weights()
    names = ["token_embd", "output_norm"]
    parts = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
    names += [
        f"blk.{n}.{part}" for n in range(LAYERS) for part in (*parts, "attn_norm", "ffn_norm")
    ]
    for name in (f"{name}.weight" for name in names):
        weight = weights[gguf_unpack.plain_name(name)]
        heads = {"attn_q": HEADS, "attn_k": KV_HEADS}.get(name.split(".")[-2])
        weight = interleaved(weight, heads) if heads else weight
        if weight.ndim == 1:
            writer.add_tensor(name, weight)
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quantize(weight, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return weights


def write_metadata(writer) -> None:
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(VOCABULARY)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list([*SPECIAL, *byte_letters(), *MERGED])
    writer.add_token_types([3] * len(SPECIAL) + [1] * (VOCABULARY - len(SPECIAL)))
    writer.add_token_merges(["t h", "th e", "Ċ Ċ", "Ġ t"])
    for name, number in (("bos", 1), ("eos", 2), ("unk", 0), ("pad", 2)):
        getattr(writer, f"add_{name}_token_id")(number)
