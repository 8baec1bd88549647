"""How a moment is written in English: for messages, and as the fix of a wrong one."""

from __future__ import annotations

import re
from dataclasses import replace

from summaries.checks.dates.hijri import gregorian
from summaries.checks.dates.moments import NOON, Moment
from summaries.checks.dates.months import HIJRI_ENGLISH, HIJRI_NAMES, MONTH_NAMES, WEEKDAY_NAMES

_MONTH = re.compile(
    r"\b(" + "|".join(MONTH_NAMES) + r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(\.?)", re.I
)
_TWINS = re.compile(rf"{_MONTH.pattern} ?/ ?(?:{_MONTH.pattern})", re.IGNORECASE)
_HIJRI = re.compile(rf"\b(?:{'|'.join(HIJRI_ENGLISH)})(?!\w)")
_LOCAL = re.compile(r"\blocal time\b")
_UNIVERSAL = re.compile(r"\b(?:GMT|UTC|Greenwich(?: Mean)? Time)\b")
_WEEKDAY = re.compile("|".join(WEEKDAY_NAMES))
_DAY = re.compile(r"(?<!\d)(\d{1,2})(st|nd|rd|th)?(?![\d:])")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ADDED_YEAR = re.compile(r",? (?:of |in )?\d{4}$")
_CLOCK = re.compile(r"^(\d{1,2})(?:([:.])(\d\d))?( ?[aApP]\.?[mM]\.?)")
_SHORT = 3


def described(moment: Moment, in_hijri: bool = False) -> str:
    """Return a moment in plain English: "15 March 2022", "the 1970s", "Tuesday", "09:30".

    Hijri dates are converted, but for `in_hijri`, where the English speaks of Hijri months too.
    """
    if moment.is_time:
        zone = " GMT" if moment.zone == 0 else " local time" if moment.local else ""
        return f"{moment.hour:02}:{moment.minute or 0:02}{zone}"
    if moment.weekday is not None:
        return WEEKDAY_NAMES[moment.weekday]
    if moment.decade is not None:
        return f"the {moment.decade}s"
    if moment.century is not None:
        return f"the {_nth(moment.century)} century"
    days = gregorian(moment) if moment.calendar == "hijri" and not in_hijri else None
    if days:
        return f"{days[0]:%-d %B %Y}" if moment.day else f"{days[0]:%B %Y} to {days[1]:%B %Y}"
    names = HIJRI_NAMES if moment.calendar == "hijri" else MONTH_NAMES
    month = names[moment.month - 1] if moment.month else None
    era = "AH" if moment.calendar == "hijri" and moment.year else None
    parts = (moment.day, month, moment.year, era)
    return " ".join(str(part) for part in parts if part is not None)


def reworded(text: str, said: Moment, meant: Moment) -> str | None:
    """Return the English words of one moment changed to mean another; None where unsure."""
    if meant.swapped or said.swapped:
        return None
    if said.calendar != meant.calendar:
        return _with_era(text, said, meant)
    if said.weekday is not None and meant.weekday is not None:
        return _WEEKDAY.sub(WEEKDAY_NAMES[meant.weekday], text)
    if said.is_time and meant.is_time:
        return _in_zone(text, said, meant) or _time(text, meant)
    if said.decade is not None or said.century is not None:
        return _period(text, said, meant)
    if said.twin is not None:
        if meant.month is None or (meant.month != said.month and meant.month != said.twin):
            return None
        text = _TWINS.sub(MONTH_NAMES[meant.month - 1], text, count=1)
        said = replace(said, month=meant.month, twin=None)
    return _date(text, said, meant)


def _with_era(text: str, said: Moment, meant: Moment) -> str | None:
    """Return "1350 AH" for a Hijri year that the English gives as if it were a Gregorian one."""
    is_hijri_year = meant.calendar == "hijri" and said.month is None and said.year == meant.year
    return f"{text} AH" if is_hijri_year else None


def _in_zone(text: str, said: Moment, meant: Moment) -> str | None:
    """Return the time in the other zone where the zone is all that differs."""
    if said.hour != meant.hour or (said.minute or 0) != (meant.minute or 0):
        return None
    if said.local and meant.zone == 0:
        return _LOCAL.sub("GMT", text)
    return _UNIVERSAL.sub("local time", text) if said.zone == 0 and meant.local else None


def without_year(text: str) -> str | None:
    """Return "June 25" for "June 25, 2022"; None where the year is not the last part."""
    rest = _ADDED_YEAR.sub("", text)
    return rest if rest and rest != text else None


def _date(text: str, said: Moment, meant: Moment) -> str | None:
    for name in ("day", "month", "year"):
        wanted = getattr(meant, name)
        if getattr(said, name) == wanted or getattr(said, name) is None:
            continue
        if wanted is None:
            return None
        is_hijri = name == "month" and said.calendar == "hijri"
        changed = _hijri_month(text, wanted) if is_hijri else _PARTS[name](text, wanted)
        if changed == text:
            return None
        text = changed
    return text


def _month(text: str, month: int) -> str:
    def name(match: re.Match[str]) -> str:
        full = MONTH_NAMES[month - 1]
        is_short = len(match[1]) <= _SHORT and match[1].lower() != "may"
        return f"{full[:3]}{match[2]}" if is_short and full != "May" else full

    return _MONTH.sub(name, text, count=1)


def _hijri_month(text: str, month: int) -> str:
    return _HIJRI.sub(HIJRI_NAMES[month - 1], text, count=1)


def _day(text: str, day: int) -> str:
    return _DAY.sub(lambda match: _nth(day) if match[2] else str(day), text, count=1)


def _year(text: str, year: int) -> str:
    return _YEAR.sub(str(year), text, count=1)


_PARTS = {"day": _day, "month": _month, "year": _year}


def _nth(number: int) -> str:
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _period(text: str, said: Moment, meant: Moment) -> str | None:
    if said.decade is not None and meant.decade is not None and re.fullmatch(r"\d{4}s", text):
        return f"{meant.decade}s"
    if said.century is not None and meant.century is not None and not meant.relative:
        changed = re.sub(r"\d{1,2}(?:st|nd|rd|th)", _nth(meant.century), text, count=1)
        return changed if changed != text else None
    return None


def _time(text: str, meant: Moment) -> str | None:
    match = _CLOCK.match(text)
    if not match or not meant.half_known or meant.hour is None:
        return None
    half = match[4].replace("p", "a").replace("P", "A")
    if meant.hour >= NOON:
        half = half.replace("a", "p").replace("A", "P")
    minutes = f"{match[2] or ':'}{meant.minute:02}" if meant.minute or match[2] else ""
    return f"{meant.hour % NOON or NOON}{minutes}{half}{text[match.end() :]}"
