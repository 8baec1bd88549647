"""Editing headline and summary in both languages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from summaries.forms.numbering import Numbering
from summaries.forms.text import FIELDS, Line, TextForm, content_of, lines_of
from summaries.models import Brief, Revision
from summaries.services import events, working
from summaries.services.editorial import MAX_CHARACTERS, MAX_EDITED_SENTENCES, save_text
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.templatetags.desk import person
from summaries.views.desk import conflict
from summaries.views.desk.kept import copied, kept_copy, stored
from summaries.views.desk.page import desk_brief
from summaries.views.desk.people import people_context
from summaries.views.desk.posted import whole_number
from summaries.views.desk.rows import segment_rows
from summaries.views.guard import desk_view, post_only
from summaries.workflow import Action


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def edit(request, pk: int):
    """Show the form, add or remove a sentence in it, or save. A refusal keeps what was typed."""
    brief = desk_brief(pk)
    events.require(brief, Action.EDIT, request.user)
    if brief.current is None:
        raise WrongState(_("The draft is not ready yet."))
    now = Numbering.of(segment_rows(brief))
    if request.method != "POST":
        copy = kept_copy(request.user, brief, now)
        initial, lines = copied(copy, now) if copy else stored(brief.current, now)
        return _page(request, brief, TextForm(initial=initial, lines=lines, now=now), copy=copy)
    post = conflict.resolved(request.POST) if "row" in request.POST else request.POST
    lines = lines_of(post)
    changed = _rearranged(lines, post.get("do", "save"))
    if changed is None:
        return _save(request, brief, post, now)
    form = TextForm(initial=post.dict(), lines=changed, now=now)
    added = len(changed) if len(changed) > len(lines) else 0
    return _page(request, brief, form, added=added)


@post_only
@desk_view
def autosave(request, pk: int):
    """Keep the form as typed: 204, or 200 with a word of warning when a newer version exists.

    A refusal is plain text, for the line that speaks of saving.
    """
    brief = desk_brief(pk)
    try:
        if brief.current is None:
            raise WrongState(_("The draft is not ready yet."))
        based_on = _number(request.POST.get("based_on", ""))
        working.keep(request.user, brief, based_on, content_of(request.POST))
    except (NotAllowed, WrongState, Invalid) as error:
        status = {NotAllowed: 403, WrongState: 409, Invalid: 400}[type(error)]
        return HttpResponse(str(error), status=status, content_type="text/plain; charset=utf-8")
    if brief.current.number == based_on:
        return HttpResponse(status=204)
    return HttpResponse(newer_words(brief.current), content_type="text/plain; charset=utf-8")


@post_only
@desk_view
def discard(request, pk: int):
    """Throw away what was typed and not saved."""
    brief = desk_brief(pk)
    if working.discard(request.user, brief):
        messages.success(request, _("What you had typed is discarded. This is the saved text."))
    return redirect("desk:edit", brief.pk)


def _number(text: str) -> int:
    if (found := whole_number(text)) is None:
        raise Invalid(_("This form is damaged. Open the editor again."))
    return found


def newer_words(revision: Revision) -> str:
    """Say that somebody saved a newer version, and what happens on saving."""
    facts = {"name": person(revision.author), "number": revision.number}
    if revision.author is None:
        return _("The machine wrote version %(number)d meanwhile. Saving shows both.") % facts
    return _("%(name)s saved version %(number)d meanwhile. Saving shows both.") % facts


def _save(request, brief: Brief, post, now: Numbering):
    form = TextForm(post, lines=lines_of(post), now=now)
    if not form.is_valid():
        return _page(request, brief, form, status=400)
    data = {name: form.cleaned_data[name] for name in ("based_on", *FIELDS)}
    try:
        saved = save_text(request.user, brief, sentences=form.sentences, **data)
    except Invalid as error:
        form.add_error(None, str(error))
        return _page(request, brief, form, status=400)
    except Stale:
        # Kept first: whoever leaves the comparison finds the text in the editor again.
        working.keep(request.user, brief, data["based_on"], content_of(post))
        return conflict.page(request, desk_brief(brief.pk), form)
    messages.success(request, _saved_words(saved, form.lines))
    return redirect("desk:brief", brief.pk)


def _saved_words(saved: Revision, lines: list[Line]) -> str:
    """Say which version it is, and which fields were left empty and are no sentence of it."""
    empty = [str(n) for n, line in enumerate(lines, start=1) if not line.text.strip()]
    if not empty:
        return _("Saved as version %(number)d.") % {"number": saved.number}
    words = ngettext(
        "Saved as version %(number)d, without the empty sentence %(empty)s.",
        "Saved as version %(number)d, without the empty sentences %(empty)s.",
        len(empty),
    )
    return words % {"number": saved.number, "empty": ", ".join(empty)}


def _page(request, brief: Brief, form: TextForm, *, status: int = 200, copy=None, added: int = 0):
    rows = segment_rows(brief)
    now = Numbering.of(rows)
    _renumber(form, now)
    context = people_context(request, brief) | {
        "brief": brief,
        "form": form,
        "lines": form.lines,
        "numbering": now.code(),
        "may_add": len(form.lines) < MAX_EDITED_SENTENCES,
        "longest_sentence": MAX_CHARACTERS["sentence"],
        "copy": copy,
        "newer": copy and copy.based_on != brief.current.number,
        "newer_words": newer_words(brief.current),
        "added": added,
        "rows": rows,
        "bad_line": _bad_line(form) if form.is_bound else 0,
    }
    return render(request, "desk/edit.html", context, status=status)


def _renumber(form: TextForm, now: Numbering) -> None:
    """Show evidence by the numbers of today."""
    posted = form.data or form.initial
    seen = Numbering.parse(posted.get("numbering") or now.code())
    for line in form.lines:
        line.evidence = seen.translated(line.evidence, now)
        line.given = seen.translated(line.given, now)


def _bad_line(form: TextForm) -> int:
    """Return the number of the first sentence that needs a look, 0 for none."""
    if not any(line.text.strip() for line in form.lines):
        return 1
    return next((n for n, line in enumerate(form.lines, start=1) if line.errors), 0)


def _rearranged(lines: list[Line], what: str) -> list[Line] | None:
    """Return the sentences after "add" or "remove-N", or None when `what` is neither."""
    if what == "add":
        return [*lines, Line()][: max(MAX_EDITED_SENTENCES, len(lines))]
    if what.startswith("remove-"):
        gone = what.removeprefix("remove-")
        return [line for number, line in enumerate(lines) if str(number) != gone]
    return None
