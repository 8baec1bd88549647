"""The time zones somebody may choose: those of the tz database, each by the name it has today."""

from functools import cache
from importlib.resources import files

# What places are grouped by: the first half of their names.
REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


@cache
def offered() -> tuple[str, ...]:
    """Return every zone with a place of its own (zone.tab), UTC first."""
    rows = (line.split("\t") for line in _lines("zone.tab") if not line.startswith("#"))
    return ("UTC", *sorted(row[2] for row in rows))


@cache
def former_names() -> dict[str, tuple[str, ...]]:
    """Return what else the offered zones are called; browsers say "Asia/Calcutta" to this day."""
    names: dict[str, tuple[str, ...]] = {}
    for line in _lines("tzdata.zi"):
        # A link: "L Asia/Kolkata Asia/Calcutta".
        if line.startswith("L "):
            _link, zone, other = line.split()
            if other not in offered():
                names[zone] = (*names.get(zone, ()), other)
    return names


def _lines(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()
