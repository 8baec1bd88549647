"""What a fault came to, as a row, and the rows as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEADS = ("Fault", "On", "Under way", "Lost", "Doubled", "Calm after", "What the desk says")


@dataclass(frozen=True)
class Row:
    """One fault: what it met, what it cost, and what people and probes were told.

    `lost` and `doubled` are articles and letters; `calm` is seconds from the fault until all that
    was sent is drafted and nothing waits, None where that was never reached.
    """

    fault: str
    engines: str
    under_way: str
    lost: int
    doubled: int
    calm: float | None
    said: str

    @property
    def is_sound(self) -> bool:
        """Say whether nothing was lost, nothing done twice, and all came to rest."""
        return not self.lost and not self.doubled and self.calm is not None


def rendered(rows: Sequence[Row]) -> str:
    """Return the rows as a table of Markdown, aligned for those who read it in a terminal."""
    lines = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADS))]
    rule = [tuple("-" * width for width in widths)]
    return "\n".join(_line(line, widths) for line in lines[:1] + rule + lines[1:])


def _cells(row: Row) -> tuple[str, ...]:
    calm = "never" if row.calm is None else f"{row.calm:.0f} s"
    counts = (str(row.lost), str(row.doubled))
    cells = (row.fault, row.engines, row.under_way, *counts, calm, row.said)
    # A bar would end the cell.
    return tuple(cell.replace("|", "/") for cell in cells)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    filled = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(filled)} |"
