"""Editions as readers meet them."""

from collections.abc import Iterable
from datetime import date

from summaries.models import Brief, Edition
from summaries.services.renditions import Rendition, with_text


def latest() -> Edition | None:
    """Return the newest edition that readers have. One query."""
    return _published().order_by("-date").first()


def on(day: date) -> Edition | None:
    """Return the edition of a date, where readers have one. One query."""
    return _published().filter(date=day).first()


def previous(edition: Edition) -> Edition | None:
    """Return the published edition before this one. One query."""
    return _published().filter(date__lt=edition.date).order_by("-date").first()


def next(edition: Edition) -> Edition | None:
    """Return the published edition after this one. One query."""
    return _published().filter(date__gt=edition.date).order_by("date").first()


def stories(edition: Edition) -> list[Rendition]:
    """Return what readers see of an edition's briefs, in its order, in a fixed number of queries.

    Briefs that were retracted are not among them.
    """
    return in_order(edition.places.values_list("brief", flat=True))


def in_order(briefs: Iterable[int]) -> list[Rendition]:
    """Return what readers see of the briefs with these keys, in this order, live ones only."""
    keys = list(briefs)
    found = {brief.pk: brief for brief in with_text(Brief.objects.live().filter(pk__in=keys))}
    return [Rendition(found[key]) for key in keys if key in found]


def _published():
    return Edition.objects.filter(state=Edition.State.PUBLISHED)
