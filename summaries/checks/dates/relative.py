"""Relative dates that contradict each other: «الأسبوع المقبل» and "next month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.checks.arabic import fold
from summaries.checks.base import Span
from summaries.checks.dates.moment_sides import Side

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650, "century": 36500}
# A week is seven days and a year twelve months: only what is further apart is contradictory.
_CLOSE = 1.3
_NAMES = {-2: "the day before yesterday", -1: "yesterday", 0: "today", 1: "tomorrow"}
_NAMES |= {2: "the day after tomorrow"}
_SIDES = {-1: "last", 0: "this", 1: "next"}
_WORDS = "one two three four five six seven eight nine ten".split()
_COUNTS = {word: n for n, word in enumerate(_WORDS, 1)} | {"a": 1, "an": 1}
_AGO = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}}) (?P<unit>day|week|month|year|decade)s? "
    r"(?:(?P<past>ago)|from now)\b",
    re.IGNORECASE,
)
_ONES = {
    "يوم": "day",
    "اسبوع": "week",
    "شهر": "month",
    "عام": "year",
    "سنه": "year",
    "عقد": "decade",
}
_DUALS = {"يومين": "day", "اسبوعين": "week", "شهرين": "month", "عامين": "year", "سنتين": "year"}
_DUALS |= {"عقدين": "decade"}
_PLURALS = {"ايام": "day", "اسابيع": "week", "اشهر": "month", "شهور": "month", "اعوام": "year"}
_PLURALS |= {"سنوات": "year", "عقود": "decade"}
_FEW = "ثلاث|اربع|خمس|ست|سبع|ثماني?|تسع|عشر".split("|")
_FEW_WORDS = "|".join(f"(?P<n{n}>{word}ه?)" for n, word in enumerate(_FEW, 3))
_BEFORE = re.compile(
    rf"(?<!\w)[وف]?(?P<side>قبل|بعد) (?:نحو |حوالي )?(?:(?P<one>{'|'.join(_ONES)})"
    rf"|(?P<two>{'|'.join(_DUALS)})"
    rf"|(?:(?P<figure>\d{{1,2}})|{_FEW_WORDS})"
    rf" (?P<many>{'|'.join(_PLURALS)}))(?! (?:من|علي)(?!\w))(?!\w)"
)


@dataclass(frozen=True)
class Distance:
    """`count` units before (negative) or after the article's day, and the words that say so.

    `counted` tells "two weeks ago" from "last week".
    """

    span: Span
    count: int
    unit: str
    counted: bool = False

    @property
    def english(self) -> str:
        """The distance in English words: "yesterday", "next week", "two months ago"."""
        if self.counted:
            number = abs(self.count)
            word = _WORDS[number - 1] if number <= len(_WORDS) else str(number)
            unit = f"{self.unit}s" if number > 1 else self.unit
            return f"{word} {unit} {'ago' if self.count < 0 else 'from now'}"
        return _NAMES[self.count] if self.unit == "day" else f"{_SIDES[self.count]} {self.unit}"

    def may_replace(self, words: str) -> bool:
        """Tell whether the words stand alone, and not after "the" as "following week" does."""
        return self.counted or self.unit == "day" or words.lower().startswith(("last ", "next "))


def cased(words: str, like: str) -> str:
    """Return words with a capital where those that they replace begin with one."""
    return words[:1].upper() + words[1:] if like[:1].isupper() else words


def contradiction(english: Side, arabic: Side) -> tuple[Distance, Distance] | None:
    """Return the one relative date of each text where they cannot mean the same, else None.

    Texts with several are left: which stands for which is unknown.
    """
    said = [*_of_moments(english), *_english(english.text)]
    if len(said) != 1 or _is_unclear(english) or _is_unclear(arabic):
        return None
    meant = [*_of_moments(arabic), *_arabic(arabic)]
    if len(meant) != 1 or not _contradict(said[0], meant[0]):
        return None
    return said[0], meant[0]


def _is_unclear(text: Side) -> bool:
    """Tell whether a relative year belongs to a date, or a distance is of a century."""
    return any(m.month or m.century for m in text.distances)


def _of_moments(text: Side) -> Iterator[Distance]:
    for moment in text.distances:
        yield Distance(moment.span, moment.relative or 0, moment.unit)


def _english(text: str) -> Iterator[Distance]:
    for match in _AGO.finditer(text):
        word = match["count"].lower()
        count = _COUNTS.get(word) or int(word)
        sign = -1 if match["past"] else 1
        yield Distance(Span(*match.span()), sign * count, match["unit"].lower(), counted=True)


def _arabic(text: Side) -> Iterator[Distance]:
    folded = fold(text.original)
    for match in _BEFORE.finditer(folded.text):
        count, unit = _counted(match)
        sign = -1 if match["side"] == "قبل" else 1
        span = folded.span(match.start("side"), match.end())
        yield Distance(span, sign * count, unit, counted=True)


def _counted(match: re.Match[str]) -> tuple[int, str]:
    if match["one"]:
        return 1, _ONES[match["one"]]
    if match["two"]:
        return 2, _DUALS[match["two"]]
    word = next((n for n in range(3, 11) if match[f"n{n}"]), 0)
    return int(match["figure"] or word), _PLURALS[match["many"]]


def _contradict(said: Distance, meant: Distance) -> bool:
    if said.counted != meant.counted:
        return said.count * meant.count < 0
    if said.counted:
        # Two counts are numbers, whose units are compared with them; "a month" is none.
        days = sorted(abs(d.count) * _DAYS[d.unit] for d in (said, meant))
        is_lone = 1 in (abs(said.count), abs(meant.count))
        apart = is_lone and said.unit != meant.unit and days[1] > _CLOSE * days[0]
        # «بعد» is "after" as often as "from now".
        return apart and said.count * meant.count > 0
    return (said.count, said.unit) != (meant.count, meant.unit)
