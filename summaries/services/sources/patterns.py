"""Which items of a source are wanted: wildcard patterns over their titles and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from summaries.engine.text import for_matching

LEFT_OUT = "It was left out by the pattern “%(pattern)s”."
NOT_KEPT = "It fits none of the patterns under “Take only”."


def lines(patterns: str) -> list[str]:
    """Return the patterns of a field, one a line; * alone, which says nothing, is none."""
    return [line.strip() for line in patterns.splitlines() if line.strip(" \t*")]


def reason_against(title: str, url: str, *, keep: str = "", skip: str = "") -> str:
    """Return why an item is not wanted, in words; "" for one that is.

    `skip` and `keep` hold a pattern a line. One fits where it stands anywhere in the title or in
    the address; * in it stands for anything. Spellings are folded, also in encoded addresses. What
    to leave out counts more than what to take.
    """
    where = (for_matching(title), for_matching(unquote(url)))
    if against := _first_that_fits(lines(skip), where):
        return LEFT_OUT % {"pattern": against}
    wanted = lines(keep)
    return NOT_KEPT if wanted and not _first_that_fits(wanted, where) else ""


def _first_that_fits(patterns: Sequence[str], where: Sequence[str]) -> str:
    fitting = (one for one in patterns if any(_stands_in(one, text) for text in where))
    return next(fitting, "")


def _stands_in(pattern: str, text: str) -> bool:
    """Say whether the parts of a pattern stand in the text one after the other. Linear time."""
    place = 0
    for part in filter(None, map(for_matching, pattern.split("*"))):
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True
