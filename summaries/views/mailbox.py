"""The mailbox of a demo: what would have been sent, to look at and to follow its links."""

from functools import wraps

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from summaries.services import mailbox
from summaries.services.mailbox import Kept
from summaries.views.desk.preview import EMAIL_POLICY

_HEAD = "<head>"


def _only_in_a_demo(view):
    """Answer 404 where emails are really sent."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not mailbox.is_open():
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


@_only_in_a_demo
def index(request):
    """List the newest emails; `?to=` those of one address."""
    recipient = request.GET.get("to", "")
    context = {"recipient": recipient, "emails": mailbox.newest(recipient)}
    return render(request, "mailbox/index.html", context | {"most": mailbox.MOST_SHOWN})


@_only_in_a_demo
def message(request, key: str):
    """Show one email: its headers, its HTML in a frame, its plain text."""
    return render(request, "mailbox/message.html", {"email": _kept(key)})


@xframe_options_sameorigin
@csp_replace(EMAIL_POLICY)
@_only_in_a_demo
def html(request, key: str):
    """Show the HTML part by itself; its links open in a tab of their own."""
    page = _kept(key).html
    return HttpResponse(page.replace(_HEAD, f'{_HEAD}<base target="_blank">', 1))


def _kept(key: str) -> Kept:
    found = mailbox.find(key)
    if found is None:
        raise Http404
    return found
