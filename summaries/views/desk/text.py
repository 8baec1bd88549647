"""Editing headline and summary in both languages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from summaries.forms.text import TextForm
from summaries.services import events
from summaries.services.editorial import MAX_CHARACTERS, MAX_EDITED_SENTENCES, save_text
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.views.desk.page import desk_brief, segment_rows
from summaries.views.guard import desk_view
from summaries.workflow import Action


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def edit(request, pk: int):
    """Show the form, add or remove a sentence in it, or save. A refusal keeps what was typed."""
    brief = desk_brief(pk)
    events.require(brief, Action.EDIT, request.user)
    if brief.current is None:
        raise WrongState(_("The draft is not ready yet."))
    if request.method != "POST":
        return _page(request, brief, TextForm(initial=_stored(brief)), _stored_lines(brief))
    lines = request.POST.getlist("sentence")
    changed = _rearranged(lines, request.POST.get("do", "save"))
    if changed is not None:
        return _page(request, brief, TextForm(initial=request.POST.dict()), changed)
    return _save(request, brief, lines)


def _save(request, brief, lines: list[str]):
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, brief, form, lines, status=400)
    data = form.cleaned_data
    try:
        saved = save_text(request.user, brief, sentences=lines, **data)
    except Invalid as error:
        form.add_error(None, str(error))
        return _page(request, brief, form, lines, status=400)
    except Stale as error:
        return _stale(request, brief.pk, form, lines, str(error))
    messages.success(request, _("Saved as version %(number)d.") % {"number": saved.number})
    return redirect("desk:brief", brief.pk)


def _stale(request, pk: int, form: TextForm, lines: list[str], message: str):
    """Show the newer version beside the typed text; saving again is then a decision."""
    brief = desk_brief(pk)
    form.data = form.data.copy()
    form.data["based_on"] = brief.current.number
    form.add_error(None, message)
    return _page(request, brief, form, lines, status=409, theirs=brief.current)


def _page(request, brief, form, lines, *, status: int = 200, theirs=None):
    context = {
        "brief": brief,
        "form": form,
        "lines": lines,
        "may_add": len(lines) < MAX_EDITED_SENTENCES,
        "longest_sentence": MAX_CHARACTERS["sentence"],
        "theirs": theirs,
        "rows": segment_rows(brief),
    }
    return render(request, "desk/edit.html", context, status=status)


def _stored(brief) -> dict:
    current = brief.current
    names = ("headline_en", "headline_ar", "summary_ar")
    return {"based_on": current.number} | {name: getattr(current, name) for name in names}


def _stored_lines(brief) -> list[str]:
    return [sentence.text for sentence in brief.current.sentences.all()]


def _rearranged(lines: list[str], what: str) -> list[str] | None:
    """Return the sentences after "add" or "remove-N", or None when `what` is neither."""
    if what == "add":
        return [*lines, ""][:MAX_EDITED_SENTENCES]
    if what.startswith("remove-"):
        gone = what.removeprefix("remove-")
        return [line for number, line in enumerate(lines) if str(number) != gone]
    return None
