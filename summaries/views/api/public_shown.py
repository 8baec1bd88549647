"""Briefs and editions as everybody may read them. No address in here comes from the Host header."""

from django.urls import reverse

from summaries import models
from summaries.services import languages, newsroom, public_briefs
from summaries.services.renditions import Rendition
from summaries.services.texts import paragraphs
from summaries.views.api import public_schemas as schemas


def address(name: str, *args) -> str:
    """Return the whole address of something of the API or the site."""
    return newsroom.address(reverse(name, args=args))


def brief(story: Rendition, language: str = "both") -> schemas.PublicBrief:
    """Return a live brief, its text in "both" languages, "en" or "ar"."""
    return schemas.PublicBrief(**_facts(story, language))


def whole_brief(story: Rendition) -> schemas.WholeBrief:
    """Return a live brief with its evidence."""
    evidence = [
        schemas.Support(
            sentence=sentence,
            rests_on=[schemas.Passage(ar=one.arabic, en=one.english) for one in quotations],
        )
        for sentence, quotations in story.evidence
    ]
    return schemas.WholeBrief(**_facts(story, "both"), evidence=evidence)


def note(correction: models.Correction) -> schemas.Note:
    """Return a public note."""
    return schemas.Note(
        at=correction.created_at, en=correction.note_en or None, ar=correction.note_ar or None
    )


def edition_facts(edition: models.Edition) -> dict:
    """Return what every answer says of an edition, as values of `EditionFacts`."""
    intro = schemas.Introduction(en=paragraphs(edition.intro_en), ar=paragraphs(edition.intro_ar))
    return {
        "date": edition.date,
        "url": address("api:public-edition", edition.date.isoformat()),
        "page": address("public:edition", edition.date),
        "published_at": edition.published_at,
        "intro": intro,
    }


def _facts(story: Rendition, language: str) -> dict:
    brief, article = story.brief, story.article
    return {
        "id": brief.pk,
        "url": address("api:public-brief", brief.pk),
        "page": newsroom.address(brief.get_absolute_url()),
        "published_at": brief.published_at,
        "updated_at": public_briefs.updated_at(story),
        "topic": _topic(brief.topic),
        "en": _text(story, languages.ENGLISH, language),
        "ar": _text(story, languages.ARABIC, language),
        "original": schemas.Original(
            address=story.original_address or None,
            headline=article.headline,
            byline=article.byline or None,
            published_at=article.published_at,
            outlet=_outlet(story.source),
        ),
        "translation": _translation(story),
        "corrections": [note(correction) for correction in story.corrections],
    }


def _translation(story: Rendition) -> schemas.Translation:
    trials = [schemas.TrialModel(**one) for one in story.trials.as_facts()]
    return schemas.Translation(
        checked=story.is_checked, trial=bool(story.trials), trial_models=trials
    )


def _text(story: Rendition, language: str, asked: str) -> schemas.Text | None:
    if language not in story.languages(asked):
        return None
    return schemas.Text(headline=story.headline(language), paragraphs=story.summary(language))


def _topic(topic: models.Topic | None) -> schemas.Topic | None:
    if topic is None:
        return None
    return schemas.Topic(slug=topic.slug, name_en=topic.name_en, name_ar=topic.name_ar)


def _outlet(source: models.Source | None) -> schemas.Outlet | None:
    if source is None:
        return None
    names = ("name_en", "name_ar", "ownership_en", "ownership_ar")
    return schemas.Outlet(**{name: getattr(source, name) or None for name in names})
