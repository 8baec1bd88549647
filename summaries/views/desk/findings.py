"""Decisions about findings: each button is one POST that answers with what it changed on the page.

Without script it leads back to the place.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from summaries.models import Dismissal, Finding
from summaries.models.finding import Place
from summaries.services import findings
from summaries.services.errors import Invalid, Stale
from summaries.views.desk.found import Places, places, touched
from summaries.views.desk.page import brief_context, desk_brief
from summaries.views.desk.posted import whole_number
from summaries.views.guard import desk_view, post_only


@post_only
@desk_view
def fix(request, pk: int, finding: int):
    """Put the words that are known to be right into the text."""
    found, before = _of(Finding, pk, finding), places(pk)
    version = whole_number(request.POST.get("version", ""))
    if version is None:
        raise Invalid(_("This form is incomplete. Reload the page and try again."))
    try:
        findings.fix(request.user, found, version=version)
    except Stale:
        raise Stale(
            _("This text changed since the page showed it, and stays as it is. Reload the page.")
        ) from None
    return _answer(request, pk, before, _("Fixed."), fixed=found)


@post_only
@desk_view
def dismiss(request, pk: int, finding: int):
    """Say that a finding is none, and why."""
    found, before = _of(Finding, pk, finding), places(pk)
    findings.dismiss(request.user, found, request.POST.get(f"reason-{finding}", ""))
    return _answer(request, pk, before, _("Dismissed."))


@post_only
@desk_view
def reopen(request, pk: int, dismissal: int):
    """Take a dismissal back."""
    found, before = _of(Dismissal, pk, dismissal), places(pk)
    findings.reopen(request.user, found)
    return _answer(request, pk, before, _("Open again."))


def _of(model, brief: int, pk: int):
    """Return the record of this very brief; raise Stale for one that is gone, else Http404."""
    found = model.objects.select_related("brief").filter(pk=pk).first()
    if found is None:
        raise Stale(_("The text changed, or somebody decided this meanwhile. Reload the page."))
    if found.brief_id != brief:
        raise Http404
    return found


def _answer(request, pk: int, before: Places, said: str, *, fixed: Finding | None = None):
    """Answer with the panel and all that changed with it, or lead back to the place."""
    context = brief_context(request, desk_brief(pk))
    row = _row(context, fixed)
    if not request.htmx:
        messages.success(request, said)
        anchor = _anchor(fixed, row) if fixed else "findings"
        return redirect(f"{reverse('desk:brief', args=[pk])}#{anchor}")
    others = [one for one in context["rows"] if one is not row]
    context |= touched(before, places(pk), others)
    return render(request, "desk/_decided.html", context | {"said": said, "fixed": row})


def _row(context: dict, found: Finding | None):
    return next((r for r in context["rows"] if found and r.segment.pk == found.segment_id), None)


def _anchor(found: Finding, row) -> str:
    """Return the id of the text that was fixed."""
    if row:
        return row.anchor
    if found.place == Place.HEADLINE:
        return "headline"
    return f"sentence-{found.sentence.position + 1}"
