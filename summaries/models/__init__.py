"""The desk's records. Only `summaries.services` writes them."""

from summaries.models.article import (
    Article,
    RemovedLine,
    Segment,
    SegmentEdit,
    Source,
    Topic,
)
from summaries.models.brief import (
    Brief,
    Correction,
    Event,
    Evidence,
    Revision,
    SummarySentence,
)
from summaries.models.desk import Comment, DeskPreference, Notice, Presence, WorkingCopy
from summaries.models.finding import Dismissal, Finding, PublishedName
from summaries.models.glossary import (
    GlossaryTerm,
    Rewording,
    TermAction,
    TermChange,
    TermState,
)
from summaries.models.job import Job
from summaries.models.memory import MemoryPair
from summaries.models.search import SearchEntry

__all__ = [
    "Article",
    "Brief",
    "Comment",
    "Correction",
    "DeskPreference",
    "Dismissal",
    "Event",
    "Evidence",
    "Finding",
    "GlossaryTerm",
    "Job",
    "MemoryPair",
    "Notice",
    "Presence",
    "PublishedName",
    "RemovedLine",
    "Revision",
    "Rewording",
    "SearchEntry",
    "Segment",
    "SegmentEdit",
    "Source",
    "SummarySentence",
    "TermAction",
    "TermChange",
    "TermState",
    "Topic",
    "WorkingCopy",
]
