"""The glossary as it is used: accepted terms, found in texts, and terms found by their words.

Accepted terms count: the checks hold texts to them and the machine prefers them. `term_changes` has
what people do to terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from summaries.checks.base import Term
from summaries.checks.glossary import Found, TermIndex, wish
from summaries.engine.text.wordforms import query_words
from summaries.engine.types import Wishes
from summaries.models import GlossaryTerm, TermChange, TermState

MAX_QUERY_CHARACTERS = 200


@dataclass(frozen=True)
class _Accepted:
    """The accepted terms as of a stamp, and where to find them in a text."""

    stamp: str
    terms: tuple[Term, ...]
    index: TermIndex


_accepted = _Accepted("", (), TermIndex(()))


def stamp() -> str:
    """Return a short text that changes when the accepted terms do. One small query."""
    # The count too: of two changes at once the later one may be seen before the earlier.
    found = TermChange.objects.filter(counts=True).aggregate(last=Max("created_at"), n=Count("pk"))
    return f"{found['n']}@{found['last'].timestamp()}" if found["n"] else ""


def changed_at() -> datetime | None:
    """Return when the accepted terms last changed; None where there never were any."""
    return TermChange.objects.filter(counts=True).aggregate(last=Max("created_at"))["last"]


def terms() -> tuple[Term, ...]:
    """Return the accepted terms. Kept in this process until they change."""
    return _current().terms


def terms_in(arabic: str) -> tuple[Term, ...]:
    """Return the accepted terms that an Arabic text uses, however many there are in all."""
    return tuple(found.term for found in found_in(arabic))


def found_in(arabic: str) -> list[Found]:
    """Return the accepted terms that an Arabic text uses, with their places."""
    return _current().index.find(arabic)


def _current() -> _Accepted:
    global _accepted
    if _accepted.stamp != (now := stamp()):
        rows = GlossaryTerm.objects.filter(state=TermState.ACCEPTED).order_by("pk")
        rows = rows.values_list("arabic", "english", "forbidden")
        found = tuple(Term(arabic, english, tuple(rest)) for arabic, english, rest in rows)
        _accepted = _Accepted(now, found, TermIndex(found))
    return _accepted


def search(query: str = "", state: str = "") -> QuerySet[GlossaryTerm]:
    """Return terms that have `query` in a text of theirs, in either language, by their English."""
    rows = GlossaryTerm.objects.filter(**({"state": state} if state else {}))
    return rows.filter(_matches(query)) if query.strip() else rows


def counts(query: str = "") -> dict[str, int]:
    """Return how many terms of each state match `query`, and in all ("")."""
    rows = search(query).order_by().values_list("state").annotate(n=Count("pk"))
    found = {state.value: 0 for state in TermState} | dict(rows)
    return {"": sum(found.values()), **found}


def _matches(query: str) -> Q:
    query = query.strip()[:MAX_QUERY_CHARACTERS]
    return (
        of_words("key", query)
        | Q(english__icontains=query)
        | Q(forbidden__icontains=query)
        | Q(note__icontains=query)
    )


def wishes(sentences: Sequence[str]) -> Wishes:
    """Return what accepted terms ask of the English of Arabic sentences, of those that have any."""
    index = _current().index
    found = {n: index.find(sentence) for n, sentence in enumerate(sentences)}
    return {n: [wish(one.term) for one in some] for n, some in found.items() if some}


def of_words(column: str, query: str) -> Q:
    """Return the condition that a folded Arabic column has every word of `query`, without «ال»."""
    words = query_words(query)
    return Q(*(Q((f"{column}__contains", word)) for word in words)) if words else Q(pk__in=())
