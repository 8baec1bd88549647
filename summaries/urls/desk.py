"""The desk: for people with a role. Everything that changes something is a POST."""

from django.urls import path

from summaries.views.desk import (
    actions,
    assign,
    brief,
    bulk,
    comments,
    help,
    history,
    intake,
    machine,
    preferences,
    presence,
    preview,
    queue,
    reshaping,
    segments,
    text,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("add/", intake.add, name="add"),
    path("briefs/<int:pk>/", brief.brief, name="brief"),
    path("briefs/<int:pk>/progress/", brief.progress, name="progress"),
    path("keys/", help.keys, name="keys"),
    path(
        "briefs/<int:pk>/approve-remaining/", segments.approve_remaining, name="approve-remaining"
    ),
    path("briefs/<int:pk>/segments/<int:segment>/", segments.segment, name="segment"),
    path("briefs/<int:pk>/segments/<int:segment>/save/", segments.save, name="segment-save"),
    path(
        "briefs/<int:pk>/segments/<int:segment>/approve/", segments.approve, name="segment-approve"
    ),
    path(
        "briefs/<int:pk>/segments/<int:segment>/unapprove/",
        segments.unapprove,
        name="segment-unapprove",
    ),
    path("briefs/<int:pk>/segments/<int:segment>/undo/", segments.undo, name="segment-undo"),
    path("briefs/<int:pk>/segments/<int:segment>/merge/", reshaping.merge, name="segment-merge"),
    path("briefs/<int:pk>/segments/<int:segment>/split/", reshaping.split, name="segment-split"),
    path("briefs/<int:pk>/edit/", text.edit, name="edit"),
    path("briefs/<int:pk>/autosave/", text.autosave, name="autosave"),
    path("briefs/<int:pk>/discard/", text.discard, name="discard"),
    path("briefs/<int:pk>/history/", history.history, name="history"),
    path(
        "briefs/<int:pk>/history/<int:number>/restore/",
        history.restore_version,
        name="restore-version",
    ),
    path("briefs/<int:pk>/cancel/", actions.cancel, name="cancel"),
    path("briefs/<int:pk>/retry/", actions.retry, name="retry"),
    path("briefs/<int:pk>/submit/", actions.submit, name="submit"),
    path("briefs/<int:pk>/return/", actions.return_to_draft, name="return"),
    path("briefs/<int:pk>/publish/", actions.publish, name="publish"),
    path("briefs/<int:pk>/correct/", actions.correct, name="correct"),
    path("briefs/<int:pk>/retract/", actions.retract, name="retract"),
    path("briefs/<int:pk>/retranslate/", machine.retranslate, name="retranslate"),
    path("briefs/<int:pk>/rewrite-summary/", machine.rewrite_summary, name="rewrite-summary"),
    path(
        "briefs/<int:pk>/segments/<int:segment>/alternatives/",
        machine.alternatives,
        name="segment-alternatives",
    ),
    path(
        "briefs/<int:pk>/segments/<int:segment>/retranslate/",
        machine.retranslate_segment,
        name="segment-retranslate",
    ),
    path("briefs/<int:pk>/lines/<int:line>/restore/", actions.restore_line, name="restore-line"),
    path("briefs/<int:pk>/assign/", assign.assign, name="assign"),
    path("briefs/<int:pk>/topic/", assign.topic, name="topic"),
    path("briefs/<int:pk>/here/", presence.here, name="presence"),
    path("briefs/<int:pk>/comments/", comments.add, name="comment"),
    path(
        "briefs/<int:pk>/comments/<int:comment>/resolve/",
        comments.resolve,
        name="comment-resolve",
    ),
    path("briefs/<int:pk>/comments/<int:comment>/reopen/", comments.reopen, name="comment-reopen"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/language/", preferences.language, name="language"),
    path("briefs/<int:pk>/preview/", preview.preview, name="preview"),
    path("briefs/<int:pk>/preview/web/", preview.web, name="preview-web"),
    path("briefs/<int:pk>/preview/email/", preview.email, name="preview-email"),
    path("briefs/<int:pk>/preview/email.txt", preview.text, name="preview-text"),
]
