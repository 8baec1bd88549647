"""The desk's records. Only `summaries.services` writes them."""

from summaries.models.access import ApiToken, IdempotentAnswer, Scope
from summaries.models.article import Article, RemovedLine, Segment, SegmentEdit
from summaries.models.brief import (
    Brief,
    Correction,
    Event,
    Evidence,
    Revision,
    Story,
    SummarySentence,
)
from summaries.models.desk import Comment, DeskPreference, Notice, Presence, WorkingCopy
from summaries.models.fetching import Fetch, Host, Item
from summaries.models.finding import Dismissal, Finding, PublishedName
from summaries.models.glossary import (
    GlossaryTerm,
    Rewording,
    TermAction,
    TermChange,
    TermState,
)
from summaries.models.job import Job
from summaries.models.likeness import Likeness, LikenessKey
from summaries.models.memory import MemoryPair
from summaries.models.search import SearchEntry
from summaries.models.source import Source, SourceEvent, Topic

__all__ = [
    "ApiToken",
    "Article",
    "Brief",
    "Comment",
    "Correction",
    "DeskPreference",
    "Dismissal",
    "Event",
    "Evidence",
    "Fetch",
    "Finding",
    "GlossaryTerm",
    "Host",
    "IdempotentAnswer",
    "Item",
    "Job",
    "Likeness",
    "LikenessKey",
    "MemoryPair",
    "Notice",
    "Presence",
    "PublishedName",
    "RemovedLine",
    "Revision",
    "Rewording",
    "Scope",
    "SearchEntry",
    "Segment",
    "SegmentEdit",
    "Source",
    "SourceEvent",
    "Story",
    "SummarySentence",
    "TermAction",
    "TermChange",
    "TermState",
    "Topic",
    "WorkingCopy",
]
