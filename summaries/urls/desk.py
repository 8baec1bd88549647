"""The desk: for people with a role. Everything that changes something is a POST."""

from django.urls import path

from summaries.views.desk import actions, brief, intake, queue, text

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("add/", intake.add, name="add"),
    path("briefs/<int:pk>/", brief.brief, name="brief"),
    path("briefs/<int:pk>/progress/", brief.progress, name="progress"),
    path("briefs/<int:pk>/edit/", text.edit, name="edit"),
    path("briefs/<int:pk>/cancel/", actions.cancel, name="cancel"),
    path("briefs/<int:pk>/retry/", actions.retry, name="retry"),
    path("briefs/<int:pk>/submit/", actions.submit, name="submit"),
    path("briefs/<int:pk>/return/", actions.return_to_draft, name="return"),
    path("briefs/<int:pk>/publish/", actions.publish, name="publish"),
    path("briefs/<int:pk>/correct/", actions.correct, name="correct"),
    path("briefs/<int:pk>/retract/", actions.retract, name="retract"),
    path("briefs/<int:pk>/lines/<int:line>/restore/", actions.restore_line, name="restore-line"),
]
