"""What readers saw before: by month, by topic, by words; and what was put right since."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from summaries.models import Topic
from summaries.models.brief import BriefQuerySet
from summaries.services import archive, public_search
from summaries.services.languages import in_language
from summaries.services.search import MAX_QUERY_CHARACTERS
from summaries.views.public.kept import kept
from summaries.views.public.language import of_page, shown

# Above it a search says "more than".
_COUNTED = 1000
# What a key can hold.
_MAX_KEY = (1 << 63) - 1


@kept
def months(request: HttpRequest) -> HttpResponse:
    """List the months that have briefs, and the topics."""
    context = _context(request, "archive")
    context |= {"months": archive.months(), "topics": Topic.objects.all()}
    return render(request, "public/archive.html", context)


@kept
def month(request: HttpRequest, month: date) -> HttpResponse:
    """List the briefs of a month by day, and its editions."""
    before = _before(request)
    page, editions = archive.of_month(month, before, shown(request)), archive.editions_of(month)
    if not page.items and not editions and not archive.of_month(month, before).items:
        raise Http404
    context = _context(request, "archive", before)
    context |= {"month": month, "page": page, "days": archive.by_day(page.items)}
    return render(request, "public/month.html", context | {"editions": editions})


@kept
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """List the briefs about a topic, newest first."""
    chosen, before = get_object_or_404(Topic, slug=slug), _before(request)
    context = _context(request, "topic", before)
    context |= {"topic": chosen, "page": archive.of_topic(chosen, before, shown(request))}
    return render(request, "public/topic.html", context)


@kept
def search(request: HttpRequest) -> HttpResponse:
    """Find live briefs by their words, in either language."""
    words = request.GET.get("q", "").replace("\0", "")[:MAX_QUERY_CHARACTERS].strip()
    if not words:
        return render(request, "public/search.html", _context(request, "search"))
    before, found = _before(request), _readable(request, words)
    context = _context(request, "search", before, q=words)
    context |= {"words": words, "count": found[: _COUNTED + 1].count(), "counted": _COUNTED}
    context["page"] = _found(found, before)
    return render(request, "public/search.html", context)


def _readable(request: HttpRequest, words: str) -> BriefQuerySet:
    return in_language(public_search.find(words), shown(request))


def _found(found, before: int | None) -> archive.Slice:
    if before is not None:
        found = found.filter(public_search_entry__pk__lt=before)
    return archive.sliced(archive.lines(found))


@kept
def corrections(request: HttpRequest) -> HttpResponse:
    """List what was corrected or retracted, newest first."""
    before = _before(request)
    context = _context(request, "corrections", before) | {"page": archive.corrections(before)}
    return render(request, "public/corrections.html", context)


def _context(request: HttpRequest, room: str, before: int | None = None, **query: str) -> dict:
    query |= {"before": str(before)} if before is not None else {}
    return of_page(request, query=query) | {"room": room, "before": before}


def _before(request: HttpRequest) -> int | None:
    """Return the entry that this page goes on from; raises Http404 for what is no key."""
    asked = request.GET.get("before")
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and int(asked) <= _MAX_KEY):
        raise Http404
    return int(asked)
