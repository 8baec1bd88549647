"""Dates in English text, as (day, month, year) with the parts that are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = (
    "January February March April May June July August September October November December"
).split()
_SHORT = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sept": 9, "Sep": 9}
_SHORT |= {"Oct": 10, "Nov": 11, "Dec": 12}
_MONTHS = {name.lower(): n for n, name in enumerate(_NAMES, 1)} | {
    short.lower(): n for short, n in _SHORT.items()
}
# Capitalised or all capitals: "may" and "march" are verbs.
_MONTH = "(?:" + "|".join(f"{m}|{m.upper()}" for m in [*_NAMES, *_SHORT]) + r")\b\.?"
_ALONE = "(?:" + "|".join(name for name in _NAMES if name not in ("March", "May")) + r")\b"
# Outlets of the Levant and the Gulf write a month twice ("June / Haziran"); translators keep it.
# Where both halves are months and differ ("April/March") a translator took one for the other.
_TWIN = rf"(?: ?/ ?(?:(?P<twin>{_MONTH})|[A-Z][a-z]+))?"
# "on January 1500 metres were": what is counted is no year.
_NO_UNIT = (
    r"(?! ?(?:met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|tons?|tonnes?|people|persons|men"
    r"|women|children|hours?|days?|percent|dollars?|euros?|troops|soldiers|barrels?)\b)"
)
_YEAR = (
    r"(?:,? (?:of )?(?P<year>(?:1[5-9]|20)\d\d)\b(?!,\d)"
    rf"{_NO_UNIT}"
    r"|,? (?:of )?(?P<relative>last|this|next) year\b)?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>(?:1[5-9]|20)\d\d([-/])(?:0?[1-9]|1[0-2])\2\d{1,2})\b",
        r"(?<![\d/.])(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.(?:1[5-9]|20)\d\d)"
        r"(?![\d/]|\.\d)",
        r"(?<![\d/])(?P<attacks>9/11)(?![\d/])",
        rf"\b(?P<days>{_DAY}(?:(?: ?[-–] ?| to | and |, ){_DAY}){{0,6}})(?: of|-)? ?"
        rf"(?P<month>{_MONTH}){_TWIN}{_YEAR}",
        rf"\b(?P<month>{_MONTH}){_TWIN}(?: (?:the )?|, (?=\d{{1,2}}(?:st|nd|rd|th)))"
        rf"(?P<days>{_DAY}(?:(?: ?[-–] ?| to | through | until ){_DAY})?)"
        rf"(?![\d%:]|[.,]\d){_YEAR}",
        rf"\b(?P<month>{_MONTH}){_TWIN}"
        r",? (?:of )?(?:(?P<year>(?:1[5-9]|20)\d\d)\b(?!,\d)"
        rf"{_NO_UNIT}|(?P<relative>last|this|next) year\b)",
        r"\b(?:[Ii]n|[Oo]n|[Oo]f|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate"
        r"|[Mm]id|[Ff]rom|[Dd]uring|and|to|to late|to early)[ -]"
        rf"(?P<month>May|March|{_ALONE})\b{_TWIN}(?! \d{{1,2}}(?!\d))",
        rf"\b(?P<month>{_ALONE}|(?:March|May)(?= ?/ ?{_MONTH})){_TWIN}(?! \d{{1,2}}(?!\d))",
    )
)
_RELATIVE = re.compile(
    r"\b(?:(?P<day>yesterday|today|tomorrow|tonight)"
    r"|(?P<side>last|past|previous|next|coming|following)"
    r" (?P<span>night|week|weekend|month|year|quarter|decade|century))\b",
    re.IGNORECASE,
)
_SIDES = {"past": "last", "previous": "last", "coming": "next", "following": "next"}


@dataclass(frozen=True)
class DateMention:
    """A written date: `year` is digits or "last", "this", "next"; parts not written are None.

    `swapped` marks the two readings of 3/4/2024, in either order of day and month; `twin` is the
    other month of "April/March".
    """

    text: str
    start: int
    end: int
    day: int | None
    month: int | None
    year: str | None
    swapped: bool = False
    twin: int | None = None

    def covered_by(self, other: DateMention) -> bool:
        """Tell whether every written part of this date is written in that one too.

        "June 25" is covered by "June 25, 2022"; "June 25, 2022" is not covered by "June 25", even
        where 2022 stands elsewhere: putting the two together is a claim the source does not make.
        """
        names = ("day", "month", "year", "twin")
        pairs = ((getattr(self, name), getattr(other, name)) for name in names)
        return all(mine is None or mine == theirs for mine, theirs in pairs)


def dates(text: str) -> list[DateMention]:
    """Return the dates of a folded English text; a range ("25-27 June") gives one for each day."""
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            taken = any(match.start() < d.end and d.start < match.end() for d in found)
            if not taken:
                found.extend(_mentions(match))
    return sorted(found, key=lambda mention: mention.start)


def relative_dates(text: str) -> Iterator[tuple[str, str]]:
    """Yield (words as written, normal form) of "yesterday", "previous year" and their like."""
    for match in _RELATIVE.finditer(text):
        if day := match["day"]:
            yield match[0], day.lower()
        else:
            side = match["side"].lower()
            yield match[0], f"{_SIDES.get(side, side)} {match['span'].lower()}"


def _mentions(match: re.Match[str]) -> Iterator[DateMention]:
    groups = match.groupdict()
    where = (match[0].strip(), match.start(), match.end())
    if groups.get("iso"):
        year, month, day = re.split("[-/]", groups["iso"])
        yield DateMention(*where, int(day), int(month), year)
    elif groups.get("slashed"):
        first, second, year = re.split("[/.]", groups["slashed"])
        year = _full_year(year)
        # 3/4/2024 is March in one country and April in the other: either reading may hold.
        readings = [(int(first), int(second)), (int(second), int(first))]
        likely = [(day, month) for day, month in dict.fromkeys(readings) if _is_day(day, month)]
        for day, month in likely:
            yield DateMention(*where, day, month, year, swapped=len(likely) > 1)
    elif groups.get("attacks"):  # of 11 September
        yield DateMention(*where, 11, 9, None)
    else:
        month = _month_number(groups["month"])
        twin = _month_number(groups["twin"]) if groups.get("twin") else None
        year = groups.get("year") or groups.get("relative")
        if not groups.get("days") and not year:  # leave out the "in" that told it from a verb
            start, end = match.start("month"), match.end("twin" if twin else "month")
            where = (match.string[start:end], start, end)
        for day in re.findall(r"\d+", groups.get("days") or "") or [None]:
            number, other = int(day) if day else None, twin if twin != month else None
            yield DateMention(*where, number, month, year, twin=other)


def _month_number(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _full_year(year: str) -> str:
    """Return 1998 for 98 and 2022 for 22, as Python's `strptime` does (POSIX: 69 begins 1969)."""
    if len(year) == 4:
        return year
    return f"{20 if int(year) < 69 else 19}{year}"
