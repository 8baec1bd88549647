"""What a person should look at before publishing, counted on the brief for the queue."""

from django.db.models import Exists, F, OuterRef, Q

from summaries.models import Brief, Evidence, Segment


def stands(segment: Segment) -> bool:
    """Say whether the flags of a sentence still matter: nobody changed or approved its text."""
    return bool(segment.flags) and not segment.is_protected


def flagged(brief: Brief):
    """Return the sentences whose flags still matter."""
    return brief.article.segments.filter(approved_at=None, english=F("machine_english")).exclude(
        flags=[]
    )


def recount(brief: Brief) -> int:
    """Count the brief's warnings anew, store the number and return it.

    A warning is a flagged sentence of the machine that nobody decided on, or a sentence of the
    current summary with weak evidence or none. Costs no write while the number stays.
    """
    number = flagged(brief).count() + _unsupported(brief)
    if number != brief.warnings:
        Brief.objects.filter(pk=brief.pk).update(warnings=number)
        brief.warnings = number
    return number


def _unsupported(brief: Brief) -> int:
    if brief.current is None:
        return 0
    rests = Exists(Evidence.objects.filter(sentence=OuterRef("pk")))
    return brief.current.sentences.filter(Q(supported=False) | ~rests).count()
