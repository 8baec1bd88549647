"""A page of Markdown taken apart: prose, blocks of code, links and the anchors of its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_INLINE_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINKS = (
    re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)"),
    re.compile(r"\b(?:src|srcset|href)=\"([^\"\s]+)\""),
    re.compile(r"^ {0,3}\[[^\]]+\]:\s*(\S+)", re.MULTILINE),
)
_NAMED = re.compile(r"\b(?:id|name)=\"([^\"]+)\"")


@dataclass(frozen=True)
class Problem:
    """What is wrong, on which line of which page (`line` counts from 1)."""

    page: Path
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.words}"


@dataclass(frozen=True)
class Found:
    """A piece of a page and the line on which it stands."""

    text: str
    line: int


@dataclass(frozen=True)
class Block:
    """A fenced block: its text, the line of its first line, and the words after the fence."""

    text: str
    line: int
    info: tuple[str, ...]

    @property
    def language(self) -> str:
        """What the block is written in, empty where it does not say."""
        return self.info[0] if self.info else ""


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Page:
        """Read a page from its file (UTF-8)."""
        return cls(path, path.read_text(encoding="utf-8"))

    @cached_property
    def _parts(self) -> tuple[str, tuple[Block, ...]]:
        """The text with its blocks blanked out, and the blocks."""
        prose, blocks, fence, info, start = [], [], "", "", 0
        lines = self.text.splitlines()
        for number, line in enumerate(lines):
            match = _FENCE.match(line)
            if not fence and match:
                fence, info, start = match[1], match[2], number
            elif fence and match and match[1].startswith(fence) and not match[2]:
                text = "\n".join(lines[start + 1 : number])
                blocks.append(Block(text, start + 2, tuple(info.split())))
                fence = ""
            prose.append("" if fence or match else line)
        text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(prose))
        return text, tuple(blocks)

    @property
    def prose(self) -> str:
        """The text outside of blocks and comments, on the lines where it stands."""
        return self._parts[0]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The fenced blocks in reading order."""
        return self._parts[1]

    def links(self) -> Iterator[Found]:
        """Yield what links, pictures and their sources lead to, code left out."""
        text = _INLINE_CODE.sub(_blank, self.prose)
        for pattern in _LINKS:
            for match in pattern.finditer(text):
                yield Found(match[1], text.count("\n", 0, match.start(1)) + 1)

    def code(self) -> Iterator[Found]:
        """Yield the pieces of code inside sentences, on one line each."""
        for match in _INLINE_CODE.finditer(self.prose):
            line = self.prose.count("\n", 0, match.start()) + 1
            yield Found(" ".join(match[2].split()), line)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link may name after `#`: headings as code forges do it, and given ids."""
        seen: Counter[str] = Counter()
        names = set(_NAMED.findall(self.prose))
        for heading in _HEADING.findall(self.prose):
            name = slug(heading)
            names.add(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
        return frozenset(names)


def slug(heading: str) -> str:
    """Return the anchor of a heading: letters, digits, hyphens and underscores in lower case."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    text = re.sub(r"[^\w\- ]", "", text.lower())
    return text.strip().replace(" ", "-")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
