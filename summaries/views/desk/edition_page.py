"""What the page of an edition shows: what is stored of it, proposed for it, or typed and not saved.

The page keeps its whole state in its form. Nothing is stored until a person saves.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from summaries.engine.worddiff import word_diff
from summaries.forms.edition import EditionForm
from summaries.models import Brief, Edition, Mailing
from summaries.services import preferences
from summaries.services.editions import clock, editing, proposal, wanting
from summaries.services.editions.editing import Contents
from summaries.services.mailing import progress, recipients

# How far ahead one can be put together.
AHEAD = timedelta(days=7)
EVENTS_SHOWN = 20
# When it is proposed to go out.
USUAL_HOUR, HOUR = time(6), timedelta(hours=1)


@dataclass(frozen=True)
class State:
    """An edition as its page has it. `edition` is what is stored, if anything is."""

    day: date
    edition: Edition | None
    contents: Contents
    form: EditionForm
    accepted: list[str] = field(default_factory=list)
    is_proposed: bool = False

    @property
    def version(self) -> int:
        """The stored version that a save replaces; 0 for none."""
        return self.edition.version if self.edition else 0

    @property
    def is_published(self) -> bool:
        """Say whether readers have it."""
        return bool(self.edition and self.edition.is_published)

    @property
    def is_scheduled(self) -> bool:
        """Say whether it goes out at a time."""
        return bool(self.edition and self.edition.state == Edition.State.SCHEDULED)

    @property
    def briefs(self) -> tuple[int, ...]:
        """Return the keys of its briefs; those of one that readers have stay as they are."""
        if self.is_published and self.form.is_bound:
            return editing.contents_of(self.edition).briefs
        return self.contents.briefs

    def with_briefs(self, briefs: tuple[int, ...]) -> "State":
        """Return the same with other briefs."""
        return replace(self, contents=replace(self.contents, briefs=briefs), is_proposed=False)


def stored(day: date, send_at: str = "") -> State:
    """Return an edition as it is stored, or as it is proposed. Raises Http404 for other dates.

    `send_at` is a time that was typed and is not stored.
    """
    edition = _edition(day)
    contents = editing.contents_of(edition) if edition else editing.proposed(day)
    form = EditionForm(
        initial={
            "intro_en": contents.intro_en,
            "intro_ar": contents.intro_ar,
            "version": edition.version if edition else 0,
            "send_at": send_at or EditionForm.as_typed(_moment(day, edition)),
        }
    )
    accepted = edition.accepted if edition else []
    return State(day, edition, contents, form, accepted, is_proposed=edition is None)


def posted(request, day: date) -> State:
    """Return an edition as the page sent it. Raises Http404 for a date that has none."""
    form = EditionForm(request.POST)
    return State(day, _edition(day), form.contents, form, form.accepted)


def rebased(typed: State, base: State) -> State:
    """Return what was typed on top of what is stored now, which a save knowingly replaces."""
    form = typed.form.renewed(base.version, base.form.initial["send_at"])
    return replace(typed, edition=base.edition, form=form)


def _edition(day: date) -> Edition | None:
    related = ("decided_by", "mailing")
    edition = Edition.objects.filter(date=day).select_related(*related).first()
    if edition is None and not is_near(day):
        raise Http404
    return edition


def is_near(day: date) -> bool:
    """Say whether an edition of this date can still be put together."""
    return timezone.localdate() <= day <= timezone.localdate() + AHEAD


def _moment(day: date, edition: Edition | None) -> datetime | None:
    """Return when it is to go out, or could: at the usual hour, or the next one of its date."""
    if edition and edition.send_at:
        return edition.send_at
    next_hour = timezone.localtime().replace(minute=0, second=0, microsecond=0) + HOUR
    moment = max(datetime.combine(day, USUAL_HOUR, clock.zone()), next_hour)
    return moment if moment < clock.window(day)[1] else None


def page(request, state: State, *, status: int = 200, **more):
    """Render the page; `more` goes to the template as it is."""
    return render(request, "desk/edition.html", _context(request, state) | more, status=status)


def _context(request, state: State) -> dict:
    briefs = state.briefs
    offered = proposal.candidates(state.day, briefs)
    found = {one.brief.pk: one for one in offered}
    places = [found[key] for key in briefs if key in found]
    others = [one for one in offered if one not in places]
    context = {
        "state": state,
        "day": state.day,
        "edition": state.edition,
        "form": state.form,
        "may_change": editing.may_change(request.user),
        "places": places,
        "new": [one for one in others if one.is_new],
        "earlier": [one for one in others if not one.is_new],
        "proposes": {brief.pk for brief in proposal.chosen(offered, settings.EDITION_SIZE)},
        "desk_preference": preferences.of(request.user),
        "zone": settings.TIME_ZONE,
        "now": timezone.localtime(),
        "most": editing.MOST_BRIEFS,
        "is_over": clock.is_over(state.day),
        "reaches": recipients.daily().count(),
        "here": reverse("desk:edition", args=[state.day]),
        **_days(state.day),
        **_unsaved(state),
        **wants_context(state),
    }
    return context | (_of_stored(state.edition) if state.edition else {})


def _unsaved(state: State) -> dict:
    """Return a digest of what is stored or proposed, and whether the page has something else."""
    base = stored(state.day).contents if state.form.is_bound else state.contents
    shown = replace(state.contents, briefs=state.briefs)
    return {
        "base": hashlib.blake2b(repr(base).encode(), digest_size=8).hexdigest(),
        "is_unsaved": shown != base or state.form.has_another_time,
    }


def wants_context(state: State) -> dict:
    """Return what the panel of what is wanting shows."""
    contents = state.contents
    wants = wanting.of(contents.briefs, contents.intro_en, contents.intro_ar, edition=state.edition)
    return {"wants": wants, "accepted": state.accepted}


def _of_stored(edition: Edition) -> dict:
    mailing = getattr(edition, "mailing", None)
    return {
        "events": list(edition.events.select_related("actor")[:EVENTS_SHOWN]),
        "held_for": wanting.in_words(edition.held_for),
        "gone": _gone(edition),
        **(mailing_context(mailing) if mailing else {}),
    }


def mailing_context(mailing: Mailing) -> dict:
    """Return what the panel of an edition's emails shows."""
    return {
        "mailing": mailing,
        "progress": progress.of(mailing),
        "troubles": progress.troubles(mailing),
    }


