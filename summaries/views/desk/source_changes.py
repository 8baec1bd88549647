"""What the source changed in its article: the difference, and the decision about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.forms.reasons import ReasonForm
from summaries.services import jobs, source_changes
from summaries.services.errors import Invalid
from summaries.services.people.accounts import roles_of
from summaries.services.source_changes import Fate, Line
from summaries.views.desk.page import desk_brief
from summaries.views.desk.posted import whole_number
from summaries.views.guard import desk_view, post_only
from summaries.workflow import actions_for


@dataclass(frozen=True)
class Run:
    """Sentences in a row that stay the same, or one that does not."""

    lines: Sequence[Line]

    @property
    def is_same(self) -> bool:
        """Say whether nothing changed here: the page folds it."""
        return self.lines[0].fate is Fate.SAME


@require_safe
@desk_view
def source_change(request, pk: int):
    """Show the article of the desk and the changed one, sentence by sentence."""
    return _page(request, pk, ReasonForm(prefix="keep"))


@post_only
@desk_view
def adopt(request, pk: int):
    """Take the changed text over."""
    brief = source_changes.adopt(request.user, desk_brief(pk), seen=_seen(request))
    if jobs.busy(brief):
        said = _("The changed text is taken over; the machine translates what is new.")
    else:
        said = _("The changed text is taken over.")
    messages.success(request, said)
    return redirect("desk:brief", pk)


@post_only
@desk_view
def keep(request, pk: int):
    """Keep our text, with a reason."""
    form = ReasonForm(request.POST, prefix="keep")
    if not form.is_valid():
        return _page(request, pk, form, status=400)
    brief, reason = desk_brief(pk), form.cleaned_data["reason"]
    try:
        source_changes.keep(request.user, brief, reason, seen=_seen(request))
    except Invalid as error:
        form.add_error("reason", str(error))
        return _page(request, pk, form, status=400)
    messages.success(request, _("Our text stays as it is; the reason is in the history."))
    return redirect("desk:brief", pk)


def _seen(request) -> int | None:
    """Return which changed article the page showed; 0, which is none, where it does not say."""
    return whole_number(request.POST.get("seen", "")) or 0


def _page(request, pk: int, form: ReasonForm, *, status: int = 200):
    brief = desk_brief(pk)
    lines = source_changes.difference(brief)
    context = {
        "brief": brief,
        "runs": _runs(lines),
        "counted": source_changes.counted(lines),
        "actions": actions_for(brief.status, roles_of(request.user)),
        "busy": jobs.busy(brief),
        "form": form,
    }
    return render(request, "desk/source_change.html", context, status=status)


def _runs(lines: Sequence[Line]) -> list[Run]:
    runs = []
    for is_same, found in groupby(lines, lambda line: line.fate is Fate.SAME):
        group = list(found)
        runs += [Run(group)] if is_same else [Run([line]) for line in group]
    return runs
