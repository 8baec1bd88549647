"""Dates and times in Arabic text.

Dates are read around the names of months, looking a little to the left for days and to the right
for a year; what remains is searched for figures ("25/6/2022"), years, decades and so on. All
patterns read the folded text (`arabic.fold`), so hamzas, «ة» and «ى» are gone from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from summaries.checks.arabic import Folded, fold
from summaries.checks.base import Span
from summaries.checks.dates import arabic_periods, arabic_times
from summaries.checks.dates.arabic_periods import YEAR_AFTER, year_of
from summaries.checks.dates.moments import Moment
from summaries.checks.dates.months import AMBIGUOUS
from summaries.engine.text.months import GREGORIAN, HIJRI_PATTERNS

_UNITS = "الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر".split("|")
_TEENS = "الحادي|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع".split("|")
_ORDINALS = (
    {word: n for n, word in enumerate(_UNITS, 1)}
    | {f"{word} عشر": n for n, word in enumerate(_TEENS, 11)}
    | {f"{word} و{tens}": n for tens in ("العشرين", "العشرون") for n, word in enumerate(_TEENS, 21)}
    | dict.fromkeys(("العشرين", "العشرون"), 20)
    | dict.fromkeys(("الثلاثين", "الثلاثون"), 30)
    | {f"الحادي و{tens}": 31 for tens in ("الثلاثين", "الثلاثون")}
    | {"اول": 1, "غره": 1}
)
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
# «للسابع» is «ل» and «السابع».
_DAY = (
    rf"(?:(?<!\d)(?<!\d[.,/])(?:ال(?:[ـ-] ?)?)?(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?<!كانون )(?<!تشرين )(?<!ربيع )(?:{_ORDINAL})(?!\w))"
)
_DAYS_BEFORE = re.compile(
    rf"(?:(?<!\w)|(?<=[وبل]))(?:{_DAY}(?: ?[-–] ?| (?:و ?|الي |حتي |او )|، ?)){{0,6}}{_DAY}"
    r" ?(?:من )?(?:شهر )?[-/]? ?$"
)
# "The second half of March" is no second of March.
_OTHER_NOUN = re.compile(r"(?<!\w)[وفبل]?(?:ال|لل)(?:نصف|اسبوع|ربع|ثلث|عقد|شهر|جزء|شطر) $")
_ONE_DAY = re.compile(rf"\d{{1,2}}|(?:{_ORDINAL})(?!\w)")
_NAMES = "|".join(sorted(GREGORIAN, key=len, reverse=True))
_MONTH = re.compile(rf"(?<!\w)(?P<clitic>[وف]?[بلك]?)(?P<name>{_NAMES})(?!\w)")
_HIJRI = re.compile(
    r"(?<!\w)(?P<clitic>[وف]?[بلك]?)(?:"
    + "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(HIJRI_PATTERNS, 1))
    + r")(?!\w)"
)
_TWIN = re.compile(rf" ?[-/(–] ?(?P<name>{_NAMES})(?!\w)(?: ?\))?")
_DAY_AFTER = re.compile(r" (?P<day>0?[1-9]|[12]\d|3[01])(?=[,،]? ?(?:[12]\d{3})(?!\d))[,،]?")
_NEAR = 70  # characters before a month in which its days are looked for
_AND = re.compile(r"(?<!\w)و$")
_CUE = re.compile(
    r"(?:[وبل]|شهر|شهري|في|منذ|حتي|الي|خلال|اواخر|اوائل|مطلع|منتصف|نهايه|بدايه|من|بين|قبل|بعد) ?$"
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:1[3-9]|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<c>(?:1[3-9]|20)\d\d)"
    r"|(?P<e>\d{1,2})/(?P<f>\d{1,2})/(?P<g>\d\d))(?![\d/])(?![.-]\d)(?P<era> ?هـ?(?!\w))?"
)


@lru_cache(maxsize=512)
def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates and times of a text in order; their spans do not overlap."""
    folded = fold(text)
    found: list[Moment] = []
    taken = bytearray(len(folded.text))
    for read in (_numeric, _hijri, _gregorian, arabic_times.read, arabic_periods.read):
        for start, end, moment in read(folded):
            if start < end and not any(taken[start:end]):
                placed = replace(moment, span=folded.span(start, end))
                if not _is_father(text, placed):
                    taken[start:end] = b"\1" * (end - start)
                    found.append(placed)
    return tuple(sorted(found, key=lambda moment: moment.span))


