"""Which moments of one text stand for which of the other, and which stand for none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from summaries.checks.dates.moments import Moment


@dataclass(frozen=True)
class Difference:
    """An English moment that its Arabic does not have, or an Arabic one the English lacks.

    With both, the English has `said` where the Arabic has `meant`; `only_year` tells that all they
    differ in is a year that the Arabic does not give.
    """

    said: Moment | None = None
    meant: Moment | None = None
    only_year: bool = False


Likeness = Callable[[Moment, Moment], int]


def differences(
    english: Iterable[Moment],
    arabic: Iterable[Moment],
    agree: Callable[[Moment, Moment], bool],
    excused: Callable[[Moment], bool],
    likeness: Likeness,
) -> tuple[list[Difference], list[Moment]]:
    """Return what the English says otherwise, and the Arabic moments that stay without English.

    A moment that agrees with none of the other side and is not `excused` is set against the
    unmatched one it is most like (0: against none).
    """
    open_english, used = [], set()
    arabic = list(arabic)
    for said in english:
        matches = [n for n, meant in enumerate(arabic) if agree(said, meant)]
        if not matches and not excused(said):
            open_english.append(said)
        used.update(matches)
    found = []
    for said in open_english:
        free = [n for n in range(len(arabic)) if n not in used]
        best = max(free, key=lambda n: likeness(said, arabic[n]), default=None)
        if best is not None and likeness(said, arabic[best]) > 0:
            used.add(best)
            found.append(Difference(said, arabic[best]))
        else:
            found.append(Difference(said))
    return found, [meant for n, meant in enumerate(arabic) if n not in used]
