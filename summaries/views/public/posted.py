"""Forms of anonymous readers: without cookie and CSRF token, but not from other sites' pages."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from summaries.views.public.language import of_page


def same_site(view):
    """Refuse what the page of another site posts (403, in words); no cookie is needed.

    The browser says where a form stood: `Sec-Fetch-Site`, and `Origin`. Pages that hide their
    address from others (Referrer-Policy: no-referrer) post with the origin "null", which names no
    site; then the first decides alone. Programs send neither.
    """

    @wraps(view)
    def door(request, *args, **kwargs):
        if request.method == "POST" and _from_elsewhere(request):
            return _refused(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(door)


def _from_elsewhere(request) -> bool:
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and _site(origin) not in _ours(request)


def _site(origin: str) -> str:
    """Return host and port of an origin; of one that cannot be read nothing, which is no site."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _ours(request) -> set[str]:
    trusted = (_site(origin) for origin in settings.CSRF_TRUSTED_ORIGINS)
    return {request.get_host().lower(), _site(settings.SITE_URL), *trusted} - {""}


def _refused(request):
    context = {
        "title": _("This form was on another site"),
        "message": _("Nothing was changed. Open the page here, and send the form from there."),
    } | of_page(request)
    return render(request, "subscriptions/problem.html", context, status=403)
