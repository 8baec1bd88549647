"""A name that the other language does not account for, as the name checks hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from summaries.checks.base import Span
from summaries.checks.names.gazetteer import Mention

PLACES = frozenset({"country", "demonym", "city", "region", "place", "people", "language"})


@dataclass(frozen=True)
class Left:
    """A name that the other language does not account for.

    `certain` says that it is a name and nothing like it is there; `mention` what it is known as.
    """

    span: Span
    certain: bool
    mention: Mention | None = None

    @property
    def group(self) -> str:
        """Places may stand for places, and other names for other names."""
        if self.mention is None:
            return "word"
        return "place" if self.mention.kind in PLACES else self.mention.kind
