"""The glossary: the list of terms, one term with its history, and what people do to it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from summaries.engine.worddiff import word_diff
from summaries.forms.glossary import DecisionForm, TermForm, query_of, state_of
from summaries.models import GlossaryTerm, TermAction, TermChange, TermState
from summaries.services import glossary as service
from summaries.services import term_changes, term_rules, term_uses
from summaries.services.errors import Invalid, Stale
from summaries.services.term_changes import AlreadyATerm
from summaries.views.guard import desk_view, post_only

PAGE_SIZE = 50
USES_SHOWN = 20
_DONE = {
    TermAction.ACCEPT: gettext_lazy("The term is accepted. Texts are held to it from now on."),
    TermAction.REJECT: gettext_lazy("The proposal is rejected."),
    TermAction.RETIRE: gettext_lazy("The term is retired."),
}
_FACTS = {
    "arabic": (gettext_lazy("Arabic"), "ar", "rtl"),
    "english": (gettext_lazy("Agreed English"), "en", "ltr"),
    "forbidden": (gettext_lazy("Wordings to avoid"), "en", "ltr"),
    "note": (gettext_lazy("Note"), "", "auto"),
}


@require_safe
@desk_view
def glossary(request):
    """List terms: searched in both languages, of one state or all."""
    query, state = query_of(request.GET.get("q", "")), state_of(request.GET.get("state", ""))
    counts = service.counts(query)
    labels = {"": _("All"), **dict(TermState.choices)}
    pages = Paginator(service.search(query, state), PAGE_SIZE)
    context = {
        "q": query,
        "state": state,
        "states": [
            (value, label, counts[value], urlencode({"q": query, "state": value}))
            for value, label in labels.items()
        ],
        "page": pages.get_page(request.GET.get("page")),
        "allowed": term_rules.actions_for("", request.user),
    }
    return render(request, "desk/glossary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def add(request):
    """Add a term, or propose one where the person may not; the address may fill the form."""
    names = ("arabic", "english", "forbidden", "note")
    given = {name: request.GET[name] for name in names if name in request.GET}
    form = TermForm(_posted(request), initial=given)
    may_add = TermAction.ADD in term_rules.actions_for("", request.user)
    if request.method == "POST" and form.is_valid():
        act = term_changes.add if may_add else term_changes.propose
        try:
            term = act(request.user, form.wording, reason=form.cleaned_data["reason"])
        except Invalid as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Added.") if may_add else _("Proposed."))
            return redirect("desk:term", term.pk)
    context = {"form": form, "may_add": may_add}
    return render(request, "desk/term_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def edit(request, term: int):
    """Change what a term says; a refusal keeps what was typed."""
    found = get_object_or_404(GlossaryTerm, pk=term)
    row = term_rules.require(TermAction.EDIT, found.state, request.user)
    initial = TermForm.initial_of(found, term_changes.last_change(found))
    form = TermForm(_posted(request), initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            term_changes.edit(
                request.user, found, form.wording, reason=data["reason"], seen=data["seen"]
            )
        except (Invalid, Stale) as error:
            _refuse(form, error)
            status = 409 if isinstance(error, Stale) else 400
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:term", found.pk)
    elif form.errors:
        status = 400
    context = {"form": form, "term": found, "needs_reason": row.needs_reason}
    return render(request, "desk/term_form.html", context, status=status)


@require_safe
@desk_view
def term(request, term: int):
    """Show a term, its history, its evidence, and the briefs that use it."""
    return _page(request, get_object_or_404(GlossaryTerm, pk=term))


@post_only
@desk_view
def decide(request, term: int, action: TermAction):
    """Accept, reject or retire a term; a missing reason is said beside its field."""
    found = get_object_or_404(GlossaryTerm, pk=term)
    form = DecisionForm(request.POST, prefix=action)
    if form.is_valid():
        data = form.cleaned_data
        try:
            term_changes.change(
                action, request.user, found, reason=data["reason"], seen=data["seen"]
            )
        except Invalid as error:
            _refuse(form, error, "reason")
        else:
            messages.success(request, str(_DONE[action]))
            return redirect("desk:term", found.pk)
    found.refresh_from_db()
    return _page(request, found, {action: form}, status=400)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _refuse(form, error: Exception, field: str | None = None) -> None:
    if isinstance(error, AlreadyATerm):
        link = reverse("desk:term", args=[error.term.pk])
        form.add_error(None, format_html('{} <a href="{}">{}</a>', error, link, _("Open it")))
    else:
        form.add_error(field, str(error))


def _page(request, term: GlossaryTerm, bound: dict | None = None, *, status: int = 200):
    seen = term_changes.last_change(term)
    allowed = term_rules.actions_for(term.state, request.user)
    uses = term_uses.uses(term)
    context = {
        "term": term,
        "allowed": allowed,
        "decisions": [
            (
                action,
                (bound or {}).get(action) or DecisionForm(prefix=action, initial={"seen": seen}),
            )
            for action in _DONE
            if action in allowed
        ],
        "history": [
            (change, _differences(change)) for change in term.changes.select_related("author")
        ],
        "edits": list(_edits(term)[:USES_SHOWN]),
        "former": term_uses.former_wordings(term),
        "outdated": term_uses.outdated(term),
        "uses": uses[:USES_SHOWN],
        "uses_in_all": len(uses),
        "most_read": term_uses.MOST_READ,
    }
    return render(request, "desk/term.html", context, status=status)


def _edits(term: GlossaryTerm):
    """Return the edits that it comes from, of sentences that are still in the text of a brief."""
    edits = term.edits.filter(segment__article__brief__isnull=False)
    return edits.select_related("segment__article__brief", "author")


def _differences(change: TermChange) -> list[dict]:
    """Return what a change did to each fact, word by word, where it did something."""
    found = []
    for name, (label, lang, way) in _FACTS.items():
        before, after = _text(change.before, name), _text(change.after, name)
        if before != after:
            pieces = word_diff(before, after)
            found.append({"label": label, "lang": lang, "dir": way, "pieces": pieces})
    return found


def _text(facts: dict, name: str) -> str:
    value = facts.get(name, "")
    return "; ".join(value) if isinstance(value, list) else value
