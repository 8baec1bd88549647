"""One action on many briefs of the queue. Each is asked for on its own and answers for itself."""

from collections.abc import Iterable

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.forms.queue import is_key
from summaries.models import Brief
from summaries.services import assignment, editorial
from summaries.services.errors import Invalid, ServiceError
from summaries.services.people import accounts
from summaries.services.texts import MAX_NOTE_CHARACTERS
from summaries.views.desk.queue import SESSION_KEY, UNRETURNED_KEY
from summaries.views.guard import desk_view, post_only

MOST_BRIEFS = 200
_MOST_TOLD = 5  # refusals told one by one; the rest are counted

Refusals = list[tuple[Brief, str]]


@post_only
@desk_view
def bulk(request):
    """Assign, take or return the checked briefs, say what happened to each, go back to the list."""
    work = _WORK.get(request.POST.get("do", ""))
    try:
        briefs, gone = _checked(request.POST.getlist("brief"))
        if work is None:
            raise Invalid(_("Choose what to do with the selected briefs."))
        done, refused, words = work(request, briefs)
    except Invalid as error:
        messages.warning(request, str(error))
        _keep_return(request, request.POST.getlist("brief"))
    else:
        if refused:
            _keep_return(request, [str(brief.pk) for brief, _reason in refused])
        _tell(request, len(done), refused, words)
        _tell_gone(request, gone)
    return redirect(f"{reverse('desk:queue')}?{request.session.get(SESSION_KEY, '')}")


def _checked(values: Iterable[str]) -> tuple[list[Brief], int]:
    """Return the briefs of the checked boxes, and how many boxes have none any more."""
    keys = {int(value) for value in values if is_key(value)}
    if not keys:
        raise Invalid(_("Select some briefs first."))
    if len(keys) > MOST_BRIEFS:
        raise Invalid(_("Select at most %(limit)d briefs at once.") % {"limit": MOST_BRIEFS})
    briefs = list(Brief.objects.filter(pk__in=keys).select_related("article", "current"))
    return briefs, len(keys) - len(briefs)


def _take(request, briefs: list[Brief]):
    done, refused = assignment.assign_many(request.user, briefs, request.user)
    words = ngettext("%(n)d brief is yours now.", "%(n)d briefs are yours now.", len(done))
    return done, refused, words


def _assign(request, briefs: list[Brief]):
    owner = _person(request.POST.get("owner", ""))
    done, refused = assignment.assign_many(request.user, briefs, owner)
    return done, refused, ngettext("%(n)d brief assigned.", "%(n)d briefs assigned.", len(done))


def _person(value: str):
    if value == "none":
        return None
    found = accounts.people().filter(pk=value).first() if is_key(value) else None
    if found is None:
        raise Invalid(_("Choose who looks after the selected briefs."))
    return found


def _return(request, briefs: list[Brief]):
    reason = request.POST.get("reason", "")
    if not reason.strip():
        raise Invalid(_("Say why: the reason is kept in the brief's history."))
    done, refused = [], []
    for brief in briefs:
        try:
            done.append(editorial.return_to_draft(request.user, brief, reason))
        except ServiceError as error:
            refused.append((brief, str(error)))
    return done, refused, ngettext("%(n)d brief returned.", "%(n)d briefs returned.", len(done))


def _keep_return(request, values: list[str]) -> None:
    """Keep the reason typed and the briefs not returned for the list that is shown next."""
    if request.POST.get("do") == "return":
        reason = request.POST.get("reason", "")[:MAX_NOTE_CHARACTERS]
        briefs = [int(value) for value in values if is_key(value)][:MOST_BRIEFS]
        request.session[UNRETURNED_KEY] = {"reason": reason, "briefs": briefs}


_WORK = {"take": _take, "assign": _assign, "return": _return}


def _tell(request, done: int, refused: Refusals, words: str) -> None:
    if done:
        messages.success(request, words % {"n": done})
    for brief, reason in refused[:_MOST_TOLD]:
        told = _("Not done for “%(brief)s”: %(reason)s") % {"brief": brief, "reason": reason}
        messages.warning(request, told)
    rest = len(refused[_MOST_TOLD:])
    if rest:
        told = ngettext("Not done for %(n)d more.", "Not done for %(n)d more.", rest)
        messages.warning(request, told % {"n": rest})


def _tell_gone(request, gone: int) -> None:
    if gone:
        told = ngettext(
            "%(n)d of the selected briefs is not on the desk any more.",
            "%(n)d of the selected briefs are not on the desk any more.",
            gone,
        )
        messages.warning(request, told % {"n": gone})
