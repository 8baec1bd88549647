"""The live briefs, for everybody: no token, and kept like a public page."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from summaries.models import Brief, Topic
from summaries.models.brief import BriefQuerySet
from summaries.services import languages, public_briefs
from summaries.services.renditions import Rendition, with_text
from summaries.views.api import paging, public_schemas, public_shown
from summaries.views.api.problem_schemas import Retraction
from summaries.views.api.problems import RETRACTED, Refusal, wrong_fields
from summaries.workflow import Status

router = Router(tags=["briefs"])

_PARAMETERS = ("after", "limit", "topic", "since", "language")
# Not annotated like the others: ninja forgets the default of what has a validator of its own.
_SINCE = Query(
    None,
    description=gettext_noop(
        "Only briefs that were published or corrected then or later, in ISO 8601. Without an "
        "offset it is UTC."
    ),
)


@router.get(
    "/briefs",
    response=public_schemas.BriefList,
    url_name="public-briefs",
    operation_id="listBriefs",
    summary=gettext_noop("Read the briefs"),
    description=gettext_noop(
        "The live briefs as readers see them, newest first. Retracted ones are not among them. "
        "Needs no token."
    ),
)
def list_briefs(
    request: HttpRequest,
    response: HttpResponse,
    after: paging.After = "",
    limit: paging.Limit = 20,
    topic: Annotated[
        str,
        Query(max_length=50, description=gettext_noop("Only briefs about the topic of this name.")),
    ] = "",
    since: paging.Since | None = _SINCE,
    language: Annotated[
        Literal["both", "en", "ar"],
        Query(
            description=gettext_noop(
                "Only briefs with a text in this language, and only that text: en or ar."
            )
        ),
    ] = "both",
):
    """List live briefs."""
    paging.require_known(request, *_PARAMETERS)
    found = _after(_chosen(topic, since, language), after)
    briefs = list(with_text(found)[: limit + 1])
    url = None
    if len(briefs) > limit:
        address = public_shown.address("api:public-briefs")
        url = paging.following(address, request, paging.cursor(briefs[limit - 1]))
    paging.announce(response, url)
    shown = [public_shown.brief(Rendition(brief), language) for brief in briefs[:limit]]
    return public_schemas.BriefList(briefs=shown, next=url)


@router.get(
    "/briefs/{int:brief_id}",
    response=public_schemas.WholeBrief,
    url_name="public-brief",
    operation_id="readBrief",
    summary=gettext_noop("Read a brief"),
    description=gettext_noop(
        "A live brief with its evidence and corrections. One that was retracted is gone (410). "
        "Needs no token."
    ),
)
def read(
    request: HttpRequest,
    brief_id: Annotated[int, Path(description=gettext_noop("The number of the brief."))],
):
    """Show a live brief."""
    paging.require_known(request)
    public = with_text(Brief.objects.public())
    found = public.filter(pk=brief_id).first() if brief_id < 2**63 else None
    if found is None:
        raise Http404(_("There is no public brief with this number."))
    if found.status == Status.RETRACTED:
        raise _retracted(found)
    return public_shown.whole_brief(Rendition(found))


def _chosen(topic: str, since: datetime | None, language: str) -> BriefQuerySet:
    found = public_briefs.about(Brief.objects.live(), _topic(topic))
    found = languages.in_language(found, language)
    return public_briefs.changed_since(found, since) if since else found


def _after(briefs: BriefQuerySet, after: str) -> BriefQuerySet:
    """Return the briefs after a place in their order, which no two of them share."""
    briefs = briefs.order_by("-published_at", "-pk")
    if not after:
        return briefs
    moment, key = paging.place(after)
    return briefs.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=key))


def _topic(slug: str) -> Topic | None:
    if not slug:
        return None
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Topic.objects.values_list("slug", flat=True))
        detail = _("There is no such topic. These are: %(topics)s.") % {"topics": known}
        raise wrong_fields([("topic", detail)])
    return found


def _retracted(brief: Brief) -> Refusal:
    """Say that it is gone; never what it said."""
    facts = {"id": brief.pk, "at": brief.status_changed_at, "en": None, "ar": None}
    if brief.retraction:
        facts |= public_shown.note(brief.retraction).model_dump()
    detail = _("This brief was retracted. Do not rely on copies of it.")
    told = Retraction(**facts).model_dump(mode="json")
    return Refusal(RETRACTED, detail, {"retraction": told})
