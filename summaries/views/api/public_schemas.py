"""What everybody may read of the live briefs, field by field; shown on the page of the API."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from summaries.views.api.schemas import ShownMoment

ShownDay = Annotated[
    date,
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "format": "date"}, mode="serialization"),
]


class Text(BaseModel):
    """A text of a brief in one language."""

    headline: str = Field(description=gettext_noop("The headline."))
    paragraphs: list[str] = Field(description=gettext_noop("The summary, in its order."))


class Topic(BaseModel):
    """What a brief is about."""

    slug: str = Field(description=gettext_noop("Its short name, as `topic` takes it."))
    name_en: str = Field(description=gettext_noop("Its name in English."))
    name_ar: str = Field(description=gettext_noop("Its name in Arabic."))


class Outlet(BaseModel):
    """Who published the original."""

    name_en: str = Field(description=gettext_noop("Its name in English."))
    name_ar: str | None = Field(description=gettext_noop("Its name in Arabic."))
    ownership_en: str | None = Field(description=gettext_noop("Who owns it, in English."))
    ownership_ar: str | None = Field(description=gettext_noop("Who owns it, in Arabic."))


class Original(BaseModel):
    """The Arabic article under a brief."""

    address: str | None = Field(description=gettext_noop("Where it stands."))
    headline: str = Field(description=gettext_noop("Its headline, in Arabic."))
    byline: str | None = Field(description=gettext_noop("Who wrote it."))
    published_at: ShownMoment | None = Field(
        description=gettext_noop("When the outlet published it.")
    )
    outlet: Outlet | None = Field(description=gettext_noop("The outlet, where it is known."))


class TrialModel(BaseModel):
    """A model that is on trial, and how good it was measured to be."""

    model: str = Field(description=gettext_noop("Its name."))
    wrote: Literal["translation", "summary"] = Field(
        description=gettext_noop("What it wrote of the text.")
    )
    measured: str | None = Field(
        description=gettext_noop("The figure and what it was measured on; null where it was not.")
    )


class Translation(BaseModel):
    """How the English came about: always by machine."""

    checked: bool = Field(
        description=gettext_noop("Whether an editor approved or changed any of it.")
    )
    trial: bool = Field(description=gettext_noop("Whether a trial model wrote any of it."))
    trial_models: list[TrialModel] = Field(description=gettext_noop("Each of them."))


class Note(BaseModel):
    """What was wrong in an earlier version, or why a brief is gone."""

    at: ShownMoment = Field(description=gettext_noop("Since when readers see it."))
    en: str | None = Field(description=gettext_noop("In English."))
    ar: str | None = Field(description=gettext_noop("In Arabic."))


class Passage(BaseModel):
    """A sentence of the original that a sentence of the summary rests on."""

    ar: str = Field(description=gettext_noop("As the outlet wrote it."))
    en: str = Field(description=gettext_noop("As it was translated."))


class Support(BaseModel):
    """The evidence for a sentence of the English summary."""

    sentence: str = Field(description=gettext_noop("The sentence of the summary."))
    rests_on: list[Passage] = Field(description=gettext_noop("What it rests on, the best first."))


class PublicBrief(BaseModel):
    """A brief as readers see it."""

    id: int = Field(description=gettext_noop("Its number."))
    url: str = Field(description=gettext_noop("Ask here for it again."))
    page: str = Field(description=gettext_noop("Its page for readers."))
    published_at: ShownMoment = Field(description=gettext_noop("When readers got it."))
    updated_at: ShownMoment = Field(
        description=gettext_noop("When it was published or corrected last.")
    )
    topic: Topic | None = Field(description=gettext_noop("What it is about."))
    en: Text | None = Field(description=gettext_noop("The English text, where there is one."))
    ar: Text | None = Field(description=gettext_noop("The Arabic text, where there is one."))
    original: Original = Field(description=gettext_noop("The article it stands on."))
    translation: Translation = Field(description=gettext_noop("What the machine did."))
    corrections: list[Note] = Field(description=gettext_noop("What was put right, newest first."))


class WholeBrief(PublicBrief):
    """A brief with its evidence."""

    evidence: list[Support] = Field(
        description=gettext_noop("What each sentence of the English summary rests on.")
    )


class BriefList(BaseModel):
    """Some of the live briefs, newest first."""

    briefs: list[PublicBrief] = Field(description=gettext_noop("The briefs, newest first."))
    next: str | None = Field(
        description=gettext_noop("Where the next ones are; null at the end. Also in Link.")
    )


class Introduction(BaseModel):
    """What the newsroom says first in an edition."""

    en: list[str] = Field(description=gettext_noop("Its paragraphs in English."))
    ar: list[str] = Field(description=gettext_noop("Its paragraphs in Arabic."))


class EditionFacts(BaseModel):
    """The daily brief of a date."""

    date: ShownDay = Field(description=gettext_noop("Its date, where the newsroom is."))
    url: str = Field(description=gettext_noop("Ask here for its briefs."))
    page: str = Field(description=gettext_noop("Its page for readers."))
    published_at: ShownMoment | None = Field(description=gettext_noop("When readers got it."))
    intro: Introduction = Field(description=gettext_noop("Its introduction, where it has one."))


class EditionList(BaseModel):
    """Some of the editions, newest first."""

    editions: list[EditionFacts] = Field(description=gettext_noop("The editions, newest first."))
    next: str | None = Field(
        description=gettext_noop("Where the next ones are; null at the end. Also in Link.")
    )


class Edition(EditionFacts):
    """An edition with its briefs."""

    briefs: list[PublicBrief] = Field(
        description=gettext_noop("Its briefs in the order of the edition, without retracted ones.")
    )
