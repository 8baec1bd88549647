"""What search engines and browsers ask for by themselves: robots.txt, sitemaps, the icon."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from summaries.views.public import sitemaps
from summaries.views.public.kept import kept
from summaries.views.public.language import Here

_XML = "application/xml; charset=utf-8"
_ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /admin/
Disallow: /sign-in/
Disallow: /search/
Disallow: /subscription/
Allow: /

Sitemap: {sitemap}
"""


@kept
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is not for them, and where the list of pages is."""
    text = _ROBOTS.format(sitemap=Here("/sitemap.xml").canonical)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@kept
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps."""
    return HttpResponse(sitemaps.index(), content_type=_XML)


@kept
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """List the pages of one section with their languages and when they changed."""
    written = sitemaps.section(section)
    if written is None:
        raise Http404
    return HttpResponse(written, content_type=_XML)


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who ask at the old address, whatever the page says, to the icon."""
    return redirect(static("summaries/favicon.svg"), permanent=True)
