"""Asking what came of a page that the desk was told to fetch."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Router

from summaries.models import Fetch, Scope
from summaries.views.api import schemas, shown
from summaries.views.api.access import Token

router = Router(tags=["fetches"])


@router.get(
    "/fetches/{int:fetch_id}",
    auth=Token(Scope.ARTICLES_READ),
    response=schemas.Fetch,
    url_name="fetch",
    operation_id="readFetch",
    summary=gettext_noop("Ask what came of a fetch"),
    description=gettext_noop(
        "Whether the desk has fetched a page yet, why not, and the article that came of it."
    ),
)
def read(
    request: HttpRequest,
    fetch_id: Annotated[int, Path(description=gettext_noop("The number of the fetch."))],
):
    """Show a fetch."""
    found = Fetch.objects.select_related("source", "brief").filter(pk=fetch_id).first()
    if found is None:
        raise Http404(_("There is no fetch with this number."))
    return shown.fetch(request, found)
