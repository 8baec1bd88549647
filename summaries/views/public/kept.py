"""Public pages that are kept until the site changes: made once, the same for every reader.

See docs/decisions/0014-pages-kept-by-version.md.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from summaries.services import site
from summaries.services.languages import BOTH, CHOICES
from summaries.views.public import visitors
from summaries.views.public.language import shown

# A tombstone is as good as a page. Nothing else is: a wrong address has no end of spellings.
_STATUSES = (200, 410)
# What is kept is asked for no more when the site changes; then it only takes room in the cache.
_SECONDS = 3600
# Per process and page; a larger answer is made each time.
MAX_BYTES = 1024 * 1024
# Headers that belong to a page. All others belong to one request.
_HEADERS = ("Content-Type", "Content-Language", "Link", "X-Robots-Tag")


class Page(NamedTuple):
    """An answer as it is kept: in JSON, where several processes share it."""

    status: int
    headers: dict[str, str]
    body: str
    etag: str

    def answer(self) -> HttpResponse:
        """Return it for one reader, who may keep it and asks each time whether it still holds."""
        response = HttpResponse(self.body, status=self.status, headers=self.headers)
        response["ETag"] = self.etag
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response


def kept(view: Callable, busy: Callable = visitors.too_many) -> Callable:
    """Answer GET and HEAD from what was made for this version of the site, with a strong ETag.

    A kept page costs one query, and 304 where the reader has it. Of the query only `show` counts: a
    page with any other parameter is made each time, so that nobody fills the cache with spellings
    or another reader's page with theirs. Pages that have to be made are counted: who asks for too
    many in a minute gets the answer of `busy`. The view must not read headers, the Host among them.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = _key(request)
        found = cache.get(key) if key else None
        if found is None:
            if not visitors.may_have_made(request):
                return busy(request)
            response = view(request, *args, **kwargs)
            if not _is_public(request, response):
                return response
            found = _page(response)
            if key and len(response.content) <= MAX_BYTES:
                cache.set(key, found, _SECONDS)
        page = Page(*found)
        response = page.answer()
        if page.status != 200:
            return response
        return get_conditional_response(request, etag=page.etag, response=response)

    # Of the methods it refuses, none gets as far as to need a token.
    return csrf_exempt(require_safe(keeping))


def _key(request: HttpRequest) -> str:
    """Return what the page is kept under; "" for one that is not.

    The version is read before the page is made: one that changes meanwhile is kept in vain.
    """
    asked = request.GET
    if asked.keys() - {"show"} or asked.get("show", BOTH) not in CHOICES:
        return ""
    if not _is_its_address(request):
        return ""
    parts = (
        site.version(),
        str(timezone.localdate()),
        str(translation.get_language()),
        shown(request),
        request.path,
    )
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_its_address(request: HttpRequest) -> bool:
    """Say whether a page was asked for by its one address: `/briefs/007-…/` is another spelling."""
    match = request.resolver_match
    return match is None or request.path == reverse(
        match.view_name, args=match.args, kwargs=match.kwargs
    )


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an answer is the same for everybody and may be given an ETag."""
    personal = (
        response.streaming
        or response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or "cookie" in response.get("Vary", "").lower()
        or any(word in response.get("Cache-Control", "") for word in ("private", "no-store"))
    )
    return response.status_code in _STATUSES and not personal


def _page(response: HttpResponse) -> Page:
    headers = {name: response[name] for name in _HEADERS if name in response}
    digest = hashlib.sha256(response.content).hexdigest()
    return Page(response.status_code, headers, response.text, f'"{digest[:32]}"')
