"""The door of the desk: who may enter, and what a refused request looks like."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRefresh

from summaries.engine.errors import TextRejected
from summaries.services.accounts import require_desk
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
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
            return problem(request, _status(error), str(error), back=_way_back(kwargs))

    @never_cache
    @wraps(view)
    def door(request, *args, **kwargs):
        # A poll must not swap the sign-in page into a panel: let the browser go there instead.
        if request.htmx and not request.user.is_authenticated:
            return HttpResponseClientRefresh()
        return guarded(request, *args, **kwargs)

    return door


def _status(error: Exception) -> int:
    return next(status for kind, status in _STATUS.items() if isinstance(error, kind))


def _way_back(kwargs: dict) -> str:
    return reverse("desk:brief", args=[kwargs["pk"]]) if "pk" in kwargs else ""
