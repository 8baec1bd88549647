"""Subscribe, confirm, and ask for the link to one's settings."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.subscription import LinkForm, SubscribeForm
from summaries.models import Languages
from summaries.services import mailbox
from summaries.services.subscriptions import erasure, joining, links
from summaries.services.subscriptions.choices import Choices
from summaries.views.public.language import shown
from summaries.views.public.posted import same_site
from summaries.views.public.visitors import paced
from summaries.views.subscriptions.pages import (
    address_of,
    may_be_mailed,
    page,
    private,
    refused,
    speaks,
    unkept,
)

_verbs = require_http_methods(["GET", "HEAD", "POST"])


@_verbs
@same_site
@paced
@unkept
def subscribe(request):
    """Show the form, and ask the address it gives to confirm. The answer tells nothing about it."""
    posted = request.POST if request.method == "POST" else None
    reads = Languages(shown(request))
    form = SubscribeForm(posted, chosen=Choices(language=reads), speaks=speaks(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if refusal := refused(request):
            return refusal
        joining.ask(email, form.chosen(), mailed=may_be_mailed(email))
        return redirect(address_of(request, "sent"))
    return page(request, "subscribe", {"form": form}, status=400 if posted is not None else 200)


@require_safe
@paced
@unkept
def sent(request):
    """Say that an email is under way, and what to do when none comes."""
    return page(request, "sent", {"mailbox": mailbox.is_open()})


@_verbs
@same_site
@paced
@unkept
def link(request):
    """Mail the link to one's settings. The answer tells nothing about the address."""
    posted = request.POST if request.method == "POST" else None
    form = LinkForm(posted)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if refusal := refused(request):
            return refusal
        joining.ask_for_link(email, speaks(request), mailed=may_be_mailed(email))
        return redirect(address_of(request, "sent"))
    return page(request, "link", {"form": form}, status=400 if posted is not None else 200)


@_verbs
@same_site
@paced
@private
def confirm(request, token: str):
    """Show what is to be sent and a button; pressed, it subscribes, once."""
    if request.method == "POST":
        subscriber = joining.confirm(token)
        address = address_of(request, "settings", links.token(links.SETTINGS, subscriber))
        return redirect(f"{address}{'&' if '?' in address else '?'}done=confirmed")
    subscriber = links.subscriber_of(links.CONFIRM, token)
    if not subscriber.awaits_confirmation:
        raise links.DeadLink(410)
    return page(request, "confirm", {"subscriber": subscriber, "chosen": joining.asked(subscriber)})


@_verbs
@same_site
@paced
@private
def refuse(request, token: str):
    """Ask whether nothing is ever to be sent; pressed, the address is on the suppression list."""
    key = links.refused_by(token)
    if request.method == "POST":
        erasure.refuse(key)
    return page(request, "refuse", {"done": request.method == "POST"})
