"""Which language a page speaks.

Django's own LocaleMiddleware would let a reader's browser or cookie decide on the public pages,
which caches keep for everybody. There the address alone decides.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from summaries.services import preferences

# Pages that belong to one person; all others are the same for every reader.
_PERSONAL = ("/desk/", "/sign-in/", "/sign-out/", "/admin/", "/api/v1/docs")
# Programs say with each request what they want to read.
_PROGRAMS = "/api/"


class LanguageMiddleware:
    """Desk, sign-in and admin speak as the person chose, else as the browser asks.

    The API speaks as each request asks. Public pages read neither session nor headers: Arabic for
    `?show=ar`, English otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in its language."""
        personal = request.path_info.startswith(_PERSONAL)
        language = _language(request, personal=personal)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if personal:
            patch_vary_headers(response, ("Accept-Language",))
            response.setdefault("Content-Language", language)
        return response


def _language(request: HttpRequest, *, personal: bool) -> str:
    if personal:
        return _of_person(request)
    if request.path_info.startswith(_PROGRAMS):
        return translation.get_language_from_request(request)
    return _of_address(request)


def _of_person(request: HttpRequest) -> str:
    chosen = preferences.of(request.user).language if request.user.is_authenticated else ""
    return chosen or translation.get_language_from_request(request)


def _of_address(request: HttpRequest) -> str:
    return "ar" if request.GET.get("show") == "ar" else settings.LANGUAGE_CODE
