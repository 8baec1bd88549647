"""Headers that every answer has, whoever gives it: pages, files, refusals, probes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What pages of a newsdesk never ask a browser for, nor anything embedded in them.
_UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{name}=()" for name in _UNUSED)


class HeadersMiddleware:
    """The first of all: what the others set stands, what none of them set is set here.

    `Cross-Origin-Resource-Policy` keeps other sites from embedding answers; those that say
    themselves that every site may read them (CORS) may be embedded, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, complete the headers, and set no cookie with what is everybody's."""
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", ""):
            # Caches that many share would hand one reader's cookie to all.
            response.cookies.clear()
        for name, value in _headers(response).items():
            response.headers.setdefault(name, value)
        return response


def _headers(response: HttpResponse) -> dict[str, str]:
    is_shared = response.headers.get("Access-Control-Allow-Origin") == "*"
    return {
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if is_shared else "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Permitted-Cross-Domain-Policies": "none",
    }
