"""JSON Feed 1.1 (jsonfeed.org), with what programs ask for beside it under `_newsdesk`."""

import json

from django.conf import settings

from summaries.models import Correction
from summaries.services.feeds.entries import TAGS, Entry, Feed, Removal, plain, written

MEDIA_TYPE = "application/feed+json"
_OF_SOURCE = ("name_en", "name_ar", "ownership_en", "ownership_ar")
VERSION = "https://jsonfeed.org/version/1.1"


def document(feed: Feed) -> bytes:
    """Return the feed as a JSON Feed in UTF-8."""
    found = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.page,
        "feed_url": feed.address("json"),
        "favicon": f"{settings.SITE_URL}/favicon.ico",
        "language": TAGS[feed.language],
        "authors": [{"name": feed.paper, "url": f"{settings.SITE_URL}/"}],
        "_newsdesk": {
            "about": f"{settings.SITE_URL}/feeds/",
            "retracted": [_removal(removal) for removal in feed.removals],
        },
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(found, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict:
    languages = entry.shows
    found = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.original,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": written(entry.published),
        "date_modified": written(entry.updated),
        "language": languages[0] if len(languages) == 1 else TAGS["both"],
        "tags": [entry.topic] if entry.topic else [],
        "_newsdesk": _facts(entry),
    }
    return {name: value for name, value in found.items() if value}


def _facts(entry: Entry) -> dict:
    """Return what no member of the format has a place for."""
    source, topic = entry.story.source, entry.story.brief.topic
    return {
        "about": f"{settings.SITE_URL}/feeds/",
        "brief": entry.story.brief.pk,
        "topic": topic.slug if topic else None,
        "source": {name: plain(getattr(source, name)) for name in _OF_SOURCE} if source else None,
        "translation": {
            "checked": entry.story.is_checked,
            "trial": bool(entry.story.trials),
            "trial_models": entry.story.trials.as_facts(),
        },
        "corrections": [_note(correction, entry.shows) for correction in entry.story.corrections],
    }


def _note(correction: Correction, languages: list[str]) -> dict:
    notes = {"en": correction.note_en, "ar": correction.note_ar}
    told = {f"note_{name}": plain(notes[name]) for name in languages}
    return {"date": written(correction.created_at)} | told


def _removal(removal: Removal) -> dict:
    facts = {"id": removal.id, "url": removal.url, "date": written(removal.when)}
    return facts | ({"note": removal.comment} if removal.comment else {})
