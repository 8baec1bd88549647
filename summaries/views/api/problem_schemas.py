"""Why a request was refused, as programs read it."""

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from summaries.views.api.schemas import ShownMoment


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(
        description=gettext_noop("The name of the field; empty: all of them together.")
    )
    detail: str


class Known(BaseModel):
    """The article that the desk has already."""

    id: int
    url: str


class Retraction(BaseModel):
    """When a brief was taken back, and what readers were told about it."""

    id: int
    at: ShownMoment
    en: str | None
    ar: str | None


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(
        description=gettext_noop("The address of the words about this kind of problem.")
    )
    title: str = Field(description=gettext_noop("The kind of problem, in words."))
    status: int
    detail: str = Field(
        description=gettext_noop("What is wrong with this request, and what to do next.")
    )
    errors: list[FieldProblem] | None = Field(
        None, description=gettext_noop("With 422: each wrong field.")
    )
    article: Known | None = Field(
        None, description=gettext_noop("With 409: the article that is there already.")
    )
    retraction: Retraction | None = Field(
        None, description=gettext_noop("With 410: when the brief was retracted, and why.")
    )
