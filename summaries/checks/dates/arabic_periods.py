"""Years, decades, centuries, weekdays and relative dates in folded Arabic text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.arabic import Folded
from summaries.checks.base import Span
from summaries.checks.dates.moments import Moment
from summaries.checks.dates.months import WEEKDAYS

_NOWHERE = Span(0, 0)
_Found = tuple[int, int, Moment]

_PAST = r"(?:ال(?:ماضي|فائت|فايت|منصرم|سابق|اسبق)(?:ه|ين)?)"
_NEXT = r"(?:ال(?:مقبل|قادم|اتي|تالي|لاحق)(?:ه|ين)?)"
_NOW = r"(?:ال(?:حالي|جاري|حاليه|جاريه))"
_SIDES = {"past": -1, "next": 1, "now": 0}
_SIDE = rf"(?:(?P<past>{_PAST})|(?P<next>{_NEXT})|(?P<now>{_NOW}))"
_YEAR_WORD = r"(?:لل|ال|ل|ب)?(?:عام|سنه)"
_FIGURES = (
    r"(?P<year>[12]\d{3})(?![\d:%]|[.,/]\d)"
    r"(?P<era> ?(?:هـ?|هجري\w*|للهجره|بالهجري|م|ميلادي\w*|للميلاد)(?!\w))?"
)
# What follows a month: "2022", "من عام 2022", "(2022)", "من العام الماضي".
YEAR_AFTER = re.compile(
    rf"(?:[,،]? ?[-/(]? ?(?:من |في )?(?:{_YEAR_WORD} )?{_FIGURES}"
    rf"| (?:من |في )?(?:{_YEAR_WORD} {_SIDE}|(?P<this>هذ[اه] ال(?:عام|سنه)))(?!\w))"
)
_YEARS = re.compile(
    rf"(?<![\d.,/:$€£-])(?P<cue>(?<!\w)[وبفل]?(?:ال)?"
    rf"(?:عام|عامي|عاما|سنه|سنتي|سنوات|اعوام|موسم) \(?)?{_FIGURES}"
    r"(?:[-/–](?P<second>\d\d(?:\d\d)?)(?!\d|[.,/-]\d))?"
)
_LIST_CUE = re.compile(
    r"(?:(?<!\w)(?:عامي|سنتي|الاعوام|اعوام|سنوات|بين|عام|سنه|منذ|في|حتي)"
    r"(?: \d{4})? ?(?:و|الي|حتي|او|-|،) ?(?:عام |سنه )?)$"
)
_TIGHT = re.compile(r"(?<!\w)(?:في|منذ|حتي|خلال|بين|قبل|بعد|من|الي|نسخه|دوره|بطوله|انتخابات)\s$")
# A year is not followed by what is counted: a verb, a preposition, «ال», «و» or a mark comes next.
_NOT_COUNTED = re.compile(
    r" ?(?:$|[^\w\s%$€£°]|\n)| (?:و|ال|لل|ف|[بل]\w|(?:في|من|الي|علي|عن|مع|كان\w*|ان|حيث|بعد|قبل|حتي"
    r"|عندما|هو|هي|ثم|او|ام|لم|لن|لا|ما|قد|عند|ضد|بين|منذ|خلال|تم\w*|حين\w*|ك\w+|ي\w+|ت\w+)(?!\w))"
)
_COUNTED_BEFORE = re.compile(
    r"(?:(?:نحو|حوالي|زهاء|قرابه|من|رقم|بلغ|بقيمه|عدد\w*|تجاوز\w*|يفوق) |[$€£] ?)$"
)
_EARLIEST, _EARLIEST_BARE, _LATEST = 1000, 1700, 2100
_LONGEST = 80  # years of a span written as "1939-45"; "2005-96" is none
_DECADES = {
    "عشرين": 20,
    "ثلاثين": 30,
    "اربعين": 40,
    "خمسين": 50,
    "ستين": 60,
    "سبعين": 70,
    "ثمانين": 80,
    "تسعين": 90,
}
_UNITS = "الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر".split("|")
_CENTURY_WORDS = (
    {word: n for n, word in enumerate(_UNITS, 1)}
    | {f"{word} عشر": n for n, word in enumerate(["الحادي", *_UNITS[1:9]], 11)}
    | {"العشرين": 20, "العشرون": 20}
    | {f"{word} والعشرين": n for n, word in enumerate(["الحادي", *_UNITS[1:9]], 21)}
)
_ORDINAL = "|".join(sorted(_CENTURY_WORDS, key=len, reverse=True))
_NTH = rf"(?:(?P<nth>{_ORDINAL})(?!\w)|(?:ال)?[-ـ ]{{0,2}}(?P<figure>\d{{1,2}})(?!\d))"
_DECADE = re.compile(
    r"(?<!\w)[وبفل]?(?:ال|لل)?(?P<tens>"
    + "|".join(_DECADES)
    + r")ي?ات(?!\w)(?: (?:من )?القرن (?:(?P<last>الماضي|الفائت|المنصرم)|"
    + _NTH
    + r"))?(?P<age> (?:من )?(?:ال)?عمر)?"
)
_CENTURY = re.compile(
    rf"(?<!\w)[وبفلك]?(?:ال|لل)?(?:قرن|قرنين) (?:{_NTH}|(?P<last>الماضي|المنصرم))"
)
_SECOND_CENTURY = re.compile(rf" (?:و|الي |حتي |او ){_NTH}")
_WEEKDAY = re.compile(
    r"(?<!\w)(?P<cue>(?:يوم|يومي|ايام|مساء|صباح|فجر|ظهر|ليله|نهار|عصر|امس|اليوم|غدا|غد) )?"
    r"(?P<clitic>[وفبل]?)(?P<name>" + "|".join(WEEKDAYS) + r")(?!\w)"
)
_CLEAR_DAYS = ("الثلاثاء", "الاربعاء", "السبت", "الاحد", "الخميس", "الجمعه")
_WEEKLY = re.compile(r"(?:صلا[هت]|خطب[هت]|مسجد|جامع|محمد|احمد) $")
_RELATIVE_DAYS = {"امس الاول": -2, "اول امس": -2, "اول من امس": -2, "قبل امس": -2, "امس": -1}
_RELATIVE_DAYS |= {
    "الامس": -1,
    "البارحه": -1,
    "بعد غد": 2,
    "غدا": 1,
    "الغد": 1,
    "اليوم": 0,
    "غد": 1,
}
_RELATIVE_DAY = re.compile(
    r"(?<!\w)[وفب]?(?P<word>" + "|".join(sorted(_RELATIVE_DAYS, key=len, reverse=True)) + r")(?!\w)"
)
_SPANS = {
    "يوم": "day",
    "ليله": "day",
    "اسبوع": "week",
    "شهر": "month",
    "عام": "year",
    "سنه": "year",
}
_SPANS |= {"عقد": "decade", "قرن": "century"}
_RELATIVE_SPAN = re.compile(
    rf"(?<!\w)[وفب]?(?:ال|لل)(?P<unit>{'|'.join(_SPANS)}) {_SIDE}(?!\w)"
    rf"|(?<!\w)هذ[اه] ال(?P<this>{'|'.join(_SPANS)})(?!\w)"
)


def year_of(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the year, or the distance in years, of a match of `YEAR_AFTER`."""
    if match["year"]:
        return int(match["year"]), None
    return None, 0 if match["this"] else _side(match)


