"""Times of day in folded Arabic text: «9:30 صباحا», «الثالثه والنصف مساء», «بتوقيت غرينتش»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summaries.checks.arabic import Folded
from summaries.checks.base import Span
from summaries.checks.dates.moments import HOURS, NOON, Moment

_Found = tuple[int, int, Moment]
_HOURS = {
    word: n
    for n, word in enumerate(
        "الواحده|الثانيه|الثالثه|الرابعه|الخامسه|السادسه|السابعه|الثامنه|التاسعه|العاشره"
        "|الحاديه عشره|الثانيه عشره".split("|"),
        1,
    )
} | {"الحاديه عشر": 11, "الثانيه عشر": 12}
_NAMED = "|".join(sorted(_HOURS, key=len, reverse=True))
_ANCHOR = re.compile(
    r"(?<![\d.:/])(?P<hh>[01]?\d|2[0-4]):(?P<mm>[0-5]\d)(?![\d:]|\.\d)"
    r"|(?<!\w)(?:[وفبل]?ال|لل)ساعه (?P<hour>[01]?\d|2[0-4])(?:\.(?P<dot>[0-5]\d))?(?![\d:/]|[.,]\d)"
    rf"|(?<!\w)(?P<clock>(?:[وفبل]?ال|لل)ساعه )?[وبل]?(?P<named>{_NAMED})(?!\w)"
    r"|(?<![\d.:/,])(?P<military>(?:[01]\d|2[0-4])[0-5]\d)(?= ?\(?(?:(?:ب|بال|ال)توقيت|gmt|utc))"
    r"|(?<![\d.:/,])(?P<bare>1[0-2]|[1-9])(?!\d)"
    r"|(?<!\w)[وبفل]?(?P<midnight>ال?منتصف ال?ليل(?:ه)?|منتصف ال?ليل(?:ه)?)(?!\w)"
)
_PART = re.compile(
    r" (?:و(?P<plus>النصف|الربع|الثلث|نصف|ربع|ثلث)|الا (?P<less>ربعا?|الربع|ثلثا?|الثلث)"
    r"|و ?(?P<minutes>\d{1,2}) (?:دقيقه|دقايق))(?!\w)"
)
_HALF = re.compile(
    r" ?(?:من |في |بعد |قبل )?(?:(?P<night>منتصف الليل|ليلا|الليل)"
    r"|(?P<morning>صباحا?|الصباح|فجرا?|الفجر|ضحي|ص)"
    r"|(?P<evening>مساء|المساء|ظهرا?|الظهر|الظهيره|عصرا?|العصر|م))(?!\w)"
)
_PLACES = {
    "غر?[يى]?نتش|[غج]رين[يت]?تش|جرنتش|غرينش|جي ?ام ?تي|العالمي الموحد|العالمي": 0,
    "مكه المكرمه|مكه|السعوديه|الرياض|بغداد|موسكو|الكويت|قطر|الدوحه|تركيا|اسطنبول": 180,
    "الامارات|ابوظبي|ابو ظبي|دبي|سلطنه عمان|مسقط": 240,
    "بكين|الصين": 480,
    "طوكيو|اليابان|كوريا": 540,
}
_ZONE = re.compile(
    r"[,،]? ?(?P<open>\()?(?:حسب |وفق |وفقا )?(?:ال|لل|[بل]ال|[بل])?توقيت (?:"
    + "|".join(f"(?P<z{n}>{names})" for n, names in enumerate(_PLACES))
    + r"|\w+)(?!\w)(?(open)\))"
    r"| ?(?P<bracket>\()?(?:gmt|utc)(?: ?(?P<sign>[+-]) ?(?P<offset>\d{1,2}))?(?!\w)(?(bracket)\))"
)
_OFFSETS = tuple(_PLACES.values())
_PARTS = {"نصف": 30, "ربع": 15, "ثلث": 20}


def read(folded: Folded) -> Iterator[_Found]:
    """Yield (start, end, moment) of the times of day in a folded text."""
    text = folded.text
    for match in _ANCHOR.finditer(text):
        if match["midnight"]:
            moment = Moment(Span(0, 0), hour=0, minute=0, half_known=True, loose=True)
            end, zone = _zone(text, match.end())
            yield match.start("midnight"), end, replace(moment, zone=zone)
        else:
            yield from _clock(text, match)


def _clock(text: str, match: re.Match[str]) -> Iterator[_Found]:
    hour = _HOURS[match["named"]] if match["named"] else _hour(match)
    end, minute = _minutes(text, match)
    half = _HALF.match(text, end)
    hours_end = half.end() if half else end
    end, zone = _zone(text, hours_end)
    local = "محلي" in text[hours_end:end]
    told = bool(
        match["hour"]
        or match["military"]
        or match["clock"]
        or half
        or (match["hh"] and zone is not None)
    )
    if match["hh"] and not told:
        told = bool(
            re.search(
                r"(?:ساعه|عند|حتي|من|الي) ?$", text[max(0, match.start() - 8) : match.start()]
            )
        )
    if match["named"] and not match["clock"]:
        told = bool(half) and half.group().strip() not in ("م", "ص")
    if match["bare"] and half and half.group().strip() in ("م", "ص") and half.group()[0] != " ":
        told = False  # «5م» is five metres as often
    if not told and not match["hh"]:
        return
    known = (
        bool(half)
        or hour > NOON
        or bool(match["military"] or (match["hh"] and match["hh"].startswith("0")))
    )
    hour = (_of_day(hour, half) - (minute < 0)) % HOURS
    start = match.start("clock") if match["clock"] else match.start()
    yield (
        start,
        end,
        Moment(
            Span(0, 0),
            hour=hour,
            minute=minute % 60,
            zone=zone,
            half_known=known,
            local=local,
            loose=not told,
        ),
    )


def _hour(match: re.Match[str]) -> int:
    return int(match["hh"] or match["hour"] or match["bare"] or match["military"][:2])


def _minutes(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the end and the minutes: of «9:30» or of «والنصف»; «الا ربعا» are -15."""
    if match["mm"] or match["dot"]:
        return match.end(), int(match["mm"] or match["dot"])
    if match["military"]:
        return match.end(), int(match["military"][2:])
    part = _PART.match(text, match.end())
    if not part:
        return match.end(), 0
    if part["minutes"]:
        return part.end(), int(part["minutes"])
    word = (part["plus"] or part["less"]).removeprefix("ال").removesuffix("ا")
    return part.end(), _PARTS[word] if part["plus"] else -_PARTS[word]


def _of_day(hour: int, half: re.Match[str] | None) -> int:
    """Return the hour of 24: «12 ليلا» is 0, «2 ليلا» 2, «9 ليلا» 21, «11 ظهرا» 11, «2 ظهرا» 14."""
    if not half or hour > NOON:
        return hour
    if half["night"]:
        is_late = 6 <= hour < NOON
        return hour + NOON if is_late else hour % NOON
    if half["morning"] or half.group().startswith(" قبل"):
        return hour % NOON
    is_noon = "ظه" in half.group() and hour == 11
    return hour if is_noon else hour % NOON + NOON


def _zone(text: str, end: int) -> tuple[int, int | None]:
    """Return the end of the time zone after a time, and its offset in minutes, where known."""
    found = _ZONE.match(text, end)
    if not found:
        return end, None
    if found["offset"]:
        return found.end(), int(found["sign"] + found["offset"]) * 60
    named = [n for n in range(len(_OFFSETS)) if found[f"z{n}"]]
    if named:
        return found.end(), _OFFSETS[named[0]]
    is_universal = "توقيت" not in found.group()
    return found.end(), 0 if is_universal else None
