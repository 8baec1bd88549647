"""The tiny MarianMT as tests use it: its folder, its pairs, and translators made from it.

Made by `tests.make_tiny_marian`; knows the seed article and `data/tiny-marian-pairs.tsv` by heart.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from summaries.engine.disk import sha256
from summaries.engine.marian import MarianTranslator, TransformersMarianTranslator

TINY = Path(__file__).parent / "data" / "tiny-marian"
PAIRS_FILE = TINY.with_name("tiny-marian-pairs.tsv")
MODEL = "tiny-marian"


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Return the (Arabic, English) pairs the model has memorised; the seed article comes first."""
    lines = PAIRS_FILE.read_text(encoding="utf-8").splitlines()
    return tuple((arabic, english) for arabic, english in (line.split("\t") for line in lines))


@cache
def revision() -> str:
    """Return the weights' own sum, so that a cache never serves older weights."""
    return sha256(TINY / "model.safetensors")[:40]


def tiny_translator(cache_folder: Path, **options: Any) -> MarianTranslator:
    """Return the default engine on the tiny weights, converted below `cache_folder`."""
    names = {"model": MODEL, "revision": revision(), "quality": "memorised"}
    return MarianTranslator(TINY, cache=cache_folder, **{"threads": 1, **names, **options})


def tiny_reference(**options: Any) -> TransformersMarianTranslator:
    """Return the reference engine on the tiny weights."""
    names = {"model": MODEL, "revision": revision(), "quality": "memorised"}
    return TransformersMarianTranslator(TINY, **{"threads": 1, **names, **options})
