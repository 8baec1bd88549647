"""Where a brief's text comes from: which models wrote it, what people did, what was overridden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from summaries.checks import registry
from summaries.models import Brief, Correction, Dismissal, Event, Revision
from summaries.models.finding import Place, worded
from summaries.services import dismissals, figures, memory, trial_models
from summaries.workflow import GOES_LIVE, Action, Role

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
    "source": (
        _("Decided about changes of the source"),
        (Action.ADOPT_SOURCE, Action.KEEP_SOURCE),
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
    for_readers: bool = False

    @property
    def messages(self) -> list[tuple[str, str]]:
        """Return where each was found and what it said, in the language of the page.

        Of sentences that readers do not see, they are told only what was looked for and how often.
        """
        hidden = [one for one in self.findings if self.for_readers and not _is_public(one)]
        told = [one for one in self.findings if not self.for_readers or _is_public(one)]
        untold = Counter(one["check"] for one in hidden)
        return [
            *((_place(one), worded(one["message"], one["values"])) for one in told),
            *((_title(check), _not_shown(count)) for check, count in untold.items()),
        ]


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
    trials: trial_models.Trials
    # Whether it was published, and how many findings the last publication was in spite of.
    is_published: bool
    overridden: int
    dismissed: tuple[Dismissal, ...] = field(default=())


def of_desk(brief: Brief) -> Record:
    """Return the record of a brief as it is on the desk now, with people's names."""
    happened = list(brief.events.select_related("actor").order_by("pk"))
    decided = tuple(dismissals.of_brief(brief))
    return _record(
        brief,
        brief.current,
        trials=trial_models.of(brief.article, brief.current),
        figures=figures.of_desk(brief),
        happened=happened,
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
    last = next(iter(_publications(happened)[-1:]), None)
    happened = [event for event in happened if last and event.pk <= last.pk]
    return _record(
        brief,
        brief.live,
        trials=trial_models.as_published(last, brief.article, brief.live),
        happened=happened,
        figures=figures.of_publication(last) or figures.of_live(brief),
        steps=_steps(happened, _PUBLIC_STEPS, _role),
        overrides=_overrides(happened, _role, for_readers=True),
    )


def _record(brief: Brief, revision: Revision | None, happened: Sequence[Event], **more) -> Record:
    written = [segment.provenance for segment in brief.article.segments.all()]
    known = [one for one in written if one.get("model")]
    by_model = [one for one in known if one.get("engine") != memory.ENGINE]
    counts = Counter(tuple(sorted(one.items())) for one in by_model)
    return Record(
        models=tuple(Model(dict(items), count) for items, count in counts.most_common()),
        from_memory=len(known) - len(by_model),
        summary_model=revision.provenance if revision else {},
        corrections=tuple(brief.corrections.all()),
        is_published=brief.published_at is not None,
        overridden=_overridden(happened),
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


def _publications(happened: Sequence[Event]) -> list[Event]:
    return [event for event in happened if event.verb in GOES_LIVE]


def _overridden(happened: Sequence[Event]) -> int:
    """Return how many findings the last publication was in spite of: its Event is just before."""
    before = [event.pk for event in _publications(happened)][-2:-1] or [0]
    chosen = (e for e in happened if e.verb == Action.OVERRIDE and e.pk > before[0])
    return sum(len(event.data.get("findings", ())) for event in chosen)


def _place(finding: dict) -> str:
    """Return where a finding that an Event keeps was: "Sentence 5", "Summary sentence 2"."""
    if finding.get("place") == Place.HEADLINE:
        return gettext("Headline of the brief")
    if number := finding.get("summary_sentence"):
        return gettext("Summary sentence %(number)d") % {"number": number}
    if finding.get("place") == Place.SUMMARY:
        return gettext("Summary")
    if finding.get("label", "H") == "H":
        return gettext("Headline")
    return gettext("Sentence %(number)s") % {"number": finding["label"]}


def _overrides(happened: Sequence[Event], called, **how) -> tuple[Overridden, ...]:
    chosen = [event for event in happened if event.verb == Action.OVERRIDE]
    said = [tuple(event.data.get("findings", ())) for event in chosen]
    return tuple(
        Overridden(called(event.actor), event.created_at, event.reason, found, **how)
        for event, found in zip(chosen, said, strict=True)
    )


def _is_public(finding: dict) -> bool:
    """Say whether readers were shown the text of it, by that publication."""
    return finding.get("public", finding["place"] != Place.SEGMENT)


def _title(check: str) -> str:
    return gettext(registry.titles().get(check, check))


def _not_shown(count: int) -> str:
    return ngettext(
        "%(n)d finding in the translation of a sentence that is not shown here.",
        "%(n)d findings in the translation of sentences that are not shown here.",
        count,
    ) % {"n": count}


def _name(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _role(user) -> str | Promise:
    """Return what somebody is on the desk; the groups are prefetched."""
    if user is None:
        return ""
    roles = {group.name for group in user.groups.all()}
    roles |= {Role.ADMIN} if user.is_superuser else set()
    return next((role.label for role in _BY_SENIORITY if role in roles), _("A former colleague"))
