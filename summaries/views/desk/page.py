"""What the brief's desk page shows, gathered in a fixed number of queries."""

from collections import Counter

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from summaries.forms.numbering import Numbering
from summaries.forms.reasons import (
    BreakingForm,
    CorrectionForm,
    PublishForm,
    ReasonForm,
    RetractionForm,
)
from summaries.models import Brief, Event, Job, RemovedLine, Segment, WorkingCopy
from summaries.services import jobs, preferences, queue_rows, stories, trial_models
from summaries.services.people.accounts import roles_of
from summaries.services.publishing import unpublished_changes
from summaries.views.desk.found import found_context
from summaries.views.desk.kept import kept_copy
from summaries.views.desk.people import people_context
from summaries.views.desk.posted import whole_number
from summaries.views.desk.readers import readers_context
from summaries.views.desk.rows import (
    SegmentRow,
    SentenceRow,
    arabic_rows,
    count_comments,
    in_pairs,
    open_row,
    review_context,
    segment_rows,
    sentence_rows,
)
from summaries.workflow import UNPUBLISHED, Action, Role, Status, actions_for

# The newest lines of the timeline; the whole is on its own page.
EVENTS_SHOWN = 8
REPRINTS_SHOWN = 5
STAGES = list(Job.Stage)
# A draft goes through all of them, other work through some.
_STAGES_OF = {
    Job.Kind.RETRANSLATE: {Job.Stage.TRANSLATING},
    Job.Kind.SUMMARY: {Job.Stage.SUMMARISING, Job.Stage.LINKING},
}
_UNFINISHED = UNPUBLISHED | {Status.DRAFTING}


def desk_brief(pk: int) -> Brief:
    """Return a brief with what every desk page names, or raise Http404."""
    related = ("article__source", "article__taken_in_by", "current__author", "live", "owner")
    segments = Prefetch("article__segments", Segment.objects.select_related("approved_by"))
    briefs = Brief.objects.select_related(*related, "topic").prefetch_related(segments)
    return get_object_or_404(briefs, pk=pk)


def render_brief(request, brief: Brief, *, bound: dict | None = None, status: int = 200, **more):
    """Render the desk page.

    `bound` holds a refused form under its action's name; `more` goes to the template as it is.
    """
    context = brief_context(request, brief, bound=bound)
    return render(request, "desk/brief.html", context | more, status=status)


def brief_context(request, brief: Brief, *, bound: dict | None = None) -> dict:
    """Return what the desk page shows; answers that replace parts of it show the same."""
    rows = segment_rows(brief)
    sentences = sentence_rows(brief, rows, request.GET.get("sentence", ""))
    roles = roles_of(request.user)
    actions = actions_for(brief.status, roles)
    opened = open_row(rows, request.GET.get("segment", "")) if "edit" in actions else None
    people = people_context(request, brief)
    count_comments(rows, brief)
    context = people | {
        "brief": brief,
        "back": f"{queue_address(request)}#brief-{brief.pk}",
        "rows": rows,
        "open_row": opened,
        "chosen": next((row for row in sentences if row.lit), None),
        "removed": list(brief.article.removed_lines.filter(restored_at=None)),
        "events": list(brief.events.select_related("actor")[:EVENTS_SHOWN]),
        "returned": _returned(brief),
        "reprints": stories.reprints([brief.article], REPRINTS_SHOWN).get(brief.article_id, []),
        "actions": actions,
        "desk_preference": preferences.of(request.user),
        "forms": action_forms() | (bound or {}),
        "opened": next(iter(bound), "") if bound else "",
        # Without script, the finding whose form for a reason is open.
        "dismissing": whole_number(request.GET.get("dismiss", "")),
        "trials": trial_models.of(brief.article, brief.current),
        "may_install": Role.ADMIN in roles,
        "translators": _translators(rows),
        "unpublished_changes": unpublished_changes(brief),
        "unsaved": _unsaved(request.user, brief, rows) if "edit" in actions else None,
    }
    queue_rows.add_others([brief])
    context |= summary_context(brief, rows, sentences)
    context |= found_context(brief, rows, sentences, actions)
    context |= review_context(brief, rows)
    context |= readers_context(context, brief, sentences)
    return context | progress_context(brief, jobs.latest(brief), rows)


def summary_context(brief: Brief, rows: list[SegmentRow], sentences: list[SentenceRow]) -> dict:
    """Return the summary in both languages."""
    arabic = arabic_rows(brief, rows)
    return {
        "sentences": sentences,
        "arabic_summary": arabic,
        "in_pairs": in_pairs(sentences, arabic),
    }


def _unsaved(user, brief: Brief, rows: list[SegmentRow]) -> WorkingCopy | None:
    """Return what the user has in the summary editor and did not save."""
    return kept_copy(user, brief, Numbering.of(rows)) if brief.current else None


def queue_address(request) -> str:
    """Return the queue as the person left it: filters, order and page."""
    query = request.session.get("queue_query", "")
    return reverse("desk:queue") + (f"?{query.removeprefix('?')}" if query else "")


def _returned(brief: Brief) -> Event | None:
    """Return why a draft came back from review, the last time, or None."""
    if brief.status != Status.DRAFT:
        return None
    return brief.events.filter(verb=Action.RETURN).select_related("actor").first()


def action_forms() -> dict:
    """Return the empty forms of what can be done to a brief, by the action's name."""
    return {
        "return": ReasonForm(prefix="return"),
        "retract": RetractionForm(prefix="retract"),
        "breaking": BreakingForm(prefix="breaking"),
        "correct": CorrectionForm(),
        "publish": PublishForm(),
    }


def _translators(rows: list[SegmentRow]) -> list[tuple[dict, int]]:
    counts = Counter(tuple(sorted(row.segment.provenance.items())) for row in rows)
    return [(dict(items), count) for items, count in counts.most_common() if items]


def progress_context(brief: Brief, job: Job | None, rows: list[SegmentRow]) -> dict:
    """Return what the progress panel shows: stages, counts, and the translations so far.

    Without work in progress, or work that ended badly, there is no panel.
    """
    if job is None or job.state == Job.State.DONE or brief.status not in _UNFINISHED:
        return {"job": None}
    moments = [row.segment.translated_at for row in rows if row.segment.translated_at]
    newest = max(moments).isoformat() if moments else ""
    again = job.kind == Job.Kind.RETRANSLATE
    return {
        "job": job,
        # What a poll compares: it is sent nothing while this stays the same.
        "looked": f"{job.pk}.{job.state}.{job.stage}.{job.done}.{bool(job.error)}@{newest}",
        "stages": _stages(job),
        "translated": job.done if again else len(moments),
        "total": job.total if again else len(rows),
        "is_translating": job.is_open,
    }


def _stages(job: Job) -> list[dict]:
    """Return each stage with its state. Cleaning is done at intake; a waiting job is at none."""
    at = STAGES.index(Job.Stage(job.stage))
    running = job.state != Job.State.QUEUED
    return [
        {
            "stage": stage,
            "state": "done" if i < max(at, 1) else "current" if i == at and running else "waiting",
        }
        for i, stage in enumerate(STAGES)
        if stage in _STAGES_OF.get(Job.Kind(job.kind), STAGES)
    ]


def removed_line(brief: Brief, line: int) -> RemovedLine:
    """Return one of the brief's set-aside lines, or raise Http404."""
    lines = RemovedLine.objects.select_related("article")
    return get_object_or_404(lines, pk=line, article=brief.article_id)
