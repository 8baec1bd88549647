"""Dates and times in Arabic text."""

from __future__ import annotations

from summaries.checks.moments import Moment


def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates and times of a text in order; their spans do not overlap."""
    return ()
