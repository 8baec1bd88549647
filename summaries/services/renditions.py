"""A brief as a reader meets it."""

import copy
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F, Prefetch
from django.utils import timezone

from summaries.models import Brief, Event, Evidence, Revision, Segment
from summaries.services import figures, languages, passages, trial_models
from summaries.services.sources import sites
from summaries.services.web_addresses import web_address
from summaries.workflow import GOES_LIVE


def with_text(briefs, version: str = "live"):
    """Fetch with the briefs everything a story shows, in a fixed number of queries.

    `version` is the one the story is made of: "live", or "current" for a preview.
    """
    in_source_order = ("segment__line", "segment__sentence")
    links = Evidence.objects.select_related("segment").order_by(*in_source_order)
    published = Event.objects.filter(verb__in=GOES_LIVE).order_by("pk")
    return briefs.select_related(version, "article__source", "topic").prefetch_related(
        Prefetch(f"{version}__sentences__evidence", links),
        Prefetch("article__segments", Segment.objects.only("article", "provenance")),
        Prefetch("events", published, to_attr="publications"),
        "corrections",
    )


class Quotation(NamedTuple):
    """A sentence of the original under the summary, in both languages."""

    english: str
    arabic: str


class Claim(NamedTuple):
    """A sentence of the English summary by its position, with what it rests on.

    `arabic` is the paragraph that stands beside it; empty where the two do not go along.
    """

    position: int
    text: str
    quotations: list[Quotation]
    arabic: str = ""


class Rendition:
    """A version of a brief with its evidence, built from prefetched records only.

    Without `revision` it is what readers see. With one it is what they would see if that version
    were published now: the desk previews exactly this.
    """

    def __init__(self, brief: Brief, revision: Revision | None = None) -> None:
        self.is_preview = revision is not None
        self.brief = _as_if_published(brief, revision) if revision else brief
        self.revision = self.brief.live
        self.article = brief.article
        self.source = brief.article.source

    def headline(self, language: str) -> str:
        """Return the headline in one language."""
        return languages.headline(self.revision, language)

    def summary(self, language: str) -> list[str]:
        """Return the summary in one language, by sentences in English, by paragraphs in Arabic."""
        return languages.summary(self.revision, language)

    def languages(self, show: str = languages.BOTH, first: str = languages.ENGLISH) -> list[str]:
        """Return in which languages a reader of `show` gets it, `first` first; maybe in none."""
        return languages.of(self.revision, show, first)

    @cached_property
    def sentences(self) -> list:
        """The English summary, sentence by sentence."""
        return list(self.revision.sentences.all())

    @cached_property
    def claims(self) -> list[Claim]:
        """Every sentence of the summary with what it rests on, which may be nothing."""
        beside = passages.beside(self.revision)
        return [
            Claim(s.position, s.text, [self._quote(link) for link in s.evidence.all()], arabic)
            for s, arabic in zip(self.sentences, beside, strict=True)
        ]

    @cached_property
    def evidence(self) -> list[tuple[str, list[Quotation]]]:
        """Each sentence of the summary that rests on something, with what it rests on."""
        return [(claim.text, claim.quotations) for claim in self.claims if claim.quotations]

    def _quote(self, link) -> Quotation:
        # Publishing copies the desk's English into the link; until then readers keep the old one.
        english = link.segment.english if self.is_preview else link.english
        return Quotation(english, link.segment.arabic)

    @cached_property
    def trials(self) -> trial_models.Trials:
        """The trial models that wrote the summary, or any of the translation under it."""
        last = None if self.is_preview else self._publication
        return trial_models.as_published(last, self.article, self.revision)

    @cached_property
    def is_checked(self) -> bool:
        """Whether a person approved or changed any of it, as far as that is on record.

        A trial model's text is published by nobody who does not vouch for every sentence of it.
        """
        if self.is_preview:
            return self.revision.author_id is not None or self._is_worked_on()
        if self.trials:
            return True
        kept = figures.of_publication(self._publication)
        return kept.is_checked if kept else self.revision.author_id is not None

    @property
    def _publication(self) -> Event | None:
        return next(iter(self.brief.publications[-1:]), None)

    def _is_worked_on(self) -> bool:
        as_written = {"approved_at": None, "english": F("machine_english")}
        return Segment.objects.filter(article=self.article).exclude(**as_written).exists()

    @cached_property
    def original(self) -> list[str]:
        """The Arabic article, one paragraph an item; empty where its source allows excerpts only.

        One query, and none where nothing may be shown.
        """
        if not sites.may_show_whole(self.article):
            return []
        rows = Segment.objects.filter(article=self.article).values_list("line", "arabic")
        lines = groupby(rows, key=itemgetter(0))
        return [" ".join(arabic for _line, arabic in line) for _number, line in lines]

    @property
    def original_address(self) -> str:
        """The web address of the original; empty where there is none that a browser opens."""
        return web_address(self.article.url)

    @property
    def corrections(self) -> list:
        """The correction notes, newest first."""
        return list(self.brief.corrections.all())


def _as_if_published(brief: Brief, revision: Revision) -> Brief:
    """Return an unsaved copy of the brief as publishing would leave it (a correction: no new date).

    The copy keeps what was prefetched.
    """
    published = copy.copy(brief)
    published.live = revision
    published.published_at = brief.published_at or timezone.now()
    return published
