"""What every answer of the API has in common, whoever gave it."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from summaries.views.api import access
from summaries.views.api.problems import NOT_FOUND, WRONG_VERB, Refusal, answer
from summaries.views.public.kept import kept
from summaries.views.shared import readable_anywhere


def answered(view):
    """Answer HEAD like GET and a wrong verb in problem details; tell the token's limit."""

    @never_cache
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = _as_get(view, request, *args, **kwargs)
        if response.status_code == 405:
            response = _wrong_verb(request, response["Allow"])
        if hasattr(request, "allowance"):
            for name, value in access.limits(request.allowance).items():
                response[name] = value
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return _without_body(response) if request.method == "HEAD" else response

    return door


def public(view):
    """Answer like `answered`, to everybody: kept as pages are, and for scripts of every site.

    The words of a refusal come in the language of who asks, all else is the same for everybody.
    """

    @readable_anywhere
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = _as_get(kept(view, access.too_many_at_once), request, *args, **kwargs)
        if response.status_code == 405:
            response = _wrong_verb(request, response["Allow"])
        if response.status_code >= 400:
            patch_vary_headers(response, ("Accept-Language",))
            # What is not there yet may be there the next time.
            patch_cache_control(response, max_age=0, must_revalidate=True)
        return _without_body(response) if request.method == "HEAD" else response

    return door


def _as_get(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Have HEAD answered as if it were GET: the application below knows no HEAD."""
    verb, request.method = request.method, request.method.replace("HEAD", "GET")
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = verb


def _without_body(response: HttpResponse) -> HttpResponse:
    length = len(response.content)
    response.content = b""
    response["Content-Length"] = str(length)
    return response


def home(_request: HttpRequest) -> HttpResponse:
    """Lead whoever opens the API in a browser to its page."""
    return redirect("api:docs")


@csrf_exempt
def nowhere(request: HttpRequest, **_parts) -> HttpResponse:
    """Answer for every address that the API does not have."""
    detail = _("The API has no such address. All of them are listed at the address of this type.")
    return answer(request, Refusal(NOT_FOUND, detail))


def _wrong_verb(request: HttpRequest, allowed: str) -> HttpResponse:
    detail = _("Use %(methods)s here.") % {"methods": allowed}
    return answer(request, Refusal(WRONG_VERB, detail, headers={"Allow": allowed}))
