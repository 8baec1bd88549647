"""What a page tells programs about itself: schema.org as JSON-LD, and Open Graph."""

from collections.abc import Sequence

from django.urls import reverse

from summaries.models import Edition
from summaries.services import calendars, languages, public_briefs
from summaries.services.mailing.cutting import shortened
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
        "description": _description(_summary(story, here.show)),
        "published": story.brief.published_at,
        "modified": public_briefs.updated_at(story),
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
        "description": _description(intro or headlines),
        "published": edition.published_at,
        "data": {
            "@context": _SCHEMA,
            "@type": "CollectionPage",
            "url": here.canonical,
            "inLanguage": _in_language(languages.asked(here.show)),
            "datePublished": _moment(edition.published_at),
            "mainEntity": {"@type": "ItemList", "itemListElement": entries},
            "publisher": _publisher(),
        },
    }


def _description(text: str) -> str:
    """Return the beginning of a text in one line, as previews of links show it."""
    return shortened(" ".join(text.split()), _DESCRIPTION_CHARACTERS)


def _article(story: Rendition, here: Here) -> dict:
    article = {
        "@type": "NewsArticle",
        "url": here.canonical,
        "mainEntityOfPage": here.canonical,
        "headline": _headline(story, here.show),
        "description": _summary(story, here.show),
        "inLanguage": _in_language(_texts(story, here.show)),
        "datePublished": _moment(story.brief.published_at),
        "dateModified": _moment(public_briefs.updated_at(story)),
        "isBasedOn": _original(story),
    }
    if len(_texts(story, here.show)) == 2:
        article["alternativeHeadline"] = story.revision.headline_ar
    if section := _section(story, here.show):
        article["articleSection"] = section
    if story.corrections:
        article["correction"] = [_correction(one, here.show) for one in story.corrections]
    return article


def _original(story: Rendition) -> dict:
    original = {"@type": "NewsArticle", "inLanguage": "ar", "headline": story.article.headline}
    if story.original_address:
        original["url"] = story.original_address
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


def _texts(story: Rendition, show: str) -> Sequence[str]:
    return languages.on_a_page(story.revision, show)


def _headline(story: Rendition, show: str) -> str:
    return story.headline(_texts(story, show)[0])


def _section(story: Rendition, show: str) -> str:
    topic = story.brief.topic
    if topic is None:
        return ""
    return topic.name_ar if show == "ar" else topic.name_en


def _summary(story: Rendition, show: str) -> str:
    return " ".join(story.summary(_texts(story, show)[0]))


def _address(story: Rendition, here: Here) -> str:
    return Here(story.brief.get_absolute_url(), here.show).canonical


def _in_language(texts: Sequence[str]) -> Sequence[str] | str:
    return texts[0] if len(texts) == 1 else texts


def _moment(when) -> str | None:
    return when.isoformat() if when else None
