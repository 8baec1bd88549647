"""What machines that watch the newsdesk read: is it alive, is it ready, what does it do."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from summaries.callers import client_address
from summaries.services.watching import exposition, readiness

REFUSED = (
    "Only those who run this newsdesk read this: send the token (METRICS_TOKEN), or ask from one "
    "of the addresses that are allowed (METRICS_ALLOWED).\n"
)
# With one of these a proxy says that it asks for somebody else.
_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer at all: the process is alive. Nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be answered: 200, or 503; what is wrong only to who may watch."""
    found = readiness.now()
    ready = readiness.is_ready(found)
    said = {"ready": ready}
    if may_watch(request):
        said["checks"] = {check.name: check.wrong or "ok" for check in found}
    return JsonResponse(said, status=200 if ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show what is measured, in the text format of Prometheus, to who may watch; 403 else."""
    if not may_watch(request):
        return HttpResponse(REFUSED, status=403, content_type="text/plain; charset=utf-8")
    return HttpResponse(exposition.latest(), content_type=CONTENT_TYPE_LATEST)


def may_watch(request: HttpRequest) -> bool:
    """Say whether the request has the token, or comes from an address that is allowed.

    What a proxy passes on that nobody said to trust (BEHIND_PROXY) comes from an address that is
    not its own: then the token alone counts.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(given, settings.METRICS_TOKEN):
        return True
    if not settings.BEHIND_PROXY and any(name in request.headers for name in _FORWARDED):
        return False
    return _is_allowed(client_address(request)) and _is_called_by_a_name_of_ours(request)


def _is_called_by_a_name_of_ours(request: HttpRequest) -> bool:
    """Say whether the Host is an address, a machine of this network, or a name of the site.

    Another site's page may lead its own name here (DNS rebinding), in a browser that we allow.
    """
    host = request.META.get("HTTP_HOST", "")
    name = split_domain_port(host)[0] or host
    is_near = "." not in name or _read(name.strip("[]")) is not None
    return is_near or validate_host(name, settings.ALLOWED_HOSTS)


def _is_allowed(address: str) -> bool:
    found = _read(address)
    # Of IPv4, written as one of IPv6.
    found = getattr(found, "ipv4_mapped", None) or found
    return found is not None and any(found in network for network in settings.METRICS_ALLOWED)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        # A socket has none.
        return None
