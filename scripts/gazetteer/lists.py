"""The project's own lists, and what CLDR adds to the countries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from scripts.gazetteer.forms import nisba, peoples

LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Form:
    """One way to write one thing. `rank` orders the meanings of a form (more is likelier)."""

    language: str
    text: str
    entity: str
    kind: str
    rank: int
    weak: bool = False
    preferred: bool = False


def own_forms() -> Iterator[Form]:
    """Yield the forms of every list in `lists/`, and those of CLDR for its territories."""
    for path in sorted(LISTS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield from _forms(line, "country:" if path.stem == "countries" else "")


def _forms(line: str, prefix: str) -> Iterator[Form]:
    """Yield the forms of one line: id, English, English peoples, Arabic, Arabic nisba."""
    identity, *columns = (part.strip() for part in line.split("\t"))
    english, demonyms, arabic, adjectives = (_split(column) for column in _padded(columns))
    entity = prefix + identity
    kind = entity.partition(":")[0]
    if kind == "country":
        english, arabic = _with_cldr(identity, english, arabic)
    adjective = "demonym" if kind in ("country", "city", "region", "place") else kind
    yield from _of("english", english, entity, kind)
    yield from _of("arabic", arabic, entity, kind)
    yield from _of("english", demonyms, entity, adjective, peoples)
    yield from _of("arabic", adjectives, entity, adjective, nisba)


def _padded(columns: list[str]) -> list[str]:
    """Lists without adjectives have two columns: English and Arabic."""
    if len(columns) == 2:
        return [columns[0], "", columns[1], ""]
    return [*columns, *[""] * (4 - len(columns))]


def _split(column: str) -> list[str]:
    return [part.strip() for part in column.split("|") if part.strip()]


def _of(
    language: str, texts: Iterable[str], entity: str, kind: str, forms=lambda text: (text,)
) -> Iterator[Form]:
    rank = {"country": 9, "demonym": 8, "name": 1}.get(kind, 5)
    for place, text in enumerate(texts):
        # Given names of Arabic are words of it, too.
        weak = text.startswith("~") or (kind == "name" and language == "arabic")
        for number, form in enumerate(forms(text.removeprefix("~"))):
            yield Form(language, form, entity, kind, rank, weak, place == number == 0)


def _with_cldr(code: str, english: list[str], arabic: list[str]) -> tuple[list[str], list[str]]:
    """Put the names of CLDR first, unless the list has its own order for them or they carry what
    no text says ("SAR China")."""
    names = [Locale(language).territories.get(code, "") for language in ("en", "ar")]
    said = [
        name if "(" not in name and "SAR" not in name and " - " not in name else ""
        for name in names
    ]
    weak = any(text == "~" + said[1] for text in arabic)
    first = [] if said[0] in english else _and(said[0])
    return [*first, *english], [*([] if weak else _and(said[1])), *arabic]


def _and(name: str) -> list[str]:
    """Return a name of CLDR as texts have it: "Bosnia & Herzegovina" is written with "and"."""
    if not name:
        return []
    return [name.replace(" & ", " and ").replace("’", "'"), *([name] if "&" in name else [])]
