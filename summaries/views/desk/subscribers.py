"""Subscribers, for admins: how many, and what is to be done for one who writes to the newsroom."""

from functools import wraps

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.subscription import FindForm, ReasonForm
from summaries.models import Subscriber
from summaries.services.errors import Invalid
from summaries.services.subscriptions import joining, oversight, suppression
from summaries.services.subscriptions.choices import Choices
from summaries.views.guard import desk_view, post_only


def admins_only(view):
    """Let only admins see addresses; others are told so (403)."""

    @wraps(view)
    def door(request, *args, **kwargs):
        oversight.require_admin(request.user)
        return view(request, *args, **kwargs)

    return desk_view(door)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def subscribers(request):
    """Show how many there are; posted, find one. An address stands in no URL, so in no log."""
    form = FindForm(request.POST if request.method == "POST" else None)
    context = {"counts": oversight.counts(), "form": form}
    if form.is_valid():
        email = form.cleaned_data["email"]
        if found := oversight.find(email):
            return redirect("desk:subscriber", found.pk)
        context |= {"unknown": email, "line": suppression.of(email), "reason": ReasonForm()}
    return render(request, "desk/subscribers.html", context, status=400 if form.errors else 200)


@require_safe
@admins_only
def subscriber(request, subscriber: int):
    """Show one subscriber: state, choices, what was sent, what bounced. Each look is recorded."""
    found = get_object_or_404(Subscriber, pk=subscriber)
    oversight.look(request.user, found)
    waits = found.state == Subscriber.State.PENDING
    context = {
        "subscriber": found,
        "chosen": joining.asked(found) if waits else Choices.of(found),
        "line": suppression.of(found.email),
        "deliveries": oversight.deliveries_of(found),
        "events": found.events.select_related("actor"),
        "reason": ReasonForm(),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "desk/subscriber.html", context)


@post_only
@admins_only
def leave(request, subscriber: int):
    """End the subscription."""
    found = get_object_or_404(Subscriber, pk=subscriber)
    oversight.leave(request.user, found, _reason(request))
    return _done(request, found, _("The subscription has ended."))


@post_only
@admins_only
def export(request, subscriber: int):
    """Hand out everything that is kept, to be sent to whoever asked for it."""
    found = get_object_or_404(Subscriber, pk=subscriber)
    held = oversight.export(request.user, found, _reason(request))
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="subscriber-{found.pk}.json"'
    return response


@post_only
@admins_only
def erase(request, subscriber: int):
    """Erase the subscriber."""
    found = get_object_or_404(Subscriber, pk=subscriber)
    never_again = request.POST.get("never_again") == "on"
    oversight.erase(request.user, found, _reason(request), never_again=never_again)
    messages.success(request, _("Everything about this subscriber is erased."))
    return redirect("desk:subscribers")


@post_only
@admins_only
def suppress(request):
    """Have nothing sent to an address any more."""
    email = _email(request)
    new = oversight.suppress(request.user, email, _reason(request))
    said = _("Nothing is sent to this address any more.")
    return _back(request, email, said if new else _("It was on the list already."))


@post_only
@admins_only
def release(request):
    """Let mail go to an address again."""
    email = _email(request)
    gone = oversight.release(request.user, email, _reason(request))
    said = _("Mail may go to this address again.")
    return _back(request, email, said if gone else _("It was not on the list."))


def _email(request) -> str:
    form = FindForm(request.POST)
    if not form.is_valid():
        raise Invalid(form.errors["email"][0])
    return form.cleaned_data["email"]


def _reason(request) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(form.errors["reason"][0])
    return form.cleaned_data["reason"]


def _done(request, subscriber: Subscriber, said: str):
    messages.success(request, said)
    return redirect("desk:subscriber", subscriber.pk)


def _back(request, email: str, said: str):
    messages.success(request, said)
    found = oversight.find(email)
    return redirect("desk:subscriber", found.pk) if found else redirect("desk:subscribers")
