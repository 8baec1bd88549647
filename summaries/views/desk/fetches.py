"""The fetch of an address that somebody gave: how it goes, until it leads to its brief."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from summaries.forms.article import ArticleForm
from summaries.models import Fetch
from summaries.services.sources import ledger
from summaries.views.guard import desk_view, post_only


@require_safe
@desk_view
def fetch(request, fetch: int):
    """Show a fetch; one that is done leads to the brief. By script every second what changed.

    Nothing (204) while nothing changed since the page's last look (`looked`).
    """
    found = _fetch(fetch)
    if request.htmx:
        return _again(request, found)
    if found.brief:
        return _to_brief(request, found)
    form = ArticleForm(initial={"url": found.url, "source": found.source_id})
    context = {"fetch": found, "looked": _state(found), "form": form}
    return render(request, "desk/fetch.html", context)


def _again(request, found: Fetch) -> HttpResponse:
    if not found.is_open:
        return HttpResponseClientRefresh()
    if request.GET.get("looked") == _state(found):
        return HttpResponse(status=204)
    return render(request, "desk/_fetch.html", {"fetch": found, "looked": _state(found)})


def _to_brief(request, found: Fetch):
    if found.brief.created_at < found.created_at:
        messages.info(request, _("The article at this address was on the desk already."))
    return redirect("desk:brief", found.brief_id)


def _fetch(pk: int) -> Fetch:
    addresses = Fetch.objects.filter(kind=Fetch.Kind.ADDRESS)
    return get_object_or_404(addresses.select_related("brief", "asked_by", "source"), pk=pk)


def _state(found: Fetch) -> str:
    """Return what changes when the page has something else to say."""
    return f"{found.state}-{found.attempts}-{found.run_after.timestamp():.0f}"


@post_only
@desk_view
def cancel(request, fetch: int):
    """Stop a fetch that is not done yet; whoever sees it waiting may."""
    found = _fetch(fetch)
    ledger.cancel_open(Fetch.objects.filter(pk=found.pk))
    return redirect("desk:fetch", found.pk)
