"""What all pages of subscriptions have in common: their frame, their headers, their refusals."""

from functools import wraps

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from summaries.forms.subscription import LinkForm
from summaries.services import limits
from summaries.services.newsroom import with_show
from summaries.services.subscriptions import addresses
from summaries.services.subscriptions.links import DeadLink
from summaries.views.public import visitors
from summaries.views.public.language import of_page, shown

MAILS_PER_ADDRESS = 3
REQUESTS_PER_VISITOR = 10


def page(request, name: str, context: dict | None = None, status: int = 200):
    """Render one of these pages in the language of its address."""
    frame = of_page(request) | {"room": "subscribe"}
    return render(request, f"subscriptions/{name}.html", frame | (context or {}), status=status)


def address_of(request, name: str, *args) -> str:
    """Return the address of another of these pages, in the same language."""
    return with_show(reverse(f"subscriptions:{name}", args=args), shown(request))


def speaks(request) -> str:
    """Return which language letters to this reader speak."""
    return "ar" if shown(request) == "ar" else "en"


# Of pages that are the same for everybody.
unkept = cache_control(no_cache=True)


def private(view):
    """Keep the page of one person to that person, and answer dead links in words.

    Its address is a password: no cache keeps it, no other site learns it, no index lists it.
    """

    @cache_control(no_store=True, private=True)
    @wraps(view)
    def door(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except DeadLink as error:
            context = {"form": LinkForm(), "action": address_of(request, "link")}
            response = page(request, "dead", context, status=error.status)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return door


def refused(request):
    """Count a visitor's request for mail; return the page that refuses it, or None."""
    if visitors.allow("subscription", request, REQUESTS_PER_VISITOR):
        return None
    response = page(request, "too_many", status=429)
    response["Retry-After"] = "3600"
    return response


def may_be_mailed(email: str) -> bool:
    """Count a link for an address, and say whether it still gets one that day.

    Nobody sees the answer: who asked for somebody's address today is theirs to know.
    """
    inbox = addresses.mailbox(email)
    return limits.allow("subscription mail", inbox, MAILS_PER_ADDRESS, limits.DAY)
