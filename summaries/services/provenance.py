"""Where a brief's text comes from: which models wrote it, what people did, what was overridden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from summaries.models import Brief, Correction, Dismissal, Event, Revision
from summaries.models.finding import worded
from summaries.services import dismissals, figures, memory, publishing
from summaries.workflow import Action, Role

# What people did, in the order in which it is told: by what their Events are called.
STEPS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "taken_in": (_("Taken in"), ("taken_in",)),
    "drafted": (
        pgettext_lazy("step", "Drafted"),
        (Action.DRAFTED, "translated", "retranslated", "summary_rewritten"),
    ),
    "edited": (
        pgettext_lazy("step", "Edited"),
        (Action.EDIT, "segment_edited", "merged", "split", "restore_line"),
    ),
    "approved": (
        pgettext_lazy("step", "Sentences approved"),
        (Action.APPROVE, "approve_remaining"),
    ),
    "dismissed": (_("Findings dismissed"), (Action.DISMISS, Action.DISMISS_BLOCKING)),
    "submitted": (_("Submitted for review"), (Action.SUBMIT,)),
    "returned": (_("Returned to the reporter"), (Action.RETURN,)),
    "published": (pgettext_lazy("step", "Published"), (Action.PUBLISH,)),
    "corrected": (pgettext_lazy("step", "Corrected"), (Action.CORRECT,)),
    "retracted": (pgettext_lazy("step", "Retracted"), (Action.RETRACT,)),
}
# What of it concerns readers.
_PUBLIC_STEPS = ("drafted", "edited", "approved", "submitted", "published", "corrected")
_BY_SENIORITY = (Role.ADMIN, Role.PUBLISHER, Role.EDITOR, Role.REPORTER)


@dataclass(frozen=True)
class Model:
    """A model, in one revision with one set of settings, and how many sentences it translated."""

    provenance: dict
    count: int = 0


@dataclass(frozen=True)
class Doer:
    """Who did something, how often, and when the last time; "" is the machine."""

    name: str | Promise
    times: int
    last: datetime


@dataclass(frozen=True)
class Step:
    """One kind of thing that was done to a brief."""

    title: Promise
    doers: tuple[Doer, ...]


@dataclass(frozen=True)
class Overridden:
    """A publication in spite of findings."""

    who: str | Promise
    when: datetime
    reason: str
    findings: tuple[dict, ...]

    @property
    def messages(self) -> list[str]:
        """Return what the findings said, in the language of the page."""
        return [worded(finding["message"], finding["values"]) for finding in self.findings]


@dataclass(frozen=True)
class Record:
    """What the provenance page of a brief shows."""

    models: tuple[Model, ...]
    from_memory: int
    summary_model: dict
    figures: figures.Figures
    steps: tuple[Step, ...]
    overrides: tuple[Overridden, ...]
    corrections: tuple[Correction, ...]
    uses_stand_in: bool
    dismissed: tuple[Dismissal, ...] = field(default=())


def of_desk(brief: Brief) -> Record:
    """Return the record of a brief as it is on the desk now, with people's names."""
    happened = list(brief.events.select_related("actor").order_by("pk"))
    decided = tuple(dismissals.of_brief(brief))
    return _record(
        brief,
        brief.current,
        figures=figures.of_desk(brief),
        steps=_steps(happened, tuple(STEPS), _name),
        overrides=_overrides(happened, _name),
        dismissed=decided,
    )


def of_readers(brief: Brief) -> Record:
    """Return the record of a live brief as it was published last, with roles for names.

    Work on it since then, which readers do not see, is not in it.
    """
    happened = list(
        brief.events.select_related("actor").prefetch_related("actor__groups").order_by("pk")
    )
    went_live = [e for e in happened if e.verb in (Action.PUBLISH, Action.CORRECT)]
    last = went_live[-1] if went_live else None
    happened = [event for event in happened if last and event.pk <= last.pk]
    kept = last.data.get("figures") if last else None
    return _record(
        brief,
        brief.live,
        figures=figures.Figures.read(kept) if kept else figures.of_live(brief),
        steps=_steps(happened, _PUBLIC_STEPS, _role),
        overrides=_overrides(happened, _role),
    )


def _record(brief: Brief, revision: Revision | None, **more) -> Record:
    written = [segment.provenance for segment in brief.article.segments.all()]
    known = [one for one in written if one.get("model")]
    by_model = [one for one in known if one.get("engine") != memory.ENGINE]
    counts = Counter(tuple(sorted(one.items())) for one in by_model)
    return Record(
        models=tuple(Model(dict(items), count) for items, count in counts.most_common()),
        from_memory=len(known) - len(by_model),
        summary_model=revision.provenance if revision else {},
        corrections=tuple(brief.corrections.all()),
        uses_stand_in=publishing.uses_stand_in(brief.article, revision),
        **more,
    )


def _steps(happened: Sequence[Event], names: Sequence[str], called) -> tuple[Step, ...]:
    steps = []
    for name in names:
        title, verbs = STEPS[name]
        doers = _doers([event for event in happened if event.verb in verbs], called)
        if doers:
            steps.append(Step(title, doers))
    return tuple(steps)


def _doers(happened: Sequence[Event], called) -> tuple[Doer, ...]:
    """Return who did these things, by the first time that each did."""
    by_name: dict[str, list[Event]] = {}
    for event in happened:
        by_name.setdefault(called(event.actor), []).append(event)
    return tuple(Doer(name, len(did), did[-1].created_at) for name, did in by_name.items())


def _overrides(happened: Sequence[Event], called) -> tuple[Overridden, ...]:
    chosen = [event for event in happened if event.verb == Action.OVERRIDE]
    return tuple(
        Overridden(called(e.actor), e.created_at, e.reason, tuple(e.data.get("findings", ())))
        for e in chosen
    )


def _name(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _role(user) -> str | Promise:
    """Return what somebody is on the desk; the groups are prefetched."""
    if user is None:
        return ""
    roles = {group.name for group in user.groups.all()}
    roles |= {Role.ADMIN} if user.is_superuser else set()
    return next((role.label for role in _BY_SENIORITY if role in roles), _("A former colleague"))
