"""The public front page and the permalink of a brief."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from summaries.models import Brief
from summaries.services.provenance import of_readers
from summaries.services.renditions import Rendition, with_text
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
    stories = [Rendition(brief) for brief in page]
    context = {"page": page, "stories": stories, "show": shown(request)}
    context["canonical"] = request.build_absolute_uri(request.path)
    return render(request, "public/front.html", context)


@require_safe
@conditional_page
@_revalidated
def brief(request, pk: int, slug: str = ""):
    """Show one brief. A wrong slug moves to the right one, a retracted brief is gone (410)."""
    found = _public_brief(pk)
    if slug != _slug(found):
        return _moved(request, found.get_absolute_url())
    context = page_context(request, Rendition(found))
    if found.status == Status.RETRACTED:
        return _gone(request, found, context)
    return render(request, "public/brief.html", context)


@require_safe
@conditional_page
@_revalidated
def provenance(request, pk: int, slug: str):
    """Show where the text of a brief comes from, as it was published last."""
    found = _public_brief(pk)
    address = reverse("public:provenance", args=[found.pk, _slug(found)])
    if slug != _slug(found):
        return _moved(request, address)
    context = page_context(request, Rendition(found))
    if found.status == Status.RETRACTED:
        return _gone(request, found, context)
    context |= {"record": of_readers(found), "canonical": request.build_absolute_uri(address)}
    return render(request, "public/provenance.html", context)


def _public_brief(pk: int) -> Brief:
    return get_object_or_404(with_text(Brief.objects.public()), pk=pk)


def _slug(brief: Brief) -> str:
    return brief.slug or "brief"


def _moved(request, address: str):
    query = request.META["QUERY_STRING"]
    return redirect(address + (f"?{query}" if query else ""), permanent=True)


def _gone(request, brief: Brief, context: dict):
    context["retraction"] = brief.events.filter(to_status=Status.RETRACTED).first()
    return render(request, "public/gone.html", context, status=410)


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(request):
    """Lead those who ask at the old address, whatever the page says, to the icon."""
    return redirect(static("summaries/favicon.svg"), permanent=True)


def page_context(request, story: Rendition) -> dict:
    """Return what the page of one brief shows; the desk's preview renders the same page with it."""
    address = request.build_absolute_uri(story.brief.get_absolute_url())
    return {"story": story, "show": shown(request), "canonical": address}


def shown(request) -> str:
    """Return which languages were asked for: "both", "en" or "ar"."""
    asked = request.GET.get("show", "both")
    return asked if asked in LANGUAGES else "both"
