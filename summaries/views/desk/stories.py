"""Stories: the briefs about one event side by side, put together and taken apart by people."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.forms.glossary import query_of
from summaries.models import Article, Brief, Segment, Story
from summaries.services import partners
from summaries.services import stories as service
from summaries.services.errors import Invalid
from summaries.templatetags.desk import in_language
from summaries.views.desk.posted import whole_number
from summaries.views.guard import desk_view, post_only

PAGE_SIZE = 20
# Of an article, how many sentences are shown, and reprints named.
SENTENCES, REPRINTS = 2, 10


@dataclass(frozen=True)
class Card:
    """One brief of a story: the first sentences of its article, and who else published it."""

    brief: Brief
    sentences: list[Segment]
    reprints: list[Article] = field(default_factory=list)


@require_safe
@desk_view
def story(request, story: int):
    """Show the briefs of a story, the newest first; `?q=` looks for others to put into it."""
    return _page(request, get_object_or_404(Story, pk=story).briefs.all())


@require_safe
@desk_view
def of_brief(request, pk: int):
    """Show the story of a brief; of one that is in none, the brief and what could join it."""
    brief = get_object_or_404(Brief, pk=pk)
    if brief.story_id:
        return redirect("desk:story", brief.story_id)
    return _page(request, Brief.objects.filter(pk=pk))


@post_only
@desk_view
def merge(request, pk: int):
    """Put the brief `other`, with everything in its story, into the story of this one."""
    brief = get_object_or_404(Brief, pk=pk)
    number = whole_number(request.POST.get("other", ""))
    other = Brief.objects.filter(pk=number).first() if number else None
    try:
        if other is None:
            raise Invalid(_("There is no brief with this number."))
        found = service.merge(request.user, [brief, other])
    except Invalid as error:
        messages.warning(request, str(error))
        return redirect("desk:brief-story", pk)
    messages.success(request, _("The briefs are one story now."))
    return redirect("desk:story", found.pk)


@post_only
@desk_view
def split(request, pk: int):
    """Take a brief out of its story, with a `reason` where there is one to tell."""
    brief = get_object_or_404(Brief, pk=pk)
    try:
        left = service.split(request.user, brief, request.POST.get("reason", ""))
    except Invalid as error:
        messages.warning(request, str(error))
        return redirect("desk:brief-story", pk)
    if left:
        messages.success(request, _("“%(brief)s” is a row of its own again.") % {"brief": brief})
        return redirect("desk:story", left.pk)
    messages.success(request, _("The story is dissolved: each of its briefs stands alone again."))
    return redirect("desk:brief-story", pk)


def _page(request, briefs):
    query = query_of(request.GET.get("q", ""))
    page = Paginator(_shown(briefs), PAGE_SIZE).get_page(request.GET.get("page"))
    first = page.object_list[0]
    context = {
        "story": first.story,
        "first": first,
        "title": _title(first),
        "page": page,
        "cards": _cards(list(page)),
        "q": query,
        "candidates": partners.candidates(first, query),
    }
    return render(request, "desk/story.html", context)


def _title(brief: Brief) -> str:
    """Return the brief's headline in the language of the page, or in the one it has."""
    return in_language(brief.current, "headline") or brief.article.headline or str(brief)


def _shown(briefs):
    body = Segment.objects.filter(kind=Segment.Kind.BODY)
    related = ("article__source", "current", "owner", "story")
    return (
        briefs.select_related(*related)
        .defer("article__raw_text")
        .prefetch_related(Prefetch("article__segments", body[:SENTENCES], to_attr="opening"))
        .order_by("-article_id")
    )


def _cards(briefs: list[Brief]) -> list[Card]:
    reprints = service.reprints([brief.article for brief in briefs], REPRINTS)
    return [
        Card(brief, brief.article.opening, reprints.get(brief.article_id, [])) for brief in briefs
    ]
