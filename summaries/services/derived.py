"""What is kept about a brief's text, besides the text: its findings, and where it is found."""

from collections.abc import Iterable

from summaries.models import Brief, Segment
from summaries.services import rechecking, search


def refresh(brief: Brief, segments: Iterable[Segment] | None = None) -> None:
    """Bring it up to date. Call it in the transaction of the change, after the change is saved.

    The brief is locked. With `segments`, of the sentences only those changed.
    """
    rechecking.recheck(brief, segments)
    search.index(brief)
