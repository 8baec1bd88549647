"""The sources: how each stands, one source with its items and fetches, and what admins do to it."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from summaries import wiring
from summaries.forms.source import PauseForm, SourceForm
from summaries.models import Item, Source
from summaries.services.errors import Invalid, Stale
from summaries.services.sources import health, history, registry, trial
from summaries.services.sources.facts import InvalidFact
from summaries.services.sources.states import BROKEN, State
from summaries.templatetags.desk import in_language
from summaries.views.guard import desk_view, post_only

ITEMS_ON_A_PAGE = 30
FETCHES_SHOWN = 20
EVENTS_SHOWN = 30


@require_safe
@desk_view
def sources(request):
    """List the sources of one state or all, what needs somebody first; by script every 30 s."""
    rows = sorted(health.overview(), key=_order)
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    counts = health.counts(rows)
    labels = {"": _("All"), **dict(State.choices)}
    context = {
        "rows": [row for row in rows if state in ("", row.state)],
        "state": state,
        "states": [
            (value, label, counts[value], value in BROKEN)
            for value, label in labels.items()
            if counts[value] or value in ("", state)
        ],
        "here": urlencode({"state": state}),
        "may_change": registry.may_change(request.user),
    }
    page = "desk/_sources_again.html" if request.htmx else "desk/sources.html"
    return render(request, page, context)


def _order(row: health.Health) -> tuple:
    return list(State).index(row.state), in_language(row.source, "name").casefold()


@require_safe
@desk_view
def source(request, source: int):
    """Show one source: how it stands, its items, its fetches, its history."""
    return _page(request, get_object_or_404(Source.objects.select_related("topic"), pk=source))


def _page(request, source: Source, pausing: PauseForm | None = None, *, status: int = 200):
    shown = request.GET.get("items", "")
    shown = shown if shown in Item.State.values else ""
    items = source.items.select_related(
        "article__brief", "article__reprint_of__brief", "article__version_of__brief"
    )
    pages = Paginator(items.filter(state=shown) if shown else items, ITEMS_ON_A_PAGE)
    context = {
        "source": source,
        "health": health.of(source),
        "page": pages.get_page(request.GET.get("page")),
        "shown": shown,
        "item_states": _item_states(source, shown),
        "takeable": registry.TAKEABLE,
        "fetches": source.fetches.select_related("item", "asked_by")[:FETCHES_SHOWN],
        "events": source.events.select_related("actor")[:EVENTS_SHOWN],
        "pausing": pausing or PauseForm(),
        "may_change": registry.may_change(request.user),
    }
    return render(request, "desk/source.html", context, status=status)


def _item_states(source: Source, shown: str) -> list[tuple[str, str, int]]:
    """Return the states that the source's items are in, with their number."""
    counts = dict(source.items.order_by().values_list("state").annotate(n=Count("pk")))
    found = [
        (state.value, state.label, counts.get(state, 0))
        for state in Item.State
        if counts.get(state) or state == shown
    ]
    return [("", _("All"), sum(counts.values())), *found]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def add(request):
    """Add a source, or test it first; a refusal keeps what was typed."""
    registry.require_admin(request.user)
    if _is_test(request):
        return _test(request)
    form = SourceForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        act = partial(registry.add, request.user, form.facts)
        if added := _acted(form, act):
            messages.success(request, _("Added."))
            return redirect("desk:source", added.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def edit(request, source: int):
    """Change a source, or test the change first; a refusal keeps what was typed."""
    registry.require_admin(request.user)
    found = get_object_or_404(Source, pk=source)
    if _is_test(request):
        return _test(request, found)
    initial = SourceForm.initial_of(found, history.last_change(found))
    form = SourceForm(_posted(request), initial=initial, source=found)
    if request.method == "POST" and form.is_valid():
        act = partial(registry.change, request.user, found, form.facts, seen=_seen(form))
        if _acted(form, act):
            messages.success(request, _("Saved."))
            return redirect("desk:source", found.pk)
    return _form_page(request, form, found)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _seen(form: SourceForm) -> int:
    return form.cleaned_data["seen"] or 0


def _acted(form: SourceForm, act):
    """Do it with the reason; put a refusal beside its field and return None."""
    try:
        return act(reason=form.cleaned_data["reason"])
    except InvalidFact as error:
        for field, words in error.wrong:
            form.add_error(field, words)
    except (Invalid, Stale) as error:
        form.add_error(None, str(error))
        form.is_stale = isinstance(error, Stale)
    return None


def _form_page(request, form: SourceForm, source: Source | None = None, **context):
    status = 409 if getattr(form, "is_stale", False) else 400 if form.errors else 200
    context |= {"form": form, "source": source}
    return render(request, "desk/source_form.html", context, status=status)


# --- Testing -------------------------------------------------------------------------------------


def _is_test(request) -> bool:
    return request.method == "POST" and "test" in request.POST


def _test(request, source: Source | None = None):
    """Show what the typed address lists now; nothing is stored and nothing typed is lost."""
    context = _tried(request)
    if request.htmx:
        return render(request, "desk/_trial.html", context)
    typed = {name: request.POST.get(name, "") for name in SourceForm.base_fields}
    typed["is_active"] = "is_active" in request.POST
    return _form_page(request, SourceForm(initial=typed, source=source), source, **context)


def _tried(request) -> dict:
    typed = {name: request.POST.get(name, "") for name in ("kind", "url", "homepage")}
    patterns = ("link_pattern", "keep_patterns", "skip_patterns")
    typed |= {name: request.POST.get(name, "")[:40_000] for name in patterns}
    try:
        return {"trial": trial.run(request.user, trial.wanted(**typed), wiring.web_client)}
    except Invalid as error:
        return {"trial_error": str(error), "hint": getattr(error, "hint", "")}


# --- Buttons -------------------------------------------------------------------------------------


@post_only
@desk_view
def fetch_now(request, source: int):
    """Have a source fetched before its time."""
    found = get_object_or_404(Source, pk=source)
    registry.fetch_now(request.user, found)
    messages.success(request, _("It is fetched now. Reload this page to see what comes."))
    return redirect("desk:source", found.pk)


@post_only
@desk_view
def pause(request, source: int):
    """Stop fetching a source; a missing reason is said beside its field."""
    found = get_object_or_404(Source, pk=source)
    registry.require_admin(request.user)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    registry.pause(request.user, found, form.cleaned_data["reason"])
    messages.success(request, _("The source is paused."))
    return redirect("desk:source", found.pk)


@post_only
@desk_view
def resume(request, source: int):
    """Fetch a paused source again."""
    found = get_object_or_404(Source, pk=source)
    registry.resume(request.user, found)
    messages.success(request, _("The source is fetched again."))
    return redirect("desk:source", found.pk)


@post_only
@desk_view
def take_in(request, source: int, item: int):
    """Have an item's page fetched although the newsdesk left it out."""
    found = get_object_or_404(Item.objects.select_related("source"), pk=item, source=source)
    registry.take_in_item(request.user, found)
    messages.success(request, _("Its page is fetched; the article comes to the queue."))
    return redirect("desk:source", source)
