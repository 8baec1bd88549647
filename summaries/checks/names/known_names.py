"""The known names as data: the rows of `data/`, and what a row says of a name found in a text.

`data/README.md` says where the names come from. They load on first use.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from summaries.checks.base import Span

DATA = Path(__file__).parent / "data"
WEAK, PREFERRED = "~", "*"


@dataclass(frozen=True)
class Mention:
    """A known name in a text, and all that it may name.

    `span` is the name as written, without what Arabic joins to it («و», «ب», «ل») and without "'s";
    `text` the characters under it. `kind` is that of the likeliest entity: country, demonym, city,
    region, place, org, person, name (a given or family name), people, language, religion, event.
    `within` has what the words of a body's or region's name mean alone: of "US Federal Reserve" the
    country. It may account for a name of the other language; it demands nothing.
    """

    span: Span
    entities: frozenset[str]
    kind: str
    text: str
    weak: bool = False
    within: frozenset[str] = frozenset()


class Names:
    """The names of one language by their words. `rows` are `name, marks, kind, ids` with tabs.

    Marks are "~" for a weak name and "*" for the usual one, followed by how it is written where
    that differs from the name compared ("*Côte d'Ivoire"). A row without ids keeps a word that only
    looks like a name with something joined to it from being taken for one.
    """

    def __init__(self, rows: str) -> None:
        self._rows: dict[str, str] = {}
        self._longest: dict[str, int] = {}
        for row in rows.splitlines():
            name, _, rest = row.partition("\t")
            self._rows[name] = rest
            first, space, _ = name.partition(" ")
            if space:
                size = name.count(" ") + 1
                self._longest[first] = max(size, self._longest.get(first, 1))

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def longest(self, first: str) -> int:
        """Return how many words the longest name has that begins with the word `first`."""
        return self._longest.get(first, 1)

    def mention(self, name: str, span: Span, text: str) -> Mention | None:
        """Return the mention of a name that is known; None for a word that only looks like one."""
        marks, kind, ids = self._rows[name].split("\t")
        if not ids:
            return None
        entities = frozenset(ids.split(" "))
        written = span.of(text)
        # «اليمنى» is the right-hand side, «اليمني» a Yemeni; folded they are one word.
        weak = WEAK in marks or (kind == "demonym" and written.endswith("ى"))
        return Mention(span, entities, kind, written, weak)

    def entities_of(self, name: str) -> tuple[str, ...]:
        """Return what a name may name, nothing if it is not known."""
        return tuple(self._rows.get(name, "").rpartition("\t")[2].split())

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield `(name, the rest of its row)` of all names."""
        yield from self._rows.items()

    def entities(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield `(name, its entities)` of all names that are certain."""
        for name, rest in self._rows.items():
            marks, _kind, ids = rest.split("\t")
            if ids and WEAK not in marks:
                yield name, tuple(ids.split(" "))

    def preferred(self) -> Iterator[tuple[str, str, str]]:
        """Yield `(entity, kind, name)` of the names that are the usual ones for something."""
        for name, rest in self._rows.items():
            marks, kind, ids = rest.split("\t")
            _, preferred, written = marks.partition(PREFERRED)
            if preferred:
                yield ids.partition(" ")[0], kind, written or name


@lru_cache(maxsize=1)
def english_names() -> Names:
    """Return the English names, read once."""
    return _load("english")


@lru_cache(maxsize=1)
def arabic_names() -> Names:
    """Return the Arabic names, read once."""
    return _load("arabic")


def _load(language: str) -> Names:
    with lzma.open(DATA / f"{language}.tsv.xz", "rt", encoding="utf-8") as file:
        return Names(file.read())
