"""The editions: all of them, and one that a publisher puts together and sends."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.forms.edition import EditionForm
from summaries.models import Brief, Edition
from summaries.services import mailbox
from summaries.services.editions import editing, schedule, trial
from summaries.services.editions.editing import Unaccepted
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.templatetags.editions import in_newsroom
from summaries.views.desk.edition_page import (
    AHEAD,
    State,
    conflict,
    page,
    posted,
    rebased,
    stored,
    wants_context,
)
from summaries.views.desk.posted import whole_number
from summaries.views.guard import desk_view, post_only

ON_A_PAGE = 30


@require_safe
@desk_view
def editions(request):
    """List the dates of today and the next days, and the editions before them."""
    today = timezone.localdate()
    rows = _rows()
    coming = {edition.date: edition for edition in rows.filter(date__gte=today)}
    days = [today + timedelta(days=n) for n in range(AHEAD.days + 1)]
    shown = [day for n, day in enumerate(days) if n < 2 or day in coming]
    context = {
        "days": [(day, coming.get(day)) for day in shown],
        "page": Paginator(rows.filter(date__lt=today), ON_A_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "may_change": editing.may_change(request.user),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "desk/editions.html", context)


def _rows():
    live = Q(briefs__in=Brief.objects.live().order_by().values("pk"))
    rows = Edition.objects.select_related("decided_by", "mailing").order_by("-date")
    return rows.annotate(n=Count("briefs", filter=live))


@require_safe
@desk_view
def edition(request, day: date):
    """Show the edition of a date as it is stored; before anybody saved one, as it is proposed.

    `?send_at=` is a time that was typed and is not stored.
    """
    return page(request, stored(day, request.GET.get("send_at", "")))


# --- Buttons -------------------------------------------------------------------------------------


@post_only
@desk_view
def save(request, day: date):
    """Do what the pressed button of the form says; a refusal keeps all that was typed."""
    editing.require_publisher(request.user)
    state = posted(request, day)
    what, _colon, about = request.POST.get("do", "save").partition(":")
    if what in _REARRANGED:
        briefs = _REARRANGED[what](state.contents.briefs, *_where(about))
        return page(request, state.with_briefs(briefs), moved=_where(about)[0])
    if not state.form.is_valid():
        return page(request, state, status=400)
    return _STORED.get(what, _save)(request, state)


def _where(about: str) -> tuple[int, str]:
    key, _colon, direction = about.partition(":")
    return whole_number(key) or 0, direction


def _moved(briefs: tuple[int, ...], key: int, direction: str) -> tuple[int, ...]:
    if key not in briefs:
        return briefs
    order, at = list(briefs), briefs.index(key)
    to = at - 1 if direction == "up" else at + 1
    order.insert(max(0, to), order.pop(at))
    return tuple(order)


def _without(briefs: tuple[int, ...], key: int, _direction: str) -> tuple[int, ...]:
    return tuple(one for one in briefs if one != key)


def _with(briefs: tuple[int, ...], key: int, _direction: str) -> tuple[int, ...]:
    return (*_without(briefs, key, ""), key)


_REARRANGED = {"move": _moved, "remove": _without, "add": _with}


def _save(request, state: State):
    """Store it. Another time moves one that is scheduled; of a draft it stays in its field."""
    if not state.form.has_another_time:
        return _done(request, state, editing.save, lambda _edition: _("Saved."))
    if state.is_scheduled:
        return _schedule(request, state)
    words = _("Saved. It is not scheduled: “Schedule” has it go out at the time you chose.")
    kept = {"send_at": request.POST["send_at"]}
    return _done(request, state, editing.save, lambda _edition: words, kept=kept)


def _schedule(request, state: State):
    moment = state.form.cleaned_data["send_at"]
    if moment is None:
        state.form.add_error("send_at", _("Say when it goes out."))
        return page(request, state, status=400)
    act = partial(schedule.schedule_at, moment=moment)
    return _done(request, state, act, _scheduled_words, field="send_at")


def _scheduled_words(edition: Edition) -> str:
    return _("It goes out on %(moment)s.") % {"moment": in_newsroom(edition.send_at)}


def _send(request, state: State):
    words = _("It is out: on the front page now, and on its way by email.")
    return _done(request, state, schedule.publish, lambda _edition: words)


def _send_test(request, state: State):
    try:
        trial.send(request.user, state.day, state.contents, request.POST.get("show", ""))
    except Invalid as error:
        return page(request, state, status=400, test_error=str(error))
    return page(request, state, tested=request.user.email, mailbox=mailbox.is_open())


_STORED = {"save": _save, "schedule": _schedule, "send": _send, "test": _send_test}


def _done(
    request,
    state: State,
    act: Callable,
    said: Callable,
    *,
    field: str | None = None,
    kept: dict | None = None,
):
    """Store it by `act`, say so, and show what is stored; put a refusal where it belongs.

    `kept` is what was typed and is not stored.
    """
    facts = {"seen": state.form.cleaned_data["version"], "accepted": state.accepted}
    try:
        edition = act(request.user, state.day, state.contents, **facts)
    except Unaccepted as error:
        return page(request, state, status=400, refused=error.wants, wants=error.wants)
    except Invalid as error:
        state.form.add_error(field, str(error))
        return page(request, state, status=400)
    except (Stale, WrongState):
        return conflict(request, state)
    messages.success(request, said(edition))
    return _redirect(state.day, kept)


def _redirect(day: date, kept: dict | None = None):
    address = reverse("desk:edition", args=[day])
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


@post_only
@desk_view
def wanting(request, day: date):
    """Answer the page's script with what is wanting in what it shows now."""
    editing.require_publisher(request.user)
    state = posted(request, day)
    return render(request, "desk/_edition_wants.html", wants_context(state))


@post_only
@desk_view
def unschedule(request, day: date):
    """Take it off the schedule; its time, and what was typed and is not saved, stay on the page."""
    editing.require_publisher(request.user)
    typed, seen = posted(request, day), whole_number(request.POST.get("version", ""))
    try:
        schedule.unschedule(request.user, day, seen=-1 if seen is None else seen)
    except (Stale, WrongState):
        return conflict(request, typed)
    kept = {"send_at": EditionForm.as_typed(typed.edition.send_at)}
    now = stored(day, **kept)
    if typed.contents == now.contents and not typed.form.has_another_time:
        messages.success(request, _("It is not scheduled any more. Nothing else changed."))
        return _redirect(day, kept)
    messages.success(request, _("It is not scheduled any more. What you typed is not saved yet."))
    return page(request, rebased(typed, now))


@post_only
@desk_view
def intro(request, day: date):
    """Change the introduction of an edition that went out."""
    editing.require_publisher(request.user)
    state = posted(request, day)
    if not state.form.is_valid():
        return page(request, state, status=400)

    def change(actor, day, contents, **facts):
        return editing.change_intro(actor, day, contents.intro_en, contents.intro_ar, **facts)

    return _done(request, state, change, lambda _edition: _("Saved. Readers see it now."))
