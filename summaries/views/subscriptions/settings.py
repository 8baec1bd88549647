"""What the links in letters lead to: choose anew, leave, see what is kept, erase it."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.subscription import ChoicesForm
from summaries.services.errors import WrongState
from summaries.services.subscriptions import (
    choices,
    erasure,
    holding,
    leaving,
    links,
    suppression,
)
from summaries.services.subscriptions.choices import Choices
from summaries.views.public.posted import same_site
from summaries.views.public.visitors import paced
from summaries.views.subscriptions.pages import address_of, page, private, speaks

_verbs = require_http_methods(["GET", "HEAD", "POST"])


@_verbs
@same_site
@paced
@private
def settings(request, token: str):
    """Show what the subscriber chose, and keep what they choose now."""
    subscriber = links.subscriber_of(links.SETTINGS, token)
    posted = request.POST if request.method == "POST" else None
    form = ChoicesForm(posted, chosen=Choices.of(subscriber), speaks=speaks(request))
    if form.is_valid():
        try:
            choices.change(subscriber, form.chosen())
        except WrongState as error:
            form.add_error(None, str(error))
        else:
            address = address_of(request, "settings", token)
            return redirect(f"{address}{'&' if '?' in address else '?'}done=saved")
    context = {
        "form": form,
        "subscriber": subscriber,
        "token": token,
        "leave": links.token(links.LEAVE, subscriber),
        "suppressed": suppression.of(subscriber.email),
        "done": request.GET.get("done") if posted is None else "",
    }
    return page(request, "settings", context, status=400 if posted is not None else 200)


@csrf_exempt
@_verbs
@private
def leave(request, token: str):
    """Ask whether to leave; a POST leaves, whatever it says and wherever it comes from.

    Mail programs post here by themselves (RFC 8058): without cookie, token of a form or Origin, and
    they follow no redirect. Nobody else knows the address.
    """
    subscriber = links.subscriber_of(links.LEAVE, token)
    if request.method == "POST":
        leaving.leave(subscriber)
        return page(request, "left", {"subscriber": subscriber})
    return page(request, "leave", {"subscriber": subscriber})


@require_safe
@paced
@private
def data(request, token: str):
    """Hand out everything that is kept about the subscriber, for programs."""
    subscriber = links.subscriber_of(links.SETTINGS, token)
    layout = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(holding.held(subscriber), json_dumps_params=layout)
    response["Content-Disposition"] = 'attachment; filename="subscription.json"'
    return response


@_verbs
@same_site
@paced
@private
def erase(request, token: str):
    """Say what is erased, and erase it."""
    subscriber = links.subscriber_of(links.SETTINGS, token)
    if request.method == "POST":
        never_again = request.POST.get("never_again") == "on"
        erasure.erase(subscriber, never_again=never_again)
        return page(request, "erased", {"never_again": never_again})
    return page(request, "erase", {"subscriber": subscriber, "token": token})
