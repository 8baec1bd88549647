"""What programs send and read, field by field. The words are shown on the page of the API."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_noop
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    StrictStr,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from summaries import models
from summaries.workflow import Status

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_DATE = TypeAdapter(datetime)
_SOURCE_NAME = "Al-Marfa Daily"


def moment(value: object) -> datetime | None:
    """Read ISO 8601 text; without an offset it is UTC. Numbers are no dates here."""
    if value is None:
        return None
    if not isinstance(value, str) or value.strip().lstrip("-+").replace(".", "").isdigit():
        raise PydanticCustomError("moment", "not a date and time")
    found = _DATE.validate_python(value)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if not EARLIEST <= found <= timezone.now() + timedelta(days=1):
        raise PydanticCustomError("moment_range", "not a time of publication")
    return found


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Always UTC, to the second.
ShownMoment = Annotated[
    datetime,
    PlainSerializer(_written),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
Moment = Annotated[AwareDatetime, BeforeValidator(moment)]
Name = Annotated[StrictStr, Field(max_length=200)]
Number = Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]


class NewArticle(BaseModel):
    """An Arabic article: either its text, or the address where it stands."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "text": "افتتاح الميناء الجديد\n\nأعلن وزير النقل أمس افتتاح الميناء الجديد.",
                    "source": _SOURCE_NAME,
                    "url": "https://marfa.example/news/1",
                    "byline": "ليلى حداد",
                    "published_at": "2026-11-20T08:30:00+03:00",
                },
                {"address": "https://marfa.example/news/2", "source": 1},
            ]
        },
    )

    text: StrictStr | None = Field(
        None,
        description=gettext_noop("The whole Arabic article as plain text, its headline first."),
    )
    address: Annotated[StrictStr, Field(max_length=1000)] | None = Field(
        None,
        description=gettext_noop(
            "Instead of the text: where the article stands. The desk fetches the page, and takes "
            "title, byline and date from there."
        ),
    )
    source: Number | Name | None = Field(
        None, description=gettext_noop("The outlet: its number, or its name in English or Arabic.")
    )
    url: Annotated[StrictStr, Field(max_length=1000)] | None = Field(
        None,
        description=gettext_noop("With a text: the address of the original, shown to readers."),
    )
    title: Annotated[StrictStr, Field(max_length=500)] | None = Field(
        None,
        description=gettext_noop(
            "With a text that does not begin with its headline: the headline."
        ),
    )
    byline: Annotated[StrictStr, Field(max_length=300)] | None = Field(
        None, description=gettext_noop("With a text: who wrote it.")
    )
    published_at: Moment | None = Field(
        None,
        description=gettext_noop(
            "With a text: when the outlet published it, in ISO 8601. Without an offset it is UTC."
        ),
    )
    topic: Annotated[StrictStr, Field(max_length=50)] | None = Field(
        None,
        description=gettext_noop(
            "With a text: the short name of its topic. Without one: what the source writes about."
        ),
    )


class Source(BaseModel):
    """An outlet."""

    id: int = Field(description=gettext_noop("Its number."))
    name: str = Field(description=gettext_noop("Its name in English."), examples=[_SOURCE_NAME])


class Brief(BaseModel):
    """The brief that stands on an article."""

    id: int = Field(description=gettext_noop("Its number."))
    status: Literal[*Status.values] = Field(
        description=gettext_noop("Where it stands on the desk.")
    )
    desk_url: str = Field(
        description=gettext_noop("Its page on the desk, for people who work there.")
    )
    public_url: str | None = Field(
        description=gettext_noop("Its page for readers, once it has one.")
    )


class Job(BaseModel):
    """How far the machine is with the draft."""

    state: Literal[*models.Job.State.values] = Field(
        description=gettext_noop("Where the work stands.")
    )
    stage: Literal[*models.Job.Stage.values] = Field(
        description=gettext_noop("What the machine does, in this order.")
    )
    done: int = Field(description=gettext_noop("Sentences of this stage that are done."))
    total: int = Field(
        description=gettext_noop("Sentences of this stage in all; 0 before it is known.")
    )
    error: str | None = Field(description=gettext_noop("What went wrong last, in words."))


class Article(BaseModel):
    """An article of the desk, and what became of it."""

    id: int = Field(description=gettext_noop("Its number."))
    url: str = Field(description=gettext_noop("Ask here again what became of it."))
    state: Literal["drafting", "stopped", "on_the_desk", "published", "retracted"] = Field(
        description=gettext_noop(
            "drafting: the machine translates it. stopped: that failed or was cancelled, a person "
            "decides. on_the_desk: people check it. published: readers see it. retracted: readers "
            "see that it was taken back."
        )
    )
    headline: str = Field(description=gettext_noop("As the desk found it in the text."))
    address: str | None = Field(description=gettext_noop("The address of the original."))
    source: Source | None = Field(description=gettext_noop("The outlet, where it is known."))
    byline: str | None = Field(description=gettext_noop("Who wrote it."))
    published_at: ShownMoment | None = Field(
        description=gettext_noop("When the outlet published it.")
    )
    received_at: ShownMoment = Field(description=gettext_noop("When the desk got it."))
    reprint_of: int | None = Field(
        description=gettext_noop(
            "The article that said the same first; the brief stands on that one."
        )
    )
    version_of: int | None = Field(
        description=gettext_noop("The first form of this article, which the outlet changed since.")
    )
    brief: Brief = Field(description=gettext_noop("What people work on and readers see."))
    job: Job | None = Field(description=gettext_noop("The last work of the machine on the brief."))


class Fetch(BaseModel):
    """A page that the desk fetches, and what came of it."""

    id: int = Field(description=gettext_noop("Its number."))
    url: str = Field(description=gettext_noop("Ask here again what came of it."))
    state: Literal[*models.Fetch.State.values] = Field(
        description=gettext_noop("Where it stands; failed is the end, after every attempt.")
    )
    address: str = Field(description=gettext_noop("The address that is fetched."))
    source: Source | None = Field(description=gettext_noop("The outlet, where it is known."))
    error: str | None = Field(description=gettext_noop("Why it failed, or waits for another try."))
    article: str | None = Field(
        description=gettext_noop("Where to ask for the article, once it is there.")
    )
    created_at: ShownMoment = Field(description=gettext_noop("When the desk was asked."))
    finished_at: ShownMoment | None = Field(description=gettext_noop("When it ended."))
