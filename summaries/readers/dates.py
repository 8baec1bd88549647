"""When something was published, as feeds and pages write it.

Standard forms first (RFC 3339, RFC 5322), then Arabic ones: «22 تشرين الثاني 2026»,
«الأحد 12 جمادى الآخرة 1448 هـ», «2026/11/22 - 10:30 م».
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from summaries.engine.text.months import GREGORIAN, HIJRI_PATTERNS
from summaries.engine.text.normalise import for_matching

_LONGEST = 200
# Servers whose clock is ahead, and dates without a zone, stay within a day of now.
_AHEAD = timedelta(days=1)
_FIRST_YEAR = 1990  # the zero of a Unix clock is no date of publication

_MONTHS = "|".join(sorted(GREGORIAN, key=len, reverse=True))
_DAY = r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_BETWEEN = r"[\s,،/\-]{1,4}(?:من )?(?:شهر )?"
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)")
_BY_NAME = re.compile(
    rf"{_DAY}{_BETWEEN}(?P<name>{_MONTHS})(?:[\s/(]{{1,4}}(?:{_MONTHS})\)?)?{_BETWEEN}{_YEAR}"
)
_BY_FIGURES = re.compile(rf"{_DAY}[-/.](?P<month>0?[1-9]|1[0-2])[-/.]{_YEAR}")
_HIJRI = re.compile(
    rf"{_DAY}{_BETWEEN}(?:"
    + "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(HIJRI_PATTERNS, 1))
    + rf"){_BETWEEN}(?P<year>1[34]\d\d)(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\.\d+)?\s?"
    r"(?P<half>ص|م|am|pm|صباحا|مساء)?(?!\w)"
)
_ZONE = re.compile(
    r"(?:gmt|utc|توقيت غرينتش)?\s?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?$"
)


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that a text names, or None; without a zone it is taken as UTC.

    A date without a time is its midnight. Never raises.
    """
    if not text or len(text) > _LONGEST:
        return None
    folded = for_matching(text)
    for read in (_standard, _written):
        try:
            if moment := read(folded):
                return _in_utc(moment)
        # 31 February; a zone of 99 hours; year 0.
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def plausible(moment: datetime | None) -> datetime | None:
    """Return a moment of publication, or None for one before 1990 or over a day in the future."""
    if moment is None or moment.year < _FIRST_YEAR or moment > datetime.now(UTC) + _AHEAD:
        return None
    return moment


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _standard(folded: str) -> datetime | None:
    try:
        return datetime.fromisoformat(folded.upper())
    except ValueError:
        return parsedate_to_datetime(folded)


def _written(folded: str) -> datetime | None:
    if found := _ISO.search(folded) or _BY_NAME.search(folded) or _BY_FIGURES.search(folded):
        parts = found.groupdict()
        month = GREGORIAN[parts["name"]] if "name" in parts else int(parts["month"])
        day = datetime(int(parts["year"]), month, int(parts["day"]))
    elif found := _HIJRI.search(folded):
        day = _from_hijri(found)
    else:
        return None
    return day + _time_in(folded, found.span())


def _from_hijri(found: re.Match[str]) -> datetime:
    from hijridate import Hijri

    parts = found.groupdict()
    month = next(n for n in range(1, 13) if parts[f"m{n}"])
    day = Hijri(int(parts["year"]), month, int(parts["day"])).to_gregorian()
    return datetime(day.year, day.month, day.day)


def _time_in(folded: str, date: tuple[int, int]) -> timedelta:
    """Return the time of day in the text outside of its date, less the offset of its zone."""
    rest = f"{folded[: date[0]]} {folded[date[1] :]}".strip()
    if not (found := _TIME.search(rest)):
        return timedelta()
    hour, minute, half = int(found["hour"]), int(found["minute"]), found["half"] or ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in ("م", "pm", "مساء") else 0)
    return timedelta(hours=hour, minutes=minute) - _offset_in(rest)


def _offset_in(rest: str) -> timedelta:
    if not (found := _ZONE.search(rest)):
        return timedelta()
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    zone = timezone(offset if found["sign"] == "+" else -offset)  # raises for over 24 hours
    return zone.utcoffset(None)
