"""What one article is to another: the same, a reprint, a report of the same event, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summaries.likeness.fingerprint import SHORTEST_BODY, Fingerprint
from summaries.likeness.measures import Agreement, Conflict, agreement, conflict

# A logistic regression on pairs of real articles that were read and labelled, rounded; the weight
# of details was set by hand on the same half. What contradicts counts as much as what is shared:
# yesterday's weather is told in today's words.
_FOR = Agreement(passages=3.0, phrases=2.5, words=2.5, details=2.0)
_AGAINST = Conflict(dates=1.0, numbers=1.0, ordinals=2.0, weekdays=0.5, blanks=1.0, figures=0.0)
# Where a wrong merge has become rare; a missing one is mended by hand. What one outlet tells in
# similar words are mostly two events of a series. What two outlets tell is mostly one, if they
# agree in two details or more.
_NEEDED = 4.0
_NEEDED_ELSEWHERE = 3.5
_NEEDED_IN_DETAIL, _DETAILED = 2.25, 0.6
_NEEDED_OF_A_REPRINT = 3.5
_SAME = 10.0  # more than any sum of the above

_REPRINTED = 0.6  # of the passages of the shorter text
_OTHER_FIGURES = 0.2
_BLANKS = 0.2  # one place: an editor corrects a name
# A form letter has the same passages and three places or more that were filled in otherwise; an
# update of the same news has one or two.
_FORM_PASSAGES, _FORM_BLANKS = 0.4, 0.6


class Relation(StrEnum):
    """What two articles are to each other, the closest first."""

    SAME = "same"
    REPRINT = "reprint"
    RELATED = "related"
    UNRELATED = "unrelated"


@dataclass(frozen=True)
class Verdict:
    """A relation and how strong it is: the larger, the closer; only to be compared with others."""

    relation: Relation
    score: float


_NOTHING = Verdict(Relation.UNRELATED, 0.0)


def relation(a: Fingerprint, b: Fingerprint, *, same_outlet: bool = True) -> Verdict:
    """Say what two articles are to each other. Symmetric; never raises.

    Less is needed to be RELATED where they are known to be of two outlets. RELATED is meant for
    articles at most `candidates.WINDOW` apart; SAME and REPRINT hold for any.
    """
    if a.same_key and a.same_key == b.same_key:
        return Verdict(Relation.SAME, _SAME)
    if min(len(a.body), len(b.body)) < SHORTEST_BODY:
        return _NOTHING
    shared = agreement(a, b)
    needed = _needed(shared, same_outlet)
    score = _sum(shared, _FOR)
    if score <= min(needed, _NEEDED_OF_A_REPRINT):
        return Verdict(Relation.UNRELATED, score)
    against = conflict(a, b)
    score -= _sum(against, _AGAINST)
    if _is_form_letter(shared, against):
        return Verdict(Relation.UNRELATED, score)
    if score > _NEEDED_OF_A_REPRINT and _is_reprint(shared, against):
        return Verdict(Relation.REPRINT, score)
    return Verdict(Relation.RELATED if score > needed else Relation.UNRELATED, score)


def _needed(shared: Agreement, same_outlet: bool) -> float:
    if same_outlet:
        return _NEEDED
    return _NEEDED_IN_DETAIL if shared.details >= _DETAILED else _NEEDED_ELSEWHERE


def _sum(measured: Agreement | Conflict, weights: Agreement | Conflict) -> float:
    return sum(value * getattr(weights, name) for name, value in vars(measured).items())


def _is_reprint(shared: Agreement, against: Conflict) -> bool:
    return (
        shared.passages >= _REPRINTED
        and against.figures <= _OTHER_FIGURES
        and against.blanks <= _BLANKS
        and not against.dates
        and not against.ordinals
    )


def _is_form_letter(shared: Agreement, against: Conflict) -> bool:
    return shared.passages >= _FORM_PASSAGES and against.blanks >= _FORM_BLANKS