def _gone(edition: Edition) -> list[Brief]:
    """Return the briefs that were retracted and left it."""
    placed = Brief.objects.filter(places__edition=edition).select_related("live")
    live = Brief.objects.live().values("pk")
    return list(placed.exclude(pk__in=live))


def _days(day: date) -> dict:
    """Return the dates beside this one that have a page."""
    around = (day - timedelta(days=1), day + timedelta(days=1))
    known = set(Edition.objects.filter(date__in=around).values_list("date", flat=True))
    before, after = (one if one in known or is_near(one) else None for one in around)
    return {"day_before": before, "day_after": after}


def conflict(request, typed: State):
    """Answer a stale save: 409, both versions on one page, nothing stored and nothing lost.

    The form keeps what was typed and now replaces the stored version, knowingly.
    """
    theirs = stored(typed.day)
    return page(
        request,
        rebased(typed, theirs),
        status=409,
        theirs=theirs,
        their_event=_last_event(theirs.edition),
        **_differences(typed.contents, theirs.contents),
    )


def _last_event(edition: Edition | None):
    # There is none where the page is of a database that was put back since.
    return edition.events.select_related("actor").first() if edition else None


def _differences(mine: Contents, theirs: Contents) -> dict:
    keys = {*mine.briefs, *theirs.briefs}
    briefs = Brief.objects.filter(pk__in=keys).select_related("live").in_bulk()
    sides = ((mine, theirs), (theirs, mine))
    my_list, their_list = (
        [(briefs[key], key not in other.briefs) for key in side.briefs if key in briefs]
        for side, other in sides
    )
    intros = [
        (lang, word_diff(getattr(theirs, f"intro_{lang}"), getattr(mine, f"intro_{lang}")))
        for lang in ("en", "ar")
        if getattr(theirs, f"intro_{lang}") != getattr(mine, f"intro_{lang}")
    ]
    return {"my_list": my_list, "their_list": their_list, "intro_differences": intros}
