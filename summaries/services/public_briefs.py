"""Live briefs as lists of them are made: what they are about, and when they changed last."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q

from summaries.models import Brief, Correction, Topic
from summaries.models.brief import BriefQuerySet
from summaries.services.renditions import Rendition, with_text

_IS_CORRECTION = Q(kind=Correction.Kind.CORRECTION)


def about(briefs: BriefQuerySet, topic: Topic | None) -> BriefQuerySet:
    """Return those of the briefs that are about a topic; all of them without one."""
    return briefs.filter(topic=topic) if topic else briefs


def changed_since(briefs: BriefQuerySet, moment: datetime) -> BriefQuerySet:
    """Return those of the briefs that were published or corrected then or later."""
    corrected = Correction.objects.filter(_IS_CORRECTION, brief=OuterRef("pk"))
    late = Exists(corrected.filter(created_at__gte=moment))
    return briefs.filter(Q(published_at__gte=moment) | Q(late))


def newest_changed(briefs: BriefQuerySet, most: int) -> list[Rendition]:
    """Return the live briefs that were published or corrected last, the last one first.

    They are among the last published and the last corrected ones: neither needs a look at all.
    """
    corrections = Correction.objects.filter(_IS_CORRECTION, brief__in=briefs.order_by())
    corrected = corrections.values("brief").annotate(at=Max("created_at")).order_by("-at")
    keys = {
        *briefs.order_by("-published_at").values_list("pk", flat=True)[:most],
        *corrected.values_list("brief", flat=True)[:most],
    }
    found = with_text(Brief.objects.live().filter(pk__in=keys))
    return sorted(map(Rendition, found), key=updated_at, reverse=True)[:most]


def updated_at(story: Rendition) -> datetime:
    """Return when readers got another text last: by publication or by a correction."""
    corrected = [correction.created_at for correction in story.corrections]
    return max([story.brief.published_at, *corrected])
