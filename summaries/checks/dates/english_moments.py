"""Dates and times in English text, built on the date reader of the summarizer's guard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from summaries.checks.base import Span
from summaries.checks.dates import english_periods
from summaries.checks.dates.moments import HOURS, NOON, Moment
from summaries.checks.dates.months import HIJRI_ENGLISH, MONTH_NAMES
from summaries.engine.dates import DateMention, dates

# One character for one, so that places stay: no-break spaces and typographic apostrophes.
_PLAIN = str.maketrans("\u00a0\u202f\u2009’‘ʿʾ", "   ''''")
_NOWHERE = Span(0, 0)
_Found = tuple[int, int, Moment]
_YEARS = {"last": -1, "this": 0, "next": 1}
# Months that are first names too ("June Almeida"), unless a preposition comes before them.
_FIRST_NAMES = (3, 4, 5, 6, 8)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|this|last|next|until|till|by|from|to|and|early|late|mid|before|after|during)"
    r"[ -]$",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(rf"\b(?:{'|'.join(MONTH_NAMES)})\.$")
_SURNAME = re.compile(r" [A-Z][a-z]")
_HIJRI_MONTH = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(HIJRI_ENGLISH, 1))
_HIJRI = re.compile(
    rf"\b(?:(?P<before>0?[1-9]|[12]\d|30)(?:st|nd|rd|th)?(?: of)? )?(?:{_HIJRI_MONTH})(?!\w)"
    r"(?:,? (?P<after>0?[1-9]|[12]\d|30)(?:st|nd|rd|th)?(?!\d))?"
    r"(?:,? (?:of )?(?P<year>1[34]\d\d)(?: ?(?:AH|A\.H\.|H)(?!\w)| Hijri\b)?)?"
)
_HIJRI_YEAR = re.compile(
    r"(?<![\d.,-])(?P<year>1?\d{3}) ?(?:(?:AH|A\.H\.|[Hh]ijri|[Hh]egira)(?!\w)"
    r"|(?:of|after|in) the (?:Hijr|Hegir|hijr|hegir)ah?\b)"
    r"|\b(?:AH|(?:Hijri|Islamic) year(?: of)?) (?P<later>1?\d{3})(?!\d)"
)
# The full stop after "a.m." is its own, the one after "am" the sentence's.
_HALF = r"(?P<half>[ap]\.m\b\.?|[AP]\.M\b\.?|[ap]m\b|[AP]M\b)"
_ZONE = re.compile(
    r",? ?(?P<open>\()?(?:local time|(?P<utc>GMT|UTC|Greenwich(?: Mean)? Time)"
    r"(?: ?(?P<sign>[+-]) ?(?P<offset>\d{1,2}))?"
    r"|(?P<zone>[A-Z]\w+(?: [A-Z]\w+)?|AST|MSK|JST|GST)(?:'s)?"
    r" (?:[Ss]tandard )?(?:[Tt]ime|local time))(?(open)\))"
)
_OFFSETS = {"Mecca": 180, "Makkah": 180, "Saudi": 180, "Riyadh": 180, "Baghdad": 180, "Moscow": 180}
_OFFSETS |= {"Qatar": 180, "Kuwait": 180, "Doha": 180, "Turkey": 180, "Istanbul": 180}
_OFFSETS |= {"UAE": 240, "Dubai": 240, "Gulf": 240, "Beijing": 480, "China": 480, "Tokyo": 540}
_OFFSETS |= {"Greenwich": 0}
_WORD_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_TIME = re.compile(
    rf"(?<![\d.:/])(?P<hh>[01]?\d|2[0-4])[:.](?P<mm>[0-5]\d)(?![\d:]|\.\d) ?{_HALF}?"
    rf"|(?<![\d.:/,$€£])(?P<hour>1[0-2]|0?[1-9]) ?{_HALF.replace('<half>', '<half2>')}"
    r"|\b(?P<military>(?:[01]\d|2[0-4])[0-5]\d) ?(?=hours\b|hrs\b|GMT\b|UTC\b|local time\b)"
    rf"|\b(?:(?P<part>half|(?:a )?quarter|ten|twenty|five)[ -](?P<side>past|to) )?"
    rf"(?P<named>{'|'.join(_WORD_HOURS)}|1[0-2]|[1-9]) ?o'?clock\b"
    r"|\b(?P<word>[Nn]oon|[Mm]id-?night)\b",
)
_PARTS = {"half": 30, "quarter": 15, "a quarter": 15, "ten": 10, "twenty": 20, "five": 5}
_BEFORE_CLOCK = re.compile(r"\b(?:at|by|until|from|to|around|about|and) $")
_AFTER_CLOCK = re.compile(r" (?:in the (?P<when>morning|afternoon|evening)|at (?P<night>night))\b")


@lru_cache(maxsize=512)
def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates and times of a text in order; their spans do not overlap."""
    plain = text.translate(_PLAIN)
    found: list[Moment] = []
    taken = bytearray(len(plain))
    for read in (_hijri, _dates, _times, english_periods.read):
        for start, end, moment in read(plain):
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(replace(moment, span=Span(start, end)))
    return tuple(sorted(found, key=lambda moment: moment.span))