_Found = tuple[int, int, Moment]
_NOWHERE = Span(0, 0)


def _numeric(folded: Folded) -> Iterator[_Found]:
    for match in _NUMERIC.finditer(folded.text):
        if match["y"]:
            year, month, day = match["y"], match["m"], match["d"]
        elif match["c"]:
            day, month, year = match["a"], match["b"], match["c"]
        else:
            day, month, year = match["e"], match["f"], match["g"]
        moment = numeric_date(int(day), int(month), int(year), ordered=bool(match["y"]))
        if moment:
            is_hijri = bool(match["era"]) or (moment.year or 0) < 1500
            yield *match.span(), replace(moment, calendar="hijri") if is_hijri else moment


def numeric_date(day: int, month: int, year: int, ordered: bool = False) -> Moment | None:
    """Return the date of three figures, or None; day and month may have changed places."""
    if year < 100:
        year += 2000 if year < 50 else 1900
    if month > 12 and not ordered:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment(_NOWHERE, day, month, year, swapped=not ordered and day <= 12)


def _gregorian(folded: Folded) -> Iterator[_Found]:
    for match in _MONTH.finditer(folded.text):
        month = GREGORIAN[match["name"]]
        end = match.end()
        twin = _TWIN.match(folded.text, end)
        doubled = bool(twin) and GREGORIAN[twin["name"]] == month
        if twin and doubled:
            end = twin.end()
        yield from _around(folded, match, end, month, sure=doubled)


def _hijri(folded: Folded) -> Iterator[_Found]:
    for match in _HIJRI.finditer(folded.text):
        month = int(match.lastgroup[1:]) if match.lastgroup else 0
        for start, end, moment in _around(folded, match, match.end(), month, sure=False):
            year = moment.year
            is_hijri_year = year is not None and 1 <= year < 1600
            if moment.day or is_hijri_year:
                kept = year if is_hijri_year else None
                yield start, end, replace(moment, calendar="hijri", year=kept)


def _around(
    folded: Folded, match: re.Match[str], end: int, month: int, sure: bool
) -> Iterator[_Found]:
    """Yield the dates of one month: a moment for each of its days, or one for the month."""
    text, start = folded.text, match.start("clitic") + len(match["clitic"])
    left = max(0, match.start() - _NEAR)
    before = None if match["clitic"] else _DAYS_BEFORE.search(text[left : match.start()])
    days, starts = [], [start]
    if before and not _OTHER_NOUN.search(text[left : left + before.start()]):
        places = list(_ONE_DAY.finditer(before[0]))
        days = [_ORDINALS.get(place[0]) or int(place[0]) for place in places]
        starts = [left + before.start() + place.start() for place in places]
    elif after := _DAY_AFTER.match(text, end):
        days, end = [int(after["day"])], after.end()
    cue = sure or bool(days) or _has_cue(text[max(0, start - 10) : start], text[start:end])
    year, relative, end = _year_after(text, end)
    dated = bool(days) or year is not None
    # «مارس» alone may be "practised", «مايو» a surname: they agree with the month, and no more.
    loose = not (cue or dated or relative is not None)
    unit = "year" if relative is not None else "day"
    ends = [*starts[1:], end]
    for day, begin, stop in zip(days or [None], starts, ends, strict=True):
        yield (
            begin,
            stop,
            Moment(_NOWHERE, day, month, year, relative=relative, unit=unit, loose=loose),
        )


def _has_cue(before: str, name: str) -> bool:
    return bool(_CUE.search(before)) and not (name in AMBIGUOUS and _AND.search(before))


def _year_after(text: str, end: int) -> tuple[int | None, int | None, int]:
    found = YEAR_AFTER.match(text, end)
    if not found:
        return None, None, end
    year, relative = year_of(found)
    return year, relative, found.end()


def _is_father(text: str, moment: Moment) -> bool:
    """Tell «أب» and «اب», "father", from «آب», August: they need a day or a year to be one."""
    if moment.month != 8 or moment.day or moment.year:
        return False
    return "ب" in moment.span.of(text) and "آ" not in moment.span.of(text)
