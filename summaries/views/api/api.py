"""The API itself: its addresses, and how every refusal becomes problem details."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from summaries.services.errors import AlreadyTakenIn, Invalid, NotAllowed, Stale, WrongState
from summaries.services.idempotency import KeyReused
from summaries.views.api import articles, briefs, editions, fetches, field_words, problems, shown
from summaries.views.api.problems import Refusal, answer, wrong_fields
from summaries.views.api.reading import StrictParser

logger = logging.getLogger(__name__)

VERSION = "1.1.0"


class ReadableJSON(JSONRenderer):
    """Arabic as Arabic, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Newsdesk",
    version=VERSION,
    description=gettext_noop(
        "Programs send Arabic articles to the desk and ask what became of them; what readers see, "
        "every program may read. Publishing is for people."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=ReadableJSON(),
    parser=StrictParser(),
)
api.add_router("", articles.router)
api.add_router("", fetches.router)
api.add_router("", briefs.router)
api.add_router("", editions.router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return answer(request, refusal)


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer why the body could not be read: ninja wraps what its parser raised."""
    if isinstance(error.__cause__, Refusal):
        return answer(request, error.__cause__)
    return _broken(request, error)


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(request, wrong_fields(field_words.said(error.errors)))


@api.exception_handler(AlreadyTakenIn)
def _taken_in(request: HttpRequest, error: AlreadyTakenIn) -> HttpResponse:
    number = error.brief.article_id
    known = {"id": number, "url": shown.address_of(request, number)}
    refusal = Refusal(problems.TAKEN_IN, str(error), {"article": known})
    return answer(request, refusal)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(request, Refusal(problems.NOT_FOUND, str(error)))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    detail = _("This request is larger than it says. Send one article at a time.")
    return answer(request, Refusal(problems.TOO_LARGE, detail))


@api.exception_handler(UnreadablePostError)
def _cut_off(request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    detail = _("The request ended in the middle. Send it again.")
    return answer(request, Refusal(problems.UNREADABLE, detail))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("the API failed at %s", request.path, exc_info=error)
    got_request_exception.send(sender=NinjaAPI, request=request)
    detail = _("Something went wrong that the newsdesk did not expect. Try again later.")
    return answer(request, Refusal(problems.BROKEN, detail))


def _said_by_services(kind: problems.Kind):
    """Return a handler that passes on the words of a service."""
    return lambda request, error: answer(request, Refusal(kind, str(error)))


for _error, _kind in (
    (NotAllowed, problems.NOT_ALLOWED),
    (WrongState, problems.CONFLICT),
    (Stale, problems.CONFLICT),
    (KeyReused, problems.KEY_REUSED),
    (Invalid, problems.INVALID),
):
    api.add_exception_handler(_error, _said_by_services(_kind))
