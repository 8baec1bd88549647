"""Texts cut to what a letter has room for: at the end of a sentence or paragraph, never unsaid."""

from collections.abc import Iterable
from typing import NamedTuple


class Excerpt(NamedTuple):
    """The beginning of a text, by paragraphs or sentences, and whether more follows."""

    texts: tuple[str, ...]
    is_cut: bool


def excerpt(texts: Iterable[str], limit: int | None) -> Excerpt:
    """Return the first of `texts` that have `limit` characters together; None is no limit.

    Where already the first is too long, it ends after a word, with an ellipsis. A limit of 0 leaves
    nothing.
    """
    whole = tuple(texts)
    if limit is None or sum(map(len, whole)) <= limit:
        return Excerpt(whole, is_cut=False)
    kept: list[str] = []
    for text in whole:
        limit -= len(text)
        if limit < 0:
            break
        kept.append(text)
    return Excerpt(tuple(kept) or _beginning(whole[0], limit + len(whole[0])), is_cut=True)


def shortened(text: str, limit: int) -> str:
    """Return `text` with at most `limit` characters, ended after a word with an ellipsis."""
    if len(text) <= limit:
        return text
    words = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return f"{words.rstrip(' ,;:،؛.')}…"


def _beginning(text: str, limit: int) -> tuple[str, ...]:
    return (shortened(text, limit),) if limit else ()
