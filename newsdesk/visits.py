"""What is known of a visit to the desk: whose it is, from where, and whether it may go on."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from summaries.callers import Caller, calling, client_address
from summaries.services.people import second_factor, sessions
from summaries.views.problems import problem

# Pages behind a sign-in. No other page reads the session.
_BEHIND = ("/desk/", "/admin/")
# What somebody needs who is asked to turn the second factor on.
_OPEN = {"second-factor", "second-factor-begin", "second-factor-qr", "second-factor-confirm"}
_OPEN |= {"language"}
# An open page calls these by itself; nobody has to sit before it.
_BEATS = {"presence"}


class CallerMiddleware:
    """Tells services who asks: for sessions and the audit log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with its caller known meanwhile."""
        agent = request.headers.get("User-Agent", "")[: sessions.AGENT_CHARACTERS]
        with calling(Caller(_address(request), agent, request)):
            return self.get_response(request)


class VisitMiddleware:
    """Notes that a session is in use, and asks for the second factor where it is required."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the work is done once its view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Let the view answer, or answer in its place."""
        if not request.path_info.startswith(_BEHIND) or not request.user.is_authenticated:
            return None
        if not _is_a_beat(request):
            sessions.note_visit(request.session)
        if settings.REQUIRE_SECOND_FACTOR == "off" or not second_factor.is_missing(request.user):
            return None
        return _without_second_factor(request)


def _address(request: HttpRequest) -> str | None:
    try:
        return str(ip_address(client_address(request).partition("%")[0]))
    except ValueError:
        # A socket of the machine itself has none.
        return None


def _is_a_beat(request: HttpRequest) -> bool:
    is_poll = request.method == "GET" and "HX-Request" in request.headers
    return is_poll or request.resolver_match.url_name in _BEATS


def _without_second_factor(request: HttpRequest) -> HttpResponse | None:
    if second_factor.is_on(request.user):
        # It was turned on since: this browser has never shown it.
        logout(request)
        return redirect_to_login(request.get_full_path())
    if request.resolver_match.view_name in {f"desk:{name}" for name in _OPEN}:
        return None
    if "HX-Request" in request.headers:
        return HttpResponseClientRefresh()
    if request.method == "POST":
        words = _("This newsroom asks for a second factor. Turn it on, then repeat this.")
        return problem(request, 403, words)
    return redirect("desk:second-factor")
