"""Years, decades, centuries, weekdays and relative dates in English text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.base import Span
from summaries.checks.dates.moments import Moment
from summaries.checks.dates.months import WEEKDAY_NAMES
from summaries.engine.quantity_words import ORDINALS

_NOWHERE = Span(0, 0)
_Found = tuple[int, int, Moment]
_CUES = (
    "[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]etween|[Cc]irca"
    "|[Yy]ears?"
)
_YEAR = re.compile(
    rf"(?<![\w.,:/$€£+-])(?:(?P<cue>{_CUES})[ -])?(?P<year>[12]\d{{3}})"
    r"(?:[-–/](?P<second>\d\d(?:\d\d)?)(?!\w|[,/-]\d))?(?![\w%:]|[.,/]\d|-\d)"
    r"(?P<era> (?:AD|CE|BCE?)\b)?"
)
# What is counted: "2000 people", "1950 km"; a year is followed by a mark or another word.
_COUNTED = re.compile(
    r" (?:(?:of|other|new|more|square|cubic|US|U\.S\.|British)\b"
    r"|(?!(?:as|was|is|has|its|this|his|does|thus)\b)[a-z]+(?<!s)s\b"
    r"|(?:people|men|women|children|police|troops|km|kg|m|ft|feet|cm|mm|nm|mi|percent|per|million"
    r"|billion|troop|hectare|euro|dollar|yen)\b|[A-Z]?[a-z]*[- ](?:people|men|women)\b)|-[a-z]"
)
_EARLIEST, _EARLIEST_BARE, _LATEST = 1000, 1700, 2100
_LONGEST = 80  # years of a span written as "1939-45"; "2005-96" is none
_DECADE = re.compile(
    r"(?<![\w.,])'?(?P<figures>(?:1[0-9]|20)?\d0)'?s\b(?! of (?:his|her|their|life))"
)
_DECADE_WORDS = {
    word: 10 * n
    for n, word in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), 2
    )
}
_NAMED_DECADE = re.compile(r"\b(?P<word>" + "|".join(_DECADE_WORDS) + r")\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:his|her|their|my|your|our|in|aged) (?:(?:early|mid|late)[- ])?'?$")
_WORDED = sorted((word for word, n in ORDINALS.items() if n < 21), key=len, reverse=True)
_NTH = (
    r"(?:(?P<figure>\d{1,2})(?:st|nd|rd|th|(?=[- ]century\b))"
    rf"|(?P<tens>[Tt]wenty[- ])?(?P<nth>{'|'.join(_WORDED)}))"
)
_CENTURY = re.compile(
    rf"\b(?:{_NTH.replace('(?P<', '(?P<a_')}(?:,| and| or| to| through|-) ?"
    r"(?:the )?(?:early |late |mid-?)?)?"
    rf"{_NTH}[- ](?:century|centuries)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?P<name>{'|'.join(WEEKDAY_NAMES)})s?\b"
    r"|\b(?P<short>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,? "
    r"(?=\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_DAY = re.compile(
    r"\b(?:(?P<far>the day (?:before yesterday|after tomorrow))"
    r"|(?P<day>yesterday|today|tonight|tomorrow)"
    r"|(?P<side>last|past|previous|next|coming|following|this)"
    r" (?P<unit>week|month|year|decade|century))\b",
    re.IGNORECASE,
)
_SIDES = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0}


def read(text: str) -> Iterator[_Found]:
    """Yield (start, end, moment) of the periods and relative dates of a text."""
    for reader in (_centuries, _decades, _years, _weekdays, _days):
        yield from reader(text)


def _years(text: str) -> Iterator[_Found]:
    for match in _YEAR.finditer(text):
        year = int(match["year"])
        cue = match["cue"] or match["era"] or match["second"]
        counted = _COUNTED.match(text, match.end()) is not None
        if counted or not (_EARLIEST if cue else _EARLIEST_BARE) <= year <= _LATEST:
            continue
        later = _second(year, match["second"])
        whole = match.end("second") if match["second"] else match.end("year")
        middle = match.end("year") if later else whole
        yield match.start("year"), middle, Moment(_NOWHERE, year=year)
        if later:
            moment = Moment(_NOWHERE, year=later, loose=True)
            yield match.start("second"), match.end("second"), moment


def _second(year: int, figures: str | None) -> int | None:
    """Return 2012 for the "12" of "2011-12", and None for what is no later year."""
    later = int(figures or 0)
    later += 100 * (year // 100) if later < 100 else 0
    return later if year < later < year + _LONGEST else None


def _decades(text: str) -> Iterator[_Found]:
    for match in _DECADE.finditer(text):
        figures, before = match["figures"], text[max(0, match.start() - 20) : match.start()]
        short = len(figures) == 2
        if short and _AGE.search(before):
            continue
        decade = int(figures) + (1900 if short else 0)
        yield match.start("figures"), match.end(), Moment(_NOWHERE, decade=decade, loose=short)
    for match in _NAMED_DECADE.finditer(text):
        if not _AGE.search(text[max(0, match.start() - 20) : match.start()]):
            decade = 1900 + _DECADE_WORDS[match["word"].lower()]
            yield *match.span(), Moment(_NOWHERE, decade=decade, loose=True)


def _centuries(text: str) -> Iterator[_Found]:
    for match in _CENTURY.finditer(text):
        middle = match.start()
        if match["a_figure"] or match["a_nth"]:
            first = "figure" if match["figure"] else "tens" if match["tens"] else "nth"
            middle = match.start(first)
            yield match.start(), middle, Moment(_NOWHERE, century=_nth(match, "a_"))
        yield middle, match.end(), Moment(_NOWHERE, century=_nth(match, ""))


def _nth(match: re.Match[str], prefix: str) -> int:
    if match[f"{prefix}figure"]:
        return int(match[f"{prefix}figure"])
    return ORDINALS[match[f"{prefix}nth"].lower()] + (20 if match[f"{prefix}tens"] else 0)


def _weekdays(text: str) -> Iterator[_Found]:
    for match in _WEEKDAY.finditer(text):
        name = match["name"] or match["short"]
        day = next(n for n, full in enumerate(WEEKDAY_NAMES) if full.startswith(name[:3]))
        end = match.start() + len(match[0].rstrip(" ,."))
        yield match.start(), end, Moment(_NOWHERE, weekday=day)


def _days(text: str) -> Iterator[_Found]:
    for match in _DAY.finditer(text):
        if match["far"]:
            distance, unit = (-2 if "before" in match["far"].lower() else 2), "day"
        elif match["day"]:
            distance, unit = _DAYS[match["day"].lower()], "day"
        else:
            distance, unit = _SIDES[match["side"].lower()], match["unit"].lower()
        yield *match.span(), Moment(_NOWHERE, relative=distance, unit=unit, loose=True)
