"""The sources of the newsroom on the pictures, with two weeks of items."""

from datetime import timedelta

from django.utils import timezone

from summaries.models import Item, Source


def make_outlet(items_a_day: int, last_error: str = "", **facts) -> Source:
    """Return a source that has listed items for two weeks, more on some days than on others."""
    now = timezone.now()
    failures = 6 if last_error else 0
    last = now - timedelta(hours=30 if last_error else 1)
    source = Source.objects.create(
        last_error=last_error,
        failures=failures,
        last_fetch_at=now - timedelta(minutes=12),
        last_success_at=last,
        last_item_at=last,
        failing_since=last if last_error else None,
        next_fetch_at=now + timedelta(minutes=18),
        created_at=now - timedelta(days=20),
        **facts,
    )
    Item.objects.bulk_create(
        Item(source=source, key=f"{day}-{n}", state=Item.State.TAKEN_IN, listed_hash="",
             title="", first_seen_at=last - timedelta(days=day, minutes=40 * n))
        for day in range(14)
        for n in range(items_a_day + (day * 5) % 7 % (items_a_day + 1))
    )  # fmt: skip
    return source
