"""How fast the articles of a source come, and which of its pages are worth another look."""

from datetime import timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from summaries.models import Fetch, Item, Source

# New articles of one source that the desk takes in within HOUR. A source that is broken, or means
# ill, cannot bury the others; what is too much waits, and comes later.
MOST_NEW = 60
HOUR = timedelta(hours=1)
# Of items that waited longer MOST_PAGES is limit enough; a source may have a hundred thousand.
COUNTED = timedelta(days=7)
LATER = "The source has too many new articles at once. This one comes within the next hours."

# A page is read at once when its entry changes; of one that changes all the time, so often in HOUR.
MOST_READ = 2
# Many corrections show in no list: a page is looked at again so long after its item was first seen.
LOOK_AGAIN = (timedelta(hours=2), timedelta(hours=24))
# Of older items nobody looks at the pages again.
LOOKED_AT = timedelta(hours=48)


def room(source: Source) -> int:
    """Return how many new articles of a source the desk takes in now.

    Pages on their way count as articles. On its first fetch a source brings what is of today.
    """
    if source.last_success_at is None:
        return MOST_NEW
    now = timezone.now()
    recent = source.items.filter(first_seen_at__gt=now - COUNTED)
    came = recent.filter(article__taken_in_at__gt=now - HOUR, article__reprint_of=None).count()
    coming = source.fetches.open().filter(kind=Fetch.Kind.ITEM, item__article=None).count()
    return max(0, MOST_NEW - came - coming)


def waiting(source: Source) -> QuerySet[Item]:
    """Return the items whose pages nobody fetches yet, nor often of late; the first seen first."""
    fetches = Fetch.objects.filter(item=OuterRef("pk"))
    lately = fetches.filter(finished_at__gt=timezone.now() - HOUR)
    too_often = Exists(lately[MOST_READ - 1 : MOST_READ])
    items = source.items.filter(~Exists(fetches.open()), ~too_often, state=Item.State.WAITING)
    return items.exclude(url="").order_by("first_seen_at", "pk")


def worth_a_look(source: Source) -> QuerySet[Item]:
    """Return the articles whose pages were not looked at since their time came; the oldest first.

    Only those that came from their page: who lists whole texts also lists their changes.
    """
    now = timezone.now()
    fetches = Fetch.objects.filter(item=OuterRef("pk"))
    due = Q()
    for age in LOOK_AGAIN:
        moment = ExpressionWrapper(OuterRef("first_seen_at") + age, DateTimeField())
        due |= Q(first_seen_at__lte=now - age) & ~Exists(fetches.filter(created_at__gte=moment))
    recent = source.items.filter(first_seen_at__gt=now - LOOKED_AT).exclude(article=None)
    from_page = fetches.filter(kind=Fetch.Kind.ITEM, state=Fetch.State.DONE)
    unasked = ~Exists(fetches.open())
    settled = recent.exclude(state=Item.State.WAITING)
    return settled.filter(due, Exists(from_page), unasked).order_by("first_seen_at", "pk")


def is_owed(source: Source) -> bool:
    """Say whether a list that did not change has to be read again: not all of it could be taken."""
    recent = Q(first_seen_at__gt=timezone.now() - LOOKED_AT)
    return source.items.filter(recent, listed_hash="").exists()