def _dates(text: str) -> Iterator[_Found]:
    mentions = [mention for mention in dates(text) if not _is_name(text, mention)]
    for mention in mentions:
        same = [m for m in mentions if m.start == mention.start]
        if mention.swapped:
            if same[0] is mention:
                yield mention.start, mention.end, _moment(mention)
            continue
        yield *_stretch(text, mention, same), _moment(mention)


def _is_name(text: str, mention: DateMention) -> bool:
    if mention.day or mention.year or mention.month not in _FIRST_NAMES:
        return False
    before = text[max(0, mention.start - 10) : mention.start]
    return bool(_SURNAME.match(text, mention.end)) and not _BEFORE_MONTH.search(before)


def _stretch(text: str, mention: DateMention, same: list[DateMention]) -> tuple[int, int]:
    """Return where one day of a range stands: "25-" and "27 June" of "25-27 June"."""
    place = next(n for n, other in enumerate(same) if other is mention)
    words = text[mention.start : mention.end].rstrip()
    words = words[:-1] if _FULL_STOP.search(words) else words
    end = mention.start + len(words)
    if len(same) == 1:
        return mention.start, end
    days = list(re.finditer(r"(?<!\d)\d{1,2}(?!\d)", text[mention.start : end]))
    start = mention.start if place == 0 else mention.start + days[place].start()
    return start, mention.start + days[place + 1].start() if place + 1 < len(same) else end


def _moment(mention: DateMention) -> Moment:
    year = int(mention.year) if mention.year and mention.year.isdigit() else None
    distance = _YEARS.get(mention.year or "")
    unit = "day" if distance is None else "year"
    return Moment(
        _NOWHERE,
        mention.day,
        mention.month,
        year,
        relative=distance,
        unit=unit,
        swapped=mention.swapped,
        twin=mention.twin,
    )


def _hijri(text: str) -> Iterator[_Found]:
    for match in _HIJRI.finditer(text):
        day = match["before"] or match["after"]
        month = next(n for n in range(1, 13) if match[f"m{n}"])
        year = int(match["year"]) if match["year"] else None
        if day or year:
            number = int(day) if day else None
            yield *match.span(), Moment(_NOWHERE, number, month, year, calendar="hijri")
    for match in _HIJRI_YEAR.finditer(text):
        yield (
            *match.span(),
            Moment(_NOWHERE, year=int(match["year"] or match["later"]), calendar="hijri"),
        )


def _times(text: str) -> Iterator[_Found]:
    for match in _TIME.finditer(text):
        end, zone, told = _zone(text, match.end())
        local = told and "local" in text[match.end() : end].lower()
        if match["word"]:
            hour = NOON if match["word"].lower() == "noon" else 0
            yield (
                match.start(),
                end,
                Moment(
                    _NOWHERE,
                    hour=hour,
                    minute=0,
                    zone=zone,
                    half_known=True,
                    local=local,
                    loose=True,
                ),
            )
            continue
        half = (match["half"] or match["half2"] or "")[:1].lower()
        if not half and (later := _AFTER_CLOCK.match(text, end)):
            end, half = later.end(), "a" if later["when"] == "morning" else "p"
        colon = bool(match["mm"]) and ":" in match[0]
        near = text[max(0, match.start() - 8) : match.start()]
        if match["mm"] and not half and not told and not (colon and _BEFORE_CLOCK.search(near)):
            continue
        hour, minute = _hour(match)
        known = (
            bool(half or match["military"]) or hour > NOON or (match["hh"] or "").startswith("0")
        )
        if half:
            hour = hour % NOON + (NOON if half == "p" else 0) if hour <= NOON else hour
        yield (
            match.start(),
            end,
            Moment(
                _NOWHERE,
                hour=hour % HOURS,
                minute=minute,
                zone=zone,
                half_known=known,
                local=local,
            ),
        )


def _hour(match: re.Match[str]) -> tuple[int, int]:
    if match["military"]:
        return int(match["military"][:2]), int(match["military"][2:])
    if match["named"]:
        word = match["named"]
        hour = int(word) if word.isdigit() else _WORD_HOURS.index(word) + 1
        minute = _PARTS.get(match["part"] or "", 0)
        return (hour - 1, 60 - minute) if match["side"] == "to" else (hour, minute)
    return int(match["hh"] or match["hour"]), int(match["mm"] or 0)


def _zone(text: str, end: int) -> tuple[int, int | None, bool]:
    """Return the end of the zone after a time, its offset where known, and whether there is one."""
    found = _ZONE.match(text, end)
    if not found:
        return end - (text[end - 1] == " "), None, False
    if found["offset"]:
        return found.end(), int(found["sign"] + found["offset"]) * 60, True
    if found["utc"]:
        return found.end(), 0, True
    return found.end(), _OFFSETS.get((found["zone"] or "").split(" ")[0]), True
