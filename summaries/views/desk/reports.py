"""What readers reported as wrong: the list, and the decisions about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from summaries.forms.queue import is_key
from summaries.models import ReaderReport
from summaries.services import reported, reports
from summaries.services.errors import Invalid
from summaries.services.people.accounts import roles_of
from summaries.views.guard import desk_view, post_only
from summaries.workflow import Action, Status, allowed

PAGE_SIZE = 20
# How many a person ticks at once: what a page holds.
MOST = PAGE_SIZE


@require_safe
@desk_view
def reports_list(request):
    """List the reports that wait, the oldest first; `?show=closed` the decided ones, newest first.

    `?brief=` narrows either to one brief.
    """
    closed = request.GET.get("show") == "closed"
    found = reported.closed() if closed else reported.waiting()
    brief = request.GET.get("brief", "")
    if is_key(brief):
        found = found.filter(brief=brief)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": reported.rows(page.object_list),
        "closed": closed,
        "narrowed": is_key(brief),
        "may_close": allowed(Action.CLOSE_REPORT, Status.PUBLISHED, roles_of(request.user)),
    }
    return render(request, "desk/reports.html", context)


@post_only
@desk_view
def close(request, report: int):
    """Close one report with the outcome of the button."""
    found = _report(report)
    try:
        reports.close(request.user, found, request.POST.get("outcome", ""))
        messages.success(request, _("The report is closed."))
    except Invalid as error:
        messages.warning(request, str(error))
    return _back(request, found)


@post_only
@desk_view
def close_many(request):
    """Close the ticked reports as no reports at all: what a flood needs."""
    keys = [int(key) for key in request.POST.getlist("report")[:MOST] if is_key(key)]
    chosen = ReaderReport.objects.select_related("brief").filter(pk__in=keys, closed_at=None)
    n = reports.close_many(request.user, chosen, ReaderReport.Outcome.SPAM)
    if n:
        told = ngettext("%(n)d report is closed.", "%(n)d reports are closed.", n)
        messages.success(request, told % {"n": n})
    else:
        messages.warning(request, _("Tick the reports to close first."))
    return redirect("desk:reports")


@post_only
@desk_view
def reopen(request, report: int):
    """Take the decision about a report back."""
    found = _report(report)
    reports.reopen(request.user, found)
    messages.success(request, _("The report is open again."))
    return _back(request, found)


def _report(pk: int) -> ReaderReport:
    return get_object_or_404(ReaderReport.objects.select_related("brief"), pk=pk)


def _back(request, report: ReaderReport):
    """Go back to where the button stood: the page of the brief, or the list."""
    if request.POST.get("from") == "brief":
        return redirect(reverse("desk:brief", args=[report.brief_id]) + "#reports")
    return redirect("desk:reports")
