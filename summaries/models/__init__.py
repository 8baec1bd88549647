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
from summaries.models.edition import Edition, EditionEvent, EditionPlace
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
from summaries.models.mailing import Delivery, Letter, LetterBrief, Mailing
from summaries.models.memory import MemoryPair
from summaries.models.operations import AuditEntry, DeskSession, StageTime
from summaries.models.readers import Attempts, PublicSearchEntry, PublicSite, ReaderReport
from summaries.models.search import SearchEntry
from summaries.models.source import Source, SourceEvent, Topic
from summaries.models.subscriber import Languages, Subscriber, SubscriberEvent, Suppression

__all__ = [
    "ApiToken",
    "Article",
    "Attempts",
    "AuditEntry",
    "Brief",
    "Comment",
    "Correction",
    "Delivery",
    "DeskPreference",
    "DeskSession",
    "Dismissal",
    "Edition",
    "EditionEvent",
    "EditionPlace",
    "Event",
    "Evidence",
    "Fetch",
    "Finding",
    "GlossaryTerm",
    "Host",
    "IdempotentAnswer",
    "Item",
    "Job",
    "Languages",
    "Letter",
    "LetterBrief",
    "Likeness",
    "LikenessKey",
    "Mailing",
    "MemoryPair",
    "Notice",
    "Presence",
    "PublicSearchEntry",
    "PublicSite",
    "PublishedName",
    "ReaderReport",
    "RemovedLine",
    "Revision",
    "Rewording",
    "Scope",
    "SearchEntry",
    "Segment",
    "SegmentEdit",
    "Source",
    "SourceEvent",
    "StageTime",
    "Story",
    "Subscriber",
    "SubscriberEvent",
    "SummarySentence",
    "Suppression",
    "TermAction",
    "TermChange",
    "TermState",
    "Topic",
    "WorkingCopy",
]
