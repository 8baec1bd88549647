"""Comments on a brief: each button is one POST that answers with the panel, or goes back to it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from summaries.forms.people import CommentForm
from summaries.models import Brief, Comment
from summaries.services import comments, presence
from summaries.services.errors import Invalid
from summaries.views.desk.page import desk_brief
from summaries.views.desk.people import named, people_context
from summaries.views.guard import desk_view, post_only


@post_only
@desk_view
def add(request, pk: int):
    """Write a comment on the brief or on one of its sentences."""
    brief, form = _filled(request, pk)
    if not form.is_valid():
        return _refused(request, brief, form)
    segments = {segment.pk: segment for segment in brief.article.segments.all()}
    try:
        comments.add(
            request.user,
            brief,
            form.cleaned_data["text"],
            segment=segments.get(form.cleaned_data["segment"]),
        )
    except Invalid as error:
        # Read anew: where the sentence is gone, the form offers those that are there now.
        brief, form = _filled(request, pk)
        if form.is_valid():
            form.add_error("text", str(error))
        return _refused(request, brief, form)
    return _panel(request, brief)


@post_only
@desk_view
def resolve(request, pk: int, comment: int):
    """Mark a comment as dealt with."""
    brief = desk_brief(pk)
    comments.resolve(request.user, _comment(brief, comment))
    return _panel(request, brief, moved=True)


@post_only
@desk_view
def reopen(request, pk: int, comment: int):
    """Take a comment up again."""
    brief = desk_brief(pk)
    comments.reopen(request.user, _comment(brief, comment))
    return _panel(request, brief, moved=True)


def _filled(request, pk: int) -> tuple[Brief, CommentForm]:
    brief = desk_brief(pk)
    labels = presence.labels(brief.article.segments.all())
    return brief, CommentForm(request.POST, sentences=named(labels))


def _comment(brief: Brief, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("brief"), pk=pk, brief=brief)


def _panel(request, brief: Brief, *, moved: bool = False):
    """Answer with the panel; `moved` puts the focus on its heading: the button is folded away."""
    if not request.htmx:
        return redirect(reverse("desk:brief", args=[brief.pk]) + "#comments")
    context = {"brief": brief, "moved": moved} | people_context(request, brief)
    return render(request, "desk/_comments.html", context)


def _refused(request, brief: Brief, form: CommentForm):
    """Show the form again with what was typed; without script the page of refusals does."""
    if not request.htmx:
        raise Invalid(" ".join(error for errors in form.errors.values() for error in errors))
    context = {"brief": brief} | people_context(request, brief, form=form)
    return render(request, "desk/_comments.html", context, status=400)
