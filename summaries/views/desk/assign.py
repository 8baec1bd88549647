"""Who looks after a brief, and what it is about."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from summaries.forms.people import OwnerForm, TopicForm
from summaries.models import Topic
from summaries.services import assignment, editorial
from summaries.services.errors import Invalid
from summaries.services.people import accounts
from summaries.services.people.accounts import roles_of
from summaries.templatetags.desk import person
from summaries.views.desk.page import desk_brief
from summaries.views.desk.people import people_context
from summaries.views.guard import desk_view, post_only
from summaries.workflow import actions_for


@post_only
@desk_view
def assign(request, pk: int):
    """Give the brief to somebody (`owner`), to nobody (empty), or take it (`take`)."""
    owner = request.user if "take" in request.POST else _owner(request)
    brief = assignment.assign(request.user, desk_brief(pk), owner)
    said = (
        _("Assigned to %(name)s.") % {"name": person(brief.owner)}
        if brief.owner
        else _("Nobody owns this brief now.")
    )
    return _panel(request, pk, said)


def _owner(request):
    form = OwnerForm(request.POST, people=accounts.people())
    if not form.is_valid():
        raise Invalid(_("Choose somebody who works on this desk."))
    return form.cleaned_data["owner"]


@post_only
@desk_view
def topic(request, pk: int):
    """Say what the brief is about."""
    form = TopicForm(request.POST, topics=Topic.objects.all())
    if not form.is_valid():
        raise Invalid(_("Choose a topic from the list."))
    editorial.set_topic(request.user, desk_brief(pk), form.cleaned_data["topic"])
    return _panel(request, pk, _("The topic is saved."))


def _panel(request, pk: int, said: str):
    """Answer with the panel, or go back to it."""
    if not request.htmx:
        messages.success(request, said)
        return redirect(reverse("desk:brief", args=[pk]) + "#assign")
    brief = desk_brief(pk)
    actions = actions_for(brief.status, roles_of(request.user))
    context = {"brief": brief, "actions": actions, "said": said}
    return render(request, "desk/_assign.html", context | people_context(request, brief))
