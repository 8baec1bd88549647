"""The desk's records. Only `summaries.services` writes them."""

from summaries.models.article import Article, RemovedLine, Segment, Source
from summaries.models.brief import (
    Brief,
    Correction,
    Event,
    Evidence,
    Revision,
    SummarySentence,
)
from summaries.models.job import Job

__all__ = [
    "Article",
    "Brief",
    "Correction",
    "Event",
    "Evidence",
    "Job",
    "RemovedLine",
    "Revision",
    "Segment",
    "Source",
    "SummarySentence",
]
