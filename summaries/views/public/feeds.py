"""The feeds, and the page that lists them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from summaries.models import Topic
from summaries.services import languages
from summaries.services.feeds import atom, entries, json_feed
from summaries.views.public.kept import kept
from summaries.views.public.language import of_page
from summaries.views.shared import readable_anywhere

_FORMATS = {"atom": atom, "json": json_feed}


@kept
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds, for people who look for an address to subscribe to."""
    context = {"topics": Topic.objects.all(), "languages": languages.CHOICES, "room": "feeds"}
    return render(request, "public/feeds.html", of_page(request) | context)


@readable_anywhere
@kept
def feed(_request: HttpRequest, language: str, ending: str, topic: str = "") -> HttpResponse:
    """Return the feed of a language ("both", "en", "ar"), about everything or a topic."""
    about = get_object_or_404(Topic, slug=topic) if topic else None
    form = _FORMATS[ending]
    return HttpResponse(form.document(entries.of(language, about)), content_type=form.MEDIA_TYPE)
