"""How names were spelled before: published briefs hold later articles to their spelling."""

from collections.abc import Sequence

from summaries.checks.base import Pair
from summaries.checks.names.spelling import aligned
from summaries.models import Brief, Evidence, PublishedName
from summaries.workflow import LIVE

MAX_CHARACTERS = PublishedName._meta.get_field("english").max_length


def known(brief: Brief, pairs: Sequence[Pair]) -> dict[str, str]:
    """Return how other live briefs spell the names in these pairs, by key; the newest counts."""
    keys = {name.key for pair in pairs for name in aligned(pair)}
    rows = PublishedName.objects.filter(arabic__in=keys, brief__status__in=LIVE)
    rows = rows.exclude(brief=brief.pk).order_by("brief__published_at", "brief")
    return dict(rows.values_list("arabic", "english"))


def keep(brief: Brief) -> None:
    """Store how the sentences that readers see under a brief spell their names."""
    shown = Evidence.objects.filter(sentence__revision=brief.live_id).select_related("segment")
    pairs = {link.segment_id: Pair(link.segment.arabic, link.english) for link in shown}
    found = {name.key: name.english for pair in pairs.values() for name in aligned(pair)}
    brief.published_names.all().delete()
    PublishedName.objects.bulk_create(
        PublishedName(brief=brief, arabic=key, english=english)
        for key, english in found.items()
        if max(len(key), len(english)) <= MAX_CHARACTERS
    )
