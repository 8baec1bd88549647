"""CTranslate2 copies of model weights: made once, cached, and made again when damaged.

A cached copy is a folder with a manifest of sha256 sums, put in place by one rename, so a reader
never sees half a copy. A file lock lets one process at a time convert; the others wait and take the
result. Conversion runs in a child process: torch's memory never becomes the worker's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from summaries.engine.disk import locked, sha256
from summaries.engine.errors import ModelUnavailable

MANIFEST = "manifest.json"
PROJECT_ROOT = Path(__file__).parents[2]


def ensure_converted(
    source: Path, cache_root: Path, key: str, quantization: str = "int8", *, timeout: float = 1800
) -> Path:
    """Return the folder with the CTranslate2 copy of the weights in `source`, made when missing.

    `source` is a folder like a hub snapshot (config.json, model.safetensors or pytorch_model.bin,
    tokenizer files) of any encoder-decoder that CTranslate2 converts: MarianMT, BART. `key` names
    model and revision; `quantization` is CTranslate2's ("int8", "float32"). `timeout` in seconds.
    Raises ModelUnavailable when the weights cannot be converted.
    """

    def build(folder: Path) -> None:
        _convert_in_child(source, folder, quantization, timeout)

    return ensure_built(cache_root, f"{key}-{quantization}", build)


def ensure_built(cache_root: Path, name: str, build: Callable[[Path], None]) -> Path:
    """Return the cached folder `name`, filled by `build(folder)` when missing or damaged.

    Safe with several processes at once. Whatever `build` raises leaves nothing behind.
    """
    target = cache_root / re.sub(r"[^\w.-]+", "--", name)
    if is_intact(target):
        return target
    cache_root.mkdir(parents=True, exist_ok=True)
    with locked(target.with_name(f".{target.name}.lock")):
        if not is_intact(target):  # another process may have built it while this one waited
            _replace(target, build)
    return target


def _replace(target: Path, build: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as temporary:
        fresh, old = Path(temporary, "fresh"), Path(temporary, "old")
        fresh.mkdir()
        build(fresh)
        _write_manifest(fresh)
        if target.exists():
            target.rename(old)
        fresh.rename(target)


def is_intact(folder: Path) -> bool:
    """Say whether a cached folder is complete and every file has the sha256 it was made with."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest) and all(
            sha256(folder / name) == digest for name, digest in manifest.items()
        )
    except (OSError, ValueError, AttributeError):  # absent, unreadable or garbled: not intact
        return False


def _write_manifest(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {str(path.relative_to(folder)): sha256(path) for path in files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _convert_in_child(source: Path, folder: Path, quantization: str, timeout: float) -> None:
    if not (source / "config.json").is_file():
        raise ModelUnavailable(
            f"The model folder {source} has no config.json. Pull the model again: "
            "manage.py models pull"
        )
    command = [sys.executable, "-m", "summaries.engine.conversion"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT), "HF_HUB_OFFLINE": "1"}
    try:
        subprocess.run(
            [*command, str(source.resolve()), str(folder.resolve()), quantization],
            cwd=PROJECT_ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
    except subprocess.SubprocessError as error:
        lines = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        raise ModelUnavailable(
            f"The model files in {source} could not be prepared ({lines[-1]}). "
            "Check them with manage.py models verify, then pull the model again."
        ) from error


def convert(source: Path, folder: Path, quantization: str) -> None:
    """Convert `source` into the empty `folder` in this process; loads torch and transformers.

    Takes safetensors or a `weights_only` checkpoint, and never runs code from the folder.
    Raises ValueError for weights that CTranslate2 would run differently.
    """
    from ctranslate2.converters import TransformersConverter

    class LocalConverter(TransformersConverter):
        def load_model(self, model_class, model_name_or_path, **options):
            model = model_class.from_pretrained(
                model_name_or_path, local_files_only=True, weights_only=True, **options
            )
            # transformers 5 dropped this attribute of BART, which the converter still asks for.
            if not hasattr(model.config, "normalize_before"):
                model.config.normalize_before = False
            _check_start_embedding(model)
            return model

    LocalConverter(str(source)).convert(str(folder), quantization=quantization, force=True)


def _check_start_embedding(model) -> None:
    """CTranslate2 starts Marian's decoder from zeros, transformers from the row of <pad>.

    Training with tied embeddings moves that row unless the trainer holds it: the copy would then
    silently translate worse.
    """
    if model.config.model_type != "marian":
        return
    start = model.get_decoder().get_input_embeddings().weight[model.config.decoder_start_token_id]
    if start.abs().max().item() > 1e-6:
        raise ValueError("the embedding of <pad> is not zero, as Marian needs it")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
