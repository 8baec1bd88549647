"""Sentences that were approved before there was a translation memory are in it from now on."""

import hashlib
from itertools import islice

from django.db import migrations

from summaries.engine.text.normalise import for_matching

# As many sentences as one INSERT takes.
BATCH = 500
SHORTEST_WORDS = 3


def remember(apps, _schema) -> None:
    """Make a pair of each approved sentence that has none, as an approval does now."""
    segments = apps.get_model("summaries", "Segment").objects
    pairs = apps.get_model("summaries", "MemoryPair")
    approved = segments.filter(kind="body", memory_pair=None).exclude(approved_at=None)
    approved = approved.exclude(english="").order_by("pk")
    new = (_pair(pairs, one) for one in _batches(approved) if _is_memorable(one))
    while batch := list(islice(new, BATCH)):
        pairs.objects.bulk_create(batch)


def _batches(approved):
    """Yield the sentences a batch at a time: no cursor stays open while pairs are written."""
    last = 0
    while batch := list(approved.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _is_memorable(segment) -> bool:
    return len(segment.arabic.split()) >= SHORTEST_WORDS


def _pair(pairs, segment):
    folded = for_matching(segment.arabic)
    return pairs(
        arabic=segment.arabic,
        english=segment.english,
        folded=folded,
        key=hashlib.sha256(folded.encode()).hexdigest(),
        segment=segment,
        approved_by_id=segment.approved_by_id,
        approved_at=segment.approved_at,
    )


class Migration(migrations.Migration):
    dependencies = [("summaries", "0006_glossary_and_memory")]
    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
