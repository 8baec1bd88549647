"""What readers will get of an edition, exactly: the page and the email, as the form has it now.

The form is posted into a frame: what is previewed need not be saved.
"""

from datetime import date

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from summaries.services.editions import reading, trial
from summaries.services.emails import Message
from summaries.views.desk.edition_page import State, posted, stored
from summaries.views.desk.preview import EMAIL_POLICY
from summaries.views.guard import desk_view
from summaries.views.public.today import edition_context

_looked_at = require_http_methods(["GET", "HEAD", "POST"])


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@_looked_at
@desk_view
def web(request, day: date):
    """Show the public page, in its own language, not the desk's."""
    state = _state(request, day)
    edition = trial.as_published(day, state.contents, state.edition)
    stories = reading.in_order(state.contents.briefs)
    address = reverse("public:edition", args=[day])
    context = edition_context(request, edition, stories, public=address)
    with translation.override("ar" if context["show"] == "ar" else settings.LANGUAGE_CODE):
        return render(request, "desk/edition_web.html", context)


@xframe_options_sameorigin
@csp_replace(EMAIL_POLICY)
@_looked_at
@desk_view
def email(request, day: date):
    """Show the email's HTML part."""
    return HttpResponse(_letter(request, day).html)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@_looked_at
@desk_view
def text(request, day: date):
    """Show the email's subject and its plain text part."""
    return render(request, "desk/edition_text.html", {"message": _letter(request, day)})


def _letter(request, day: date) -> Message:
    contents = _state(request, day).contents
    return trial.letter(day, contents, request.GET.get("show", ""))


def _state(request, day: date) -> State:
    """Return the edition as the form has it, or as it is stored; one that is out keeps its briefs.

    The languages of the texts are a field of that form; public pages take them from the address.
    """
    if request.method != "POST":
        return stored(day)
    request.GET = request.POST
    state = posted(request, day)
    return state.with_briefs(stored(day).contents.briefs) if state.is_published else state
