"""The door of the desk: who may enter, and what a refused request looks like."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRefresh

from summaries.engine.errors import TextRejected
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.people.accounts import require_desk
from summaries.views.problems import problem

_STATUS = {NotAllowed: 403, WrongState: 409, Stale: 409, Invalid: 400, TextRejected: 400}


def desk_view(view):
    """Let only people with a role in, and answer refusals of services as pages.

    NotAllowed becomes 403, WrongState and Stale 409, Invalid and TextRejected 400. Views catch the
    ones they can show beside a form field.
    """

    @login_required
    def guarded(request, *args, **kwargs):
        try:
            require_desk(request.user)
            return view(request, *args, **kwargs)
        except tuple(_STATUS) as error:
            if request.htmx:
                return _in_words(spoken(error), _status(error))
            return problem(request, _status(error), spoken(error), back=_way_back(kwargs))

    @never_cache
    @wraps(view)
    def door(request, *args, **kwargs):
        # A poll must not swap the sign-in page into a panel: let the browser go there instead.
        if request.htmx and request.method != "POST" and not request.user.is_authenticated:
            return HttpResponseClientRefresh()
        if request.method == "POST" and not request.user.is_authenticated:
            return _signed_out(request, kwargs)
        return guarded(request, *args, **kwargs)

    return door


def post_only(view):
    """Answer any other verb with a page that says so: the address of a button was opened."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if request.method == "POST":
            return view(request, *args, **kwargs)
        message = _("This address belongs to a button. Go back and press it there.")
        response = problem(request, 405, message, back=_way_back(kwargs))
        response["Allow"] = "POST"
        return response

    return door


def _signed_out(request, kwargs: dict):
    """Show what was typed: a trip through the sign-in page would lose it."""
    message = _("You are signed out, so this was not saved. Sign in again, then repeat it.")
    if request.htmx:
        return _in_words(message, 403)
    back = _way_back(kwargs) or reverse("desk:queue")
    sign_in = f"{reverse('login')}?{urlencode({'next': back})}"
    return problem(request, 403, message, sign_in=sign_in)


def _in_words(message: str, status: int) -> HttpResponse:
    """Refuse what a page's script asked: it says the words where it stands and keeps the text."""
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def _status(error: Exception) -> int:
    return next(status for kind, status in _STATUS.items() if isinstance(error, kind))


def _way_back(kwargs: dict) -> str:
    if "day" in kwargs:
        return reverse("desk:edition", args=[kwargs["day"]])
    return reverse("desk:brief", args=[kwargs["pk"]]) if "pk" in kwargs else ""
