"""The editions, for everybody: no token, and kept like a public page."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Router

from summaries.models import Edition
from summaries.services.editions import reading
from summaries.views.api import paging, public_schemas, public_shown

router = Router(tags=["editions"])


@router.get(
    "/editions",
    response=public_schemas.EditionList,
    url_name="public-editions",
    operation_id="listEditions",
    summary=gettext_noop("List the editions"),
    description=gettext_noop("The editions that readers have, newest first. Needs no token."),
)
def list_editions(
    request: HttpRequest,
    response: HttpResponse,
    after: paging.After = "",
    limit: paging.Limit = 20,
):
    """List published editions."""
    paging.require_known(request, "after", "limit")
    found = Edition.objects.filter(state=Edition.State.PUBLISHED).order_by("-date")
    if after:
        found = found.filter(date__lt=paging.day(after))
    editions = list(found[: limit + 1])
    url = None
    if len(editions) > limit:
        address = public_shown.address("api:public-editions")
        url = paging.following(address, request, editions[limit - 1].date.isoformat())
    paging.announce(response, url)
    shown = [
        public_schemas.EditionFacts(**public_shown.edition_facts(edition))
        for edition in editions[:limit]
    ]
    return public_schemas.EditionList(editions=shown, next=url)


@router.get(
    "/editions/{date}",
    response=public_schemas.Edition,
    url_name="public-edition",
    operation_id="readEdition",
    summary=gettext_noop("Read an edition"),
    description=gettext_noop(
        "The edition of a date with its briefs in their order. A brief that was retracted is not "
        "in it any more. Needs no token."
    ),
)
def read(
    request: HttpRequest,
    date: Annotated[str, Path(description=gettext_noop("Its date, like 2026-11-20."))],
):
    """Show the edition of a date."""
    paging.require_known(request)
    try:
        found = reading.on(paging.calendar_day(date))
    except ValueError:
        raise Http404(_("This is no date. Write it like this: 2026-11-20.")) from None
    if found is None:
        raise Http404(_("There is no edition of this date."))
    briefs = [public_shown.brief(story) for story in reading.stories(found)]
    return public_schemas.Edition(**public_shown.edition_facts(found), briefs=briefs)
