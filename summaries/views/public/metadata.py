"""What a page tells programs about itself: schema.org as JSON-LD, and Open Graph."""

from django.urls import reverse

from summaries.models import Edition
from summaries.services import calendars
from summaries.services.newsroom import NAMES, address
from summaries.services.renditions import Rendition
from summaries.views.public.language import Here

_SCHEMA = "https://schema.org"
# What previews of links show before they cut it.
_DESCRIPTION_CHARACTERS = 200


def of_brief(story: Rendition, here: Here) -> dict:
    """Return the description and the JSON-LD of a brief's page."""
    return {
        "type": "article",
        "title": _headline(story, here.show),
        "section": _section(story, here.show),
        "description": shortened(_summary(story, here.show)),
        "published": story.brief.published_at,
        "modified": modified(story),
        "data": {"@context": _SCHEMA, **_article(story, here), "publisher": _publisher()},
    }


def of_edition(edition: Edition, stories: list[Rendition], here: Here) -> dict:
    """Return the description and the JSON-LD of a day's edition: the list of its briefs."""
    intro = edition.intro_ar if here.show == "ar" else edition.intro_en
    headlines = " · ".join(_headline(story, here.show) for story in stories)
    entries = [
        {"@type": "ListItem", "position": place, "url": _address(story, here)}
        for place, story in enumerate(stories, 1)
    ]
    language = "ar" if here.show == "ar" else "en"
    return {
        "title": f"{NAMES[language]} · {calendars.in_words(edition.date, language)}",
        "description": shortened(intro or headlines),
        "published": edition.published_at,
        "data": {
            "@context": _SCHEMA,
            "@type": "CollectionPage",
            "url": here.canonical,
            "inLanguage": _languages(here.show),
            "datePublished": _moment(edition.published_at),
            "mainEntity": {"@type": "ItemList", "itemListElement": entries},
            "publisher": _publisher(),
        },
    }


def shortened(text: str) -> str:
    """Return the beginning of a text, in one line, as link previews show it."""
    line = " ".join(text.split())
    if len(line) <= _DESCRIPTION_CHARACTERS:
        return line
    return line[:_DESCRIPTION_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,،.;؛") + "…"


def modified(story: Rendition):
    """Return when readers last got another text."""
    changed = [correction.created_at for correction in story.corrections]
    return max([story.brief.published_at, *changed])


def _article(story: Rendition, here: Here) -> dict:
    article = {
        "@type": "NewsArticle",
        "url": here.canonical,
        "mainEntityOfPage": here.canonical,
        "headline": _headline(story, here.show),
        "description": _summary(story, here.show),
        "inLanguage": _languages(here.show),
        "datePublished": _moment(story.brief.published_at),
        "dateModified": _moment(modified(story)),
        "isBasedOn": _original(story),
    }
    if here.show == "both":
        article["alternativeHeadline"] = story.revision.headline_ar
    if section := _section(story, here.show):
        article["articleSection"] = section
    if story.corrections:
        article["correction"] = [_correction(one, here.show) for one in story.corrections]
    return article


def _original(story: Rendition) -> dict:
    original = {"@type": "NewsArticle", "inLanguage": "ar", "headline": story.article.headline}
    if story.article.url:
        original["url"] = story.article.url
    if story.source:
        original["publisher"] = {
            "@type": "NewsMediaOrganization",
            "name": story.source.name_en,
            "alternateName": story.source.name_ar,
            "ownershipFundingInfo": story.source.ownership_en,
        }
    return original


def _correction(correction, show: str) -> dict:
    return {
        "@type": "CorrectionComment",
        "text": correction.note_ar if show == "ar" else correction.note_en,
        "datePublished": _moment(correction.created_at),
    }


def _publisher() -> dict:
    return {
        "@type": "NewsMediaOrganization",
        "name": NAMES["en"],
        "alternateName": NAMES["ar"],
        "url": address("/"),
        "correctionsPolicy": address(reverse("public:corrections")),
    }


def _headline(story: Rendition, show: str) -> str:
    return story.revision.headline_ar if show == "ar" else story.revision.headline_en


def _section(story: Rendition, show: str) -> str:
    topic = story.brief.topic
    if topic is None:
        return ""
    return topic.name_ar if show == "ar" else topic.name_en


def _summary(story: Rendition, show: str) -> str:
    if show == "ar":
        return " ".join(story.revision.arabic_paragraphs)
    return " ".join(sentence.text for sentence in story.sentences)


def _address(story: Rendition, here: Here) -> str:
    return Here(story.brief.get_absolute_url(), here.show).canonical


def _languages(show: str) -> list[str] | str:
    return ["en", "ar"] if show == "both" else show


def _moment(when) -> str | None:
    return when.isoformat() if when else None
