"""Errors as machines make them, put into good English: each kind a function of text and chance.

A change returns the text with one thing wrong, or None where the text has nothing of that kind. All
choices come from the given `random.Random`, so that a run can be repeated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.corruption_words import (
    CURRENCIES,
    LISTS,
    MONTHS,
    NEGATIONS,
    NUMBER_WORDS,
    OFFICES,
    ORDINALS,
    PEOPLE,
    SCALES,
    SYMBOLS,
    TITLES,
    WEEKDAYS,
)

Change = Callable[[str, random.Random], str | None]

NUMBER_CHECKS = frozenset({"number", "number_missing", "unit", "money", "hedge"})
DATE_CHECKS = frozenset({"date", "date_missing", "weekday", "time"})
NAME_CHECKS = frozenset({"name", "name_doubtful", "name_missing", "spelling", "glossary"})

# A year as news writes it; a number on its own that is no year, date, score or part of a name.
_YEAR = re.compile(r"(?<![\w.,$€£/-])(?:1[5-9]|20)\d\d(?![\w%-]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\w/])\d+(?:[.,]\d+)*(?![\w/])")
_CAPITALS = re.compile(r"(?<=[a-z,] )[A-Z][a-zé]{2,}(?: [A-Z][a-zé]{2,}){0,2}(?=[ ,.])")
_NOT = re.compile(r"\b(?:can't|won't)|n't\b|(?<! or) not\b(?! even)", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|was|are|were|will|has|have|had|can|could|would)\b(?! not|n't)")
_OFFICES = "|".join(OFFICES)
_TITLED = re.compile(rf"\b(?:{'|'.join(TITLES)})[ -](?=[A-Z]|(?:{_OFFICES})\b)")
_OFFICE = re.compile(rf"(?<=\b[Tt]he )(?=(?:{_OFFICES})\b)", re.IGNORECASE)
_END = re.compile(r"[\s.!?…\"'”’)]*$")
_NO_NAMES = frozenset({*MONTHS, *WEEKDAYS})


@dataclass(frozen=True)
class Kind:
    """One kind of error: how it is made, and the checks that should be the ones to find it."""

    name: str
    change: Change
    checks: frozenset[str]


def corrupted(kind: Kind, text: str, seed: str) -> str | None:
    """Return `text` with one error of this kind, always the same one for the same seed."""
    wrong = kind.change(text, random.Random(f"{kind.name}|{seed}"))
    return wrong if wrong != text else None


def swap(choices: Sequence[str], flags: int = 0, after: str = "", before: str = "") -> Change:
    """Return a change of one of these words into another of them that the text does not have."""
    alternatives = "|".join(map(re.escape, sorted(choices, key=len, reverse=True)))
    pattern = re.compile(rf"{after}(?<![\w-])({alternatives})(?![\w-]){before}", flags)

    def change(text: str, chance: random.Random) -> str | None:
        match = _one(pattern, text, chance)
        others = [word for word in choices if word.lower() not in text.lower()]
        if match is None or not others:
            return None
        other = chance.choice(others)
        other = _capital(other) if match[1][0].isupper() else other
        return _put(text, match.span(1), other)

    return change


def digit(text: str, chance: random.Random) -> str | None:
    """Change one digit of a number that is not a year."""
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.match(text, m.start())]
    if not found:
        return None
    match = chance.choice(found)
    place = chance.choice([i for i in range(*match.span()) if text[i].isdigit()])
    others = [str(n) for n in range(place == match.start(), 10) if str(n) != text[place]]
    return _put(text, (place, place + 1), chance.choice(others))


def year(text: str, chance: random.Random) -> str | None:
    """Change a year by one to nine."""
    match = _one(_YEAR, text, chance)
    return match and _put(text, match.span(), str(int(match[0]) - chance.randint(1, 9)))


def year_added(text: str, chance: random.Random) -> str | None:
    """Add a year that the text does not have."""
    added = next(y for y in chance.sample(range(1991, 2020), 20) if str(y) not in text)
    return _appended(text, f" in {added}")


def percent(text: str, chance: random.Random) -> str | None:
    """Make a percentage a bare number."""
    match = _one(re.compile(r"(?<=\d)(?:%| per ?cent\b)"), text, chance)
    return match and _put(text, match.span(), "")


def symbol(text: str, chance: random.Random) -> str | None:
    """Change a currency, be it a sign or a word."""
    match = _one(re.compile(r"[$€£](?=\d)"), text, chance)
    if match is None:
        return swap(CURRENCIES)(text, chance)
    return _put(text, match.span(), chance.choice([s for s in SYMBOLS if s != match[0]]))


def any_name(text: str, chance: random.Random) -> str | None:
    """Replace a name that is in no list by a family name."""
    match = _unlisted(text, chance)
    return match and _put(text, match.span(), chance.choice(PEOPLE))


def name_dropped(text: str, chance: random.Random) -> str | None:
    """Leave out a name of any kind, with the word before it where that is a preposition."""
    pattern = re.compile(rf"(?: (?:in|of|from|at|by|with|the))* ({_CAPITALS.pattern})")
    match = _one(pattern, text, chance)
    return match and _put(text, match.span(), "") if match and _is_name(match[1]) else None


def name_added(text: str, chance: random.Random) -> str | None:
    """Add a country, city or person that the text does not have."""
    names = (*LISTS["country"], *LISTS["city"], *PEOPLE)
    added = next(name for name in chance.sample(names, 40) if name not in text)
    return _appended(text, f" {chance.choice(('in', 'from', 'with'))} {added}")


def negation_removed(text: str, chance: random.Random) -> str | None:
    """Take one negation away."""
    denying = "|".join(NEGATIONS)
    words = re.compile(rf"\b(?:{denying})\b(?! longer| (?:one|doubt)\b|\.? ?\d)", re.IGNORECASE)
    found = [*_NOT.finditer(text), *(m for m in words.finditer(text) if "'" not in m[0])]
    if not found or "not only" in text or " nor " in text:
        return None
    match = chance.choice(found)
    plain = NEGATIONS.get(match[0].lower(), "")
    return _put(text, match.span(), _capital(plain) if match[0][0].isupper() else plain)


def negation_added(text: str, chance: random.Random) -> str | None:
    """Deny what a text says that has no negation."""
    if _NOT.search(text):
        return None
    match = _one(_VERB, text, chance)
    return match and _put(text, match.span(), f"{match[0]} not")


def title_dropped(text: str, chance: random.Random) -> str | None:
    """Leave out "former" and its like before an office or a name."""
    match = _one(_TITLED, text, chance)
    return match and _put(text, match.span(), "")


def title_added(text: str, chance: random.Random) -> str | None:
    """Make the holder of an office a former one."""
    match = _one(_OFFICE, text, chance)
    return match and _put(text, match.span(), "former ")


def _capital(words: str) -> str:
    """Return words that begin with a capital; those within, as of "New York", stay."""
    return words[:1].upper() + words[1:]


def _is_name(found: str) -> bool:
    return not _NO_NAMES & {*found.split()}


def _unlisted(text: str, chance: random.Random) -> re.Match[str] | None:
    listed = {word for names in LISTS.values() for name in names for word in name.split()}
    found = [m for m in _CAPITALS.finditer(text) if not listed & {*m[0].split()} and _is_name(m[0])]
    return chance.choice(found) if found else None


def _one(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _appended(text: str, words: str) -> str:
    place = _END.search(text).start()
    return _put(text, (place, place), words)


KINDS = (
    Kind("digit changed", digit, NUMBER_CHECKS | DATE_CHECKS),
    Kind("number word changed", swap(NUMBER_WORDS, re.IGNORECASE), NUMBER_CHECKS | DATE_CHECKS),
    Kind("ordinal changed", swap(ORDINALS, re.IGNORECASE), NUMBER_CHECKS | DATE_CHECKS),
    Kind("scale changed", swap(SCALES), NUMBER_CHECKS),
    Kind("percent dropped", percent, NUMBER_CHECKS),
    Kind("currency changed", symbol, NUMBER_CHECKS),
    Kind("month changed", swap(MONTHS, after=r"(?:\b[Ii]n |\d |(?<=^)|\b)"), DATE_CHECKS),
    Kind("weekday changed", swap(WEEKDAYS), DATE_CHECKS),
    Kind("year changed", year, DATE_CHECKS | NUMBER_CHECKS),
    Kind("year added", year_added, DATE_CHECKS | NUMBER_CHECKS),
    *(Kind(f"{kind} replaced", swap(names), NAME_CHECKS) for kind, names in LISTS.items()),
    Kind("other name replaced", any_name, NAME_CHECKS),
    Kind("name dropped", name_dropped, NAME_CHECKS),
    Kind("name added", name_added, NAME_CHECKS),
    Kind("negation removed", negation_removed, frozenset({"negation"})),
    Kind("negation added", negation_added, frozenset({"negation"})),
    Kind("title dropped", title_dropped, frozenset({"title"})),
    Kind("title added", title_added, frozenset({"title"})),
)
