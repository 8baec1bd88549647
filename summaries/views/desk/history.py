"""What happened to a brief: its versions, the changes of its sentences, its timeline."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from summaries.engine.merge import align
from summaries.engine.worddiff import Op, Piece, word_diff
from summaries.models import Brief, Revision, SegmentEdit
from summaries.services import editorial
from summaries.services.people.accounts import roles_of
from summaries.views.desk.page import desk_brief
from summaries.views.desk.posted import whole_number
from summaries.views.desk.rows import segment_rows
from summaries.views.guard import desk_view, post_only
from summaries.workflow import actions_for

PAGE_SIZE = 30
TABS = {
    "versions": gettext_lazy("Versions"),
    "sentences": gettext_lazy("Sentences"),
    "timeline": gettext_lazy("Timeline"),
}


@dataclass(frozen=True)
class Part:
    """One piece of the text with what changed in it."""

    title: str
    lang: str
    pieces: list[Piece]

    @property
    def dir(self) -> str:
        """Return the direction of its text."""
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def is_changed(self) -> bool:
        """Say whether the two versions differ here."""
        return any(piece.op is not Op.EQUAL for piece in self.pieces)


@require_safe
@desk_view
def history(request, pk: int):
    """Show one of three lists: `?show=versions` (and `from`, `to`), `sentences`, `timeline`."""
    brief = desk_brief(pk)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in TABS else "versions"
    context = {
        "brief": brief,
        "chosen": chosen,
        "tabs": TABS,
        "actions": actions_for(brief.status, roles_of(request.user)),
    }
    return render(request, "desk/history.html", context | _LISTS[chosen](request, brief))


@post_only
@desk_view
def restore_version(request, pk: int, number: int):
    """Make an earlier version the newest one."""
    brief = desk_brief(pk)
    revision = get_object_or_404(Revision, brief=brief, number=number)
    saved = editorial.restore_version(request.user, brief, revision)
    facts = {"old": number, "number": saved.number}
    messages.success(request, _("Version %(old)d is back, as version %(number)d.") % facts)
    return redirect("desk:brief", brief.pk)


def _versions(request, brief: Brief) -> dict:
    revisions = brief.revisions.select_related("author", "restored_from").order_by("-number")
    page = Paginator(revisions, PAGE_SIZE).get_page(request.GET.get("page"))
    newest = revisions[0].number if page.paginator.count else 0
    after = _version(brief, request.GET.get("to", ""), newest)
    before = _version(brief, request.GET.get("from", ""), after.number - 1 if after else 0)
    return {
        "page": page,
        "before": before,
        "after": after,
        "numbers": range(newest, 0, -1),
        "parts": _parts(before, after) if after else [],
    }


def _version(brief: Brief, number: str, default: int) -> Revision | None:
    wanted = whole_number(number)
    revisions = brief.revisions.select_related("author").prefetch_related("sentences")
    return revisions.filter(number=default if wanted is None else wanted).first()


def _parts(before: Revision | None, after: Revision) -> list[Part]:
    """Compare two versions part by part; without an earlier one everything is new."""
    parts = []
    for title, lang, texts in _TEXTS:
        old, new = texts(before) if before else [], texts(after)
        parts += [Part(str(title), lang, word_diff(a, b)) for a, b in _pairs(old, new)]
    return parts


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Lay two lists side by side: the edited beside what it was, the rest beside nothing."""
    pairs: list[tuple[str, str]] = []
    i = j = 0
    for a, b in [*align(old, new), (len(old), len(new))]:
        pairs += [(text, "") for text in old[i:a]]
        pairs += [("", text) for text in new[j:b]]
        pairs += [(old[a], new[b])] if a < len(old) else []
        i, j = a + 1, b + 1
    return pairs


_TEXTS = (
    (gettext_lazy("Headline, English"), "en", lambda revision: [revision.headline_en]),
    (
        gettext_lazy("Summary, English"),
        "en",
        lambda revision: [sentence.text for sentence in revision.sentences.all()],
    ),
    (gettext_lazy("Headline, Arabic"), "ar", lambda revision: [revision.headline_ar]),
    (gettext_lazy("Summary, Arabic"), "ar", lambda revision: revision.arabic_paragraphs),
)


def _sentences(request, brief: Brief) -> dict:
    """Group the changes by sentence, in the order of the article."""
    edits = SegmentEdit.objects.select_related("author").order_by("-updated_at", "-pk")
    changed = brief.article.segments.filter(edits__isnull=False).distinct()
    page = Paginator(changed.prefetch_related(Prefetch("edits", edits)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    numbers = {row.segment.pk: row.number for row in segment_rows(brief)}
    for segment in page:
        segment.number = numbers[segment.pk]
        for edit in segment.edits.all():
            edit.pieces = word_diff(edit.before, edit.after)
    return {"page": page}


def _timeline(request, brief: Brief) -> dict:
    events = brief.events.select_related("actor")
    return {"page": Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))}


_LISTS = {"versions": _versions, "sentences": _sentences, "timeline": _timeline}
