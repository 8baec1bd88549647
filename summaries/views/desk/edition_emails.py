"""The emails of an edition that is out: how far they are, to pause them and to have them go on."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.models import Mailing
from summaries.services.editions import editing
from summaries.services.mailing import mailings
from summaries.views.desk.edition_page import mailing_context
from summaries.views.guard import desk_view, post_only


@require_safe
@desk_view
def sent(request, day: date):
    """Show how far its emails are; by script every few seconds."""
    if not request.htmx:
        return redirect("desk:edition", day)
    context = mailing_context(_mailing(day)) | {"day": day}
    context["may_change"] = editing.may_change(request.user)
    return render(request, "desk/_edition_mailing.html", context)


@post_only
@desk_view
def pause(request, day: date):
    """Stop its emails."""
    mailings.pause(request.user, _mailing(day))
    messages.success(request, _("Its emails are paused. What is on its way already arrives."))
    return redirect("desk:edition", day)


@post_only
@desk_view
def resume(request, day: date):
    """Have its emails go on."""
    mailings.resume(request.user, _mailing(day))
    messages.success(request, _("Its emails go on."))
    return redirect("desk:edition", day)


def _mailing(day: date) -> Mailing:
    return get_object_or_404(Mailing.objects.select_related("edition"), edition__date=day)
