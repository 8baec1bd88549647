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
from summaries.models.job import Job
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
    "Job",
    "Notice",
    "Presence",
    "PublishedName",
    "RemovedLine",
    "Revision",
    "SearchEntry",
    "Segment",
    "SegmentEdit",
    "Source",
    "SummarySentence",
    "Topic",
    "WorkingCopy",
]
