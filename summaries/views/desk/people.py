"""What the panels of a brief show about its people: owner, comments, who else is here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from summaries.forms.people import CommentForm
from summaries.models import Brief, Comment, Segment, Topic
from summaries.services import presence
from summaries.services.people import accounts

# A page shows this many; `?comments=all` shows the rest as well.
COMMENTS_SHOWN = 50


@dataclass
class Thread:
    """The comments on one sentence, or on the whole brief (no segment)."""

    segment: Segment | None
    label: str
    comments: list[Comment] = field(default_factory=list)


def people_context(request, brief: Brief, *, form: CommentForm | None = None) -> dict:
    """Return what `_presence`, `_assign` and `_comments` need: four queries, five for a brief with
    more comments than are shown.

    `form` is a refused comment. `?about=<segment>` chooses the sentence a new one is about,
    `?comments=all` shows every comment.
    """
    labels = presence.labels(brief.article.segments.all())
    about = request.GET.get("about", "")
    shown = _comments_context(brief, labels, every=request.GET.get("comments") == "all")
    return shown | {
        "people": list(accounts.people()),
        "topics": list(Topic.objects.all()),
        "others": presence.seen(presence.others(request.user, brief), labels),
        "comment_form": form or CommentForm(sentences=named(labels), initial={"segment": about}),
    }


def _comments_context(brief: Brief, labels: dict[int, str], *, every: bool) -> dict:
    """Return the newest comments, open ones first, and how many there are besides."""
    comments = brief.comments.select_related("author", "resolved_by")
    comments = comments.order_by(F("resolved_at").desc(nulls_first=True), "-created_at", "-pk")
    found = list(comments if every else comments[: COMMENTS_SHOWN + 1])
    numbers = Counter(comment.resolved_at is not None for comment in found)
    if len(found) > COMMENTS_SHOWN and not every:
        found.pop()
        numbers = _numbers_of_comments(brief)
    for comment in found:
        comment.label = labels.get(comment.segment_id, "")
    found.sort(key=lambda comment: (comment.created_at, comment.pk))
    return {
        "threads": _threads(brief, labels, [c for c in found if c.resolved_at is None]),
        "resolved": [c for c in found if c.resolved_at is not None],
        "resolved_number": numbers[True],
        "comments_hidden": numbers.total() - len(found),
    }


def _numbers_of_comments(brief: Brief) -> Counter:
    """Return how many comments are open (under False) and resolved (under True)."""
    is_resolved = Q(resolved_at__isnull=False)
    found = brief.comments.aggregate(all=Count("pk"), resolved=Count("pk", filter=is_resolved))
    return Counter({True: found["resolved"], False: found["all"] - found["resolved"]})


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
