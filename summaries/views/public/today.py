"""The front page, and the edition of a day."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from summaries.models import Edition
from summaries.services import archive
from summaries.services.editions import reading
from summaries.services.renditions import Rendition
from summaries.views.public import metadata
from summaries.views.public.kept import kept
from summaries.views.public.language import of_page, shown

# What a person reads in a minute, in words.
_WORDS_A_MINUTE = 200


@kept
def front(request: HttpRequest) -> HttpResponse:
    """Show the newest edition and what came since; without any edition the newest briefs."""
    edition = reading.latest()
    if edition is None:
        stories = archive.newest_stories(shown(request))
        context = of_page(request) | {"stories": stories, "minutes": minutes(stories)}
        return render(request, "public/front.html", context)
    context = edition_context(request, edition, reading.stories(edition))
    context |= {"since": archive.since(edition, context["show"]), "today": timezone.localdate()}
    return render(request, "public/front.html", context)


@kept
def edition(request: HttpRequest, day: date) -> HttpResponse:
    """Show the edition of a date, with the ways to the ones before and after it."""
    found = reading.on(day)
    if found is None:
        raise Http404
    context = edition_context(request, found, reading.stories(found))
    context |= {"previous": reading.previous(found), "next": reading.next(found)}
    return render(request, "public/edition.html", context)


def edition_context(
    request: HttpRequest, edition: Edition, stories: list[Rendition], *, public: str = ""
) -> dict:
    """Return what the page of an edition shows; the desk's preview renders the same page.

    What is in the other language only is counted, not shown.
    `public` is the path that readers know it by, where `request` asked for another.
    """
    context = of_page(request, public=public)
    readable = [story for story in stories if story.languages(context["show"])]
    return context | {
        "edition": edition,
        "stories": readable,
        "size": len(stories),
        "elsewhere": len(stories) - len(readable),
        "minutes": minutes(readable),
        "is_short": 0 < len(stories) < settings.EDITION_FEWEST,
        "metadata": metadata.of_edition(edition, readable, context["here"]),
    }


def minutes(stories: list[Rendition]) -> int:
    """Return about how long it takes to read the English of these stories."""
    words = sum(len(one.text.split()) for story in stories for one in story.sentences)
    return max(1, round(words / _WORDS_A_MINUTE))
