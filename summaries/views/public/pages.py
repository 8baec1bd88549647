"""The permalink of a brief, and where its text comes from."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from summaries.models import Brief
from summaries.services import archive
from summaries.services.newsroom import with_show
from summaries.services.provenance import of_readers
from summaries.services.renditions import Rendition, with_text
from summaries.views.public import metadata
from summaries.views.public.kept import kept
from summaries.views.public.language import of_page, shown
from summaries.workflow import Status

__all__ = ["brief", "page_context", "provenance", "shown"]


@kept
def brief(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show one brief. A wrong slug moves to the right one, a retracted brief is gone (410)."""
    found = public_brief(pk)
    if found.status == Status.RETRACTED:
        return _gone(request, found)
    if request.path != found.get_absolute_url():
        return _moved(request, found.get_absolute_url())
    context = page_context(request, Rendition(found)) | {"edition": archive.edition_of(found)}
    return render(request, "public/brief.html", context)


@kept
def provenance(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show where the text of a brief comes from, as it was published last."""
    found = public_brief(pk)
    if found.status == Status.RETRACTED:
        return _gone(request, found)
    address = reverse("public:provenance", args=[found.pk, found.slug])
    if request.path != address:
        return _moved(request, address)
    context = of_page(request) | {"story": Rendition(found), "record": of_readers(found)}
    return render(request, "public/provenance.html", context)


@require_safe
def short(request: HttpRequest, pk: str) -> HttpResponse:
    """Lead a permalink that lost its readable part in an email home."""
    return _moved(request, public_brief(int(pk)).get_absolute_url())


def public_brief(pk: int) -> Brief:
    """Return a brief that has a public page, with its text. Raises Http404 for any other."""
    # More than a key can hold is no key: SQLite would fail on it.
    if pk >= 1 << 63:
        raise Http404
    briefs = Brief.objects.public().exclude(live=None)
    return get_object_or_404(with_text(briefs), pk=pk)


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    return redirect(with_show(address, shown(request)), permanent=True)


def _gone(request: HttpRequest, brief: Brief) -> HttpResponse:
    context = of_page(request) | {"story": Rendition(brief)}
    context["retraction"] = brief.events.filter(to_status=Status.RETRACTED).first()
    response = render(request, "public/gone.html", context, status=410)
    if request.path != brief.get_absolute_url():
        # Whatever it was called before, in no end of spellings: only one of them is kept.
        add_never_cache_headers(response)
    return response


def page_context(request: HttpRequest, story: Rendition) -> dict:
    """Return what the page of one brief shows; the desk's preview renders the same page with it."""
    context = of_page(request, public=story.brief.get_absolute_url())
    here = replace(context["here"], texts=story.languages())
    return context | {"story": story, "here": here, "metadata": metadata.of_brief(story, here)}
