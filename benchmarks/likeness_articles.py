"""Articles to measure likeness on, from files that stay outside the project.

A file has a sentence a line; a line that is short and ends without a full stop is the headline of
the next article. Folders give every `*.ar.txt` in them, one article a file.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_LONGEST_HEADLINE = 20  # words
_SHORTEST_BODY = 25
_ENDS = re.compile(r'[.؟?!…:؛،]["»”\s)]*$')


@dataclass(frozen=True)
class Article:
    """A headline and the sentences below it."""

    headline: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body."""
        return "\n".join(self.sentences)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits by which the labelled pairs know it."""
        return sha256(f"{self.headline}\n{self.text}".encode()).hexdigest()[:12]


def read(paths: Iterable[Path]) -> list[Article]:
    """Return the articles of files and folders that have a body."""
    found = [article for path in paths for article in _read(path)]
    return [one for one in found if len(one.text.split()) >= _SHORTEST_BODY]


def _read(path: Path) -> Iterator[Article]:
    if path.is_dir():
        for file in sorted(path.glob("*.ar.txt")):
            first, *rest = file.read_text(encoding="utf-8").splitlines()
            yield Article(first, tuple(rest))
        return
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from _articles(line.strip() for line in lines)


def _articles(lines: Iterable[str]) -> Iterator[Article]:
    headline, body = "", []
    for line in lines:
        is_headline = len(line.split()) <= _LONGEST_HEADLINE and not _ENDS.search(line)
        if is_headline and (body or not headline):
            if headline:
                yield Article(headline, tuple(body))
            headline, body = line, []
        else:
            body.append(line)
    if headline:
        yield Article(headline, tuple(body))
