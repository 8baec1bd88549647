"""What machines that watch the newsdesk read: is it alive, is it ready, what does it do."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
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
    return _is_allowed(client_address(request))


def _is_allowed(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        # A socket has no address.
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in settings.METRICS_ALLOWED)
