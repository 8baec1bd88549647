"""The public front page and the permalink of a brief."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from summaries.models import Brief, Evidence, Segment
from summaries.views.public.story import Story
from summaries.workflow import Status

PAGE_SIZE = 20
LANGUAGES = ("both", "en", "ar")
# Anybody may keep a page, and asks each time whether it is still right: a retraction shows at once.
_revalidated = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@conditional_page
@_revalidated
def front(request):
    """List the published briefs, newest first, in both languages or one (`?show=en`)."""
    page = Paginator(with_text(Brief.objects.live()), PAGE_SIZE).get_page(request.GET.get("page"))
    stories = [Story(brief) for brief in page]
    context = {"page": page, "stories": stories, "show": _show(request)}
    return render(request, "public/front.html", context | _address(request))


@require_safe
@conditional_page
@_revalidated
def brief(request, pk: int, slug: str = ""):
    """Show one brief. A wrong slug moves to the right one, a retracted brief is gone (410)."""
    found = get_object_or_404(with_text(Brief.objects.public()), pk=pk)
    if slug != (found.slug or "brief"):
        query = request.META["QUERY_STRING"]
        address = found.get_absolute_url() + (f"?{query}" if query else "")
        return redirect(address, permanent=True)
    context = {"story": Story(found), "show": _show(request)} | _address(request)
    if found.status == Status.RETRACTED:
        context["retraction"] = found.events.filter(to_status=Status.RETRACTED).first()
        return render(request, "public/gone.html", context, status=410)
    return render(request, "public/brief.html", context)


def with_text(briefs):
    """Fetch with the briefs everything a story shows, in a fixed number of queries."""
    in_source_order = ("segment__line", "segment__sentence")
    links = Evidence.objects.select_related("segment").order_by(*in_source_order)
    return briefs.select_related("live", "article__source").prefetch_related(
        Prefetch("live__sentences__evidence", links),
        Prefetch("article__segments", Segment.objects.only("article", "provenance")),
        "corrections",
    )


def _show(request) -> str:
    asked = request.GET.get("show", "both")
    return asked if asked in LANGUAGES else "both"


def _address(request) -> dict[str, str]:
    return {"canonical": request.build_absolute_uri(request.path)}