def read(folded: Folded) -> Iterator[_Found]:
    """Yield (start, end, moment) of the periods and relative dates of a folded text."""
    for reader in (_decades, _centuries, _years, _spans, _weekdays, _days):
        yield from reader(folded.text)


def _side(match: re.Match[str]) -> int:
    return next(value for name, value in _SIDES.items() if match[name])


def _decades(text: str) -> Iterator[_Found]:
    for match in _DECADE.finditer(text):
        if not match["age"]:
            century = _nth(match) or 20
            decade = 100 * (century - 1) + _DECADES[match["tens"]]
            yield *match.span(), Moment(_NOWHERE, decade=decade, loose=not _nth(match))


def _nth(match: re.Match[str]) -> int | None:
    if match["figure"]:
        return int(match["figure"])
    return _CENTURY_WORDS[match["nth"]] if match["nth"] else None


def _centuries(text: str) -> Iterator[_Found]:
    for match in _CENTURY.finditer(text):
        if match["last"]:
            yield *match.span(), Moment(_NOWHERE, century=20, relative=-1, unit="century")
            continue
        yield *match.span(), Moment(_NOWHERE, century=_nth(match))
        if second := _SECOND_CENTURY.match(text, match.end()):
            yield *second.span(), Moment(_NOWHERE, century=_nth(second))


def _years(text: str) -> Iterator[_Found]:
    for match in _YEARS.finditer(text):
        year, era = int(match["year"]), (match["era"] or "").strip()
        start = match.start("year")
        near = text[max(0, start - 24) : start]
        listed = bool(_LIST_CUE.search(near))
        sure = bool(match["cue"] or era or listed or match["second"])
        if not sure and not _is_bare_year(text, match, near, year):
            continue
        if not _EARLIEST <= year <= _LATEST:
            continue
        is_hijri = era.startswith(("ه", "لله", "باله"))
        calendar = "hijri" if is_hijri else "gregorian"
        later = _second(year, match["second"])
        middle = match.end("year") if later else match.end()
        yield match.start(), middle, Moment(_NOWHERE, year=year, calendar=calendar)
        if later:
            moment = Moment(_NOWHERE, year=later, calendar=calendar, loose=True)
            yield match.start("second"), match.end(), moment


def _second(year: int, figures: str | None) -> int | None:
    """Return 2012 for the "12" of "2011-12", and None for what is no later year."""
    later = int(figures or 0)
    later += 100 * (year // 100) if later < 100 else 0
    return later if year < later < year + _LONGEST else None


def _is_bare_year(text: str, match: re.Match[str], near: str, year: int) -> bool:
    if not _NOT_COUNTED.match(text, match.end()) or not year <= _LATEST:
        return False
    if _TIGHT.search(near):
        return year >= 1400
    return year >= _EARLIEST_BARE and not _COUNTED_BEFORE.search(near)


def _weekdays(text: str) -> Iterator[_Found]:
    for match in _WEEKDAY.finditer(text):
        # «الاثنين» is also "the two", and Friday prayers are the weekly ones: never missed.
        start = match.start("name")
        loose = not match["cue"] and match["name"] not in _CLEAR_DAYS
        loose = loose or bool(_WEEKLY.search(text[max(0, start - 10) : start]))
        yield start, match.end(), Moment(_NOWHERE, weekday=WEEKDAYS[match["name"]], loose=loose)


def _days(text: str) -> Iterator[_Found]:
    for match in _RELATIVE_DAY.finditer(text):
        distance = _RELATIVE_DAYS[match["word"]]
        yield *match.span("word"), Moment(_NOWHERE, relative=distance, loose=True)


def _spans(text: str) -> Iterator[_Found]:
    for match in _RELATIVE_SPAN.finditer(text):
        side = 0 if match["this"] else _side(match)
        unit = _SPANS[match["this"] or match["unit"]]
        yield *match.span(), Moment(_NOWHERE, relative=side, unit=unit, loose=True)
