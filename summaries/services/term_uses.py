"""Where a glossary term is used, and which published briefs word it otherwise than agreed now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from summaries.checks.base import Term
from summaries.checks.glossary import TermIndex
from summaries.engine.terms import unwanted
from summaries.engine.types import Wish
from summaries.models import Brief, Evidence, GlossaryTerm, Segment, SummarySentence, TermState
from summaries.services import search

# Of how many briefs, the newest first, the texts are read for one page.
MOST_READ = 200


@dataclass(frozen=True)
class Outdated:
    """A published brief that words a term otherwise: where, and how."""

    brief: Brief
    places: list[tuple[str, str]]


def uses(term: GlossaryTerm) -> list[Brief]:
    """Return the briefs whose Arabic has the term, the newest first, at most MOST_READ."""
    return _having(term, Brief.objects.on_the_desk())


def former_wordings(term: GlossaryTerm) -> list[str]:
    """Return the English that was agreed on before, the newest first, without today's."""
    changes = term.changes.exclude(before={}).values_list("before", flat=True)
    agreed = (old["english"] for old in changes if old.get("state") == TermState.ACCEPTED)
    return [old for old in dict.fromkeys(agreed) if old.casefold() != term.english.casefold()]


def outdated(term: GlossaryTerm) -> list[Outdated]:
    """Return the published briefs that have the term and an old or unwanted wording of it.

    Looked at is what readers see: headline, summary and evidence. Newest first, of at most
    MOST_READ briefs.
    """
    wish = Wish(term.english, (*former_wordings(term), *term.forbidden))
    if term.state != TermState.ACCEPTED or not wish.forbidden:
        return []
    links = Prefetch("evidence", Evidence.objects.exclude(english="").select_related("segment"))
    sentences = SummarySentence.objects.prefetch_related(links)
    live = Brief.objects.live().select_related("live", "article__source")
    live = live.prefetch_related(Prefetch("live__sentences", sentences))
    found = ((brief, _places(brief, wish)) for brief in _having(term, live))
    return [Outdated(brief, places) for brief, places in found if places]


def _places(brief: Brief, wish: Wish) -> list[tuple[str, str]]:
    """Return what readers find, as (where in words, wording), each once."""
    found = [
        (where, text[place.start : place.end])
        for where, text in _texts(brief)
        for _wording, place in unwanted(wish, text)
    ]
    return list(dict.fromkeys(found))


def _texts(brief: Brief) -> Iterator[tuple[str, str]]:
    yield _("headline"), brief.live.headline_en
    for sentence in brief.live.sentences.all():
        yield _("summary"), sentence.text
        for link in sentence.evidence.all():
            yield _("evidence"), link.english


def _having(term: GlossaryTerm, briefs: QuerySet) -> list[Brief]:
    condition = search.matching(_query(term.arabic))
    if condition is None:
        return []
    found = list(briefs.filter(condition)[:MOST_READ])
    having = _articles_with(term, [brief.article_id for brief in found])
    return [brief for brief in found if brief.article_id in having]


def _query(arabic: str) -> str:
    # A last word may be unfinished: without its ending it is found in both cases.
    return arabic[:-2] if arabic.endswith(("ون", "ين")) and len(arabic) > 4 else arabic


def _articles_with(term: GlossaryTerm, articles: Sequence[int]) -> set[int]:
    """Return the articles that really use the term: the search finds its words anywhere."""
    index = TermIndex([Term(term.arabic, term.english)])
    rows = Segment.objects.filter(article__in=articles).values_list("article", "arabic")
    return {article for article, arabic in rows.order_by() if index.find(arabic)}
