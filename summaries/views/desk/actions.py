"""The buttons of a brief. Each is one POST that asks one service and goes back to the brief."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.forms.reasons import (
    BreakingForm,
    CorrectionForm,
    PublishForm,
    ReasonForm,
    RetractionForm,
)
from summaries.models import Edition
from summaries.services import breaking, editorial, jobs, publishing
from summaries.services.editions import editing, schedule
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.services.seen import Seen
from summaries.views.desk.page import desk_brief, removed_line, render_brief
from summaries.views.guard import desk_view, post_only


@post_only
@desk_view
def cancel(request, pk: int):
    """Stop the running job of a brief."""
    brief = desk_brief(pk)
    job = jobs.latest(brief)
    if job is None:
        raise WrongState(_("There is no work to stop."))
    jobs.cancel(job, request.user)
    return _done(request, pk, _("Stopped. The sentences translated so far are kept."))


@post_only
@desk_view
def retry(request, pk: int):
    """Ask for the machine's work again."""
    jobs.retry(desk_brief(pk), request.user)
    return _done(request, pk, _("Started again."))


@post_only
@desk_view
def restore_line(request, pk: int, line: int):
    """Put a set-aside line back into the article."""
    editorial.restore_line(request.user, removed_line(desk_brief(pk), line))
    return _done(request, pk, _("The line is back; the machine translates it now."))


@post_only
@desk_view
def submit(request, pk: int):
    """Hand the draft to the editors."""
    editorial.submit(request.user, desk_brief(pk))
    return _done(request, pk, _("Submitted for review."))


@post_only
@desk_view
def return_to_draft(request, pk: int):
    """Send the brief back with a reason."""
    form = ReasonForm(request.POST, prefix="return")

    def work(brief):
        editorial.return_to_draft(request.user, brief, form.cleaned_data["reason"])

    return _with_form(request, pk, "return", form, work, _("Returned to the reporter."))


@post_only
@desk_view
def publish(request, pk: int):
    """Show the brief to readers."""
    form, seen = PublishForm(request.POST), _seen(request)

    def work(brief):
        publishing.publish(request.user, brief, seen=seen, **form.cleaned_data)

    return _with_form(request, pk, "publish", form, work, _("Published."))


@post_only
@desk_view
def correct(request, pk: int):
    """Replace the live text, with a public note in both languages."""
    form, seen = CorrectionForm(request.POST), _seen(request)

    def work(brief):
        publishing.correct(request.user, brief, seen=seen, **form.cleaned_data)

    return _with_form(request, pk, "correct", form, work, _("The correction is published."))


@post_only
@desk_view
def send_breaking(request, pk: int):
    """Send the brief at once to everybody who wants breaking news."""
    form = BreakingForm(request.POST, prefix="breaking")

    def work(brief):
        # A page that does not say which version it showed has shown none.
        breaking.send_breaking(request.user, brief, seen=form.cleaned_data["live"] or 0)

    return _with_form(request, pk, "breaking", form, work, _("It is on its way."))


@post_only
@desk_view
def retract(request, pk: int):
    """Take the brief back from readers."""
    form = RetractionForm(request.POST, prefix="retract")

    def work(brief):
        publishing.retract(request.user, brief, **form.cleaned_data)
        left = [(_left(edition),) for edition in schedule.planned_with(brief)]
        return format_html("{}{}", said, format_html_join("", " {}", left))

    said = _("Retracted. Its page says so now.")
    return _with_form(request, pk, "retract", form, work, said)


def _left(edition: Edition) -> str:
    """Say that a brief left an edition that is scheduled, and lead there."""
    n = len(editing.contents_of(edition).briefs)
    words = ngettext(
        "It left the edition of %(day)s, which is scheduled and has %(n)d brief now.",
        "It left the edition of %(day)s, which is scheduled and has %(n)d briefs now.",
        n,
    )
    told = words % {"day": date_format(edition.date, "j F"), "n": n}
    address = reverse("desk:edition", args=[edition.date])
    return format_html('{} <a href="{}">{}</a>', told, address, _("Look at it"))


def _with_form(request, pk: int, name: str, form, work, message: str):
    """Do `work` when the form is valid; otherwise show the brief again with what was typed.

    Who pressed the button reads what `work` returns, else `message`.
    """
    brief, status = desk_brief(pk), 400
    if form.is_valid():
        try:
            return _done(request, pk, work(brief) or message)
        except (Invalid, Stale) as error:
            form.add_error(None, str(error))
            status = 409 if isinstance(error, Stale) else 400
    return render_brief(request, desk_brief(pk), bound={name: form}, status=status)


def _seen(request) -> Seen:
    """Return what the page showed; a form that does not say has shown nothing."""
    seen = Seen.parse(request.POST.get("seen", ""))
    return seen.with_blocking(request.POST.get("blocking", ""))


def _done(request, pk: int, message: str):
    messages.success(request, message)
    return redirect("desk:brief", pk)
