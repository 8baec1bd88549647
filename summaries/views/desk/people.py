"""What the panels of a brief show about its people: owner, comments, who else is here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from summaries.forms.people import CommentForm
from summaries.models import Brief, Comment, Segment, Topic
from summaries.services import accounts, presence


@dataclass
class Thread:
    """The comments on one sentence, or on the whole brief (no segment)."""

    segment: Segment | None
    label: str
    comments: list[Comment] = field(default_factory=list)


def people_context(request, brief: Brief, *, form: CommentForm | None = None) -> dict:
    """Return what `_presence`, `_assign` and `_comments` need: four queries for any brief.

    `form` is a refused comment. `?about=<segment>` chooses the sentence a new one is about.
    """
    labels = presence.labels(brief.article.segments.all())
    comments = list(brief.comments.select_related("author", "resolved_by"))
    for comment in comments:
        comment.label = labels.get(comment.segment_id, "")
    about = request.GET.get("about", "")
    return {
        "people": list(accounts.people()),
        "topics": list(Topic.objects.all()),
        "others": presence.seen(presence.others(request.user, brief), labels),
        "comments": comments,
        "threads": _threads(brief, labels, [c for c in comments if c.resolved_at is None]),
        "resolved": [c for c in comments if c.resolved_at is not None],
        "comment_form": form or CommentForm(sentences=named(labels), initial={"segment": about}),
    }


def named(labels: dict[int, str]) -> list[tuple[int, str]]:
    """Return the sentences as choices: (pk, "Sentence 3")."""
    words = _("Sentence %(number)s")
    return [
        (pk, _("Headline") if label == "H" else words % {"number": label})
        for pk, label in labels.items()
    ]


def _threads(brief: Brief, labels: dict[int, str], comments: Iterable[Comment]) -> list[Thread]:
    """Group comments: those on the brief first, then sentence by sentence."""
    segments = {segment.pk: segment for segment in brief.article.segments.all()}
    threads: dict[int | None, Thread] = {}
    for comment in comments:
        pk = comment.segment_id
        thread = threads.setdefault(pk, Thread(segments.get(pk), labels.get(pk, "")))
        thread.comments.append(comment)
    order = [None, *labels]
    return sorted(threads.values(), key=lambda t: order.index(t.segment and t.segment.pk))
