"""A small registry, a local hub and wheels: what the model store's tests share."""

import hashlib
import zipfile
from pathlib import Path

from summaries.engine.modelstore import ModelStore

REVISION = "ab" * 20
OTHER = "cd" * 20
WEIGHTS = b"weights " * 64
HUB_FILES = {
    "config.json": b"{}",
    "vocab.json": b'{"word": 0}',
    "source.spm": b"source",
    "target.spm": b"target",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"pickled",
    "train.py": b"print('never fetched')",
}
PIECES = (b"first piece,", b"second piece,", b"third")
JOINED = hashlib.sha256(b"".join(PIECES)).hexdigest()
REGISTRY = f"""
[profiles.fast]
translator = "opus"
summarizer = "chat"
[profiles.hub]
translator = "opus"
summarizer = "opus"
[profiles.chat]
translator = "chat"
summarizer = "chat"

[models.opus]
kind = "marian"
repo = "outlet/opus"
revision = "{REVISION}"
licence = "CC0"
download = 600
disk = 600
quality = "measured elsewhere"
[models.opus.sha256]
"model.safetensors" = "{hashlib.sha256(WEIGHTS).hexdigest()}"

[models.chat]
kind = "chat"
licence = "CC0"
download = 30
disk = 30
quality = "weak"
summary_quality = "not scored"
stand_in = true
[models.chat.packages]
name = "demo-model-part{{number}}"
count = 3
version = "1.2"
member = "part{{number:02}}.bin"
sha256 = "{JOINED}"
"""
# What a MarianMT is made of, and the sums of it.
OWN_FILES = ("config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json")
SUMS = "\n".join(
    f'"{name}" = "{hashlib.sha256(HUB_FILES[name]).hexdigest()}"' for name in OWN_FILES
)
# The same model as a folder of the project: no repository, no revision, every sum.
OWN_REGISTRY = (
    REGISTRY.replace('repo = "outlet/opus"', 'folder = "weights/opus"')
    .replace(f'revision = "{REVISION}"\n', "")
    .replace(f'"model.safetensors" = "{hashlib.sha256(WEIGHTS).hexdigest()}"', SUMS)
)


def write_wheel(folder: Path, number: int, piece: bytes) -> Path:
    path = folder / f"demo_model_part{number}-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"demo_model_part{number}/data/part{number:02}.bin", piece)
    return path


def pull_hub(store: ModelStore, snapshot: Path) -> Path:
    store.pull("hub", source=snapshot.parents[1])
    return store.path("opus")
