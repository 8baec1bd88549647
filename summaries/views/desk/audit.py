"""The audit log, for admins: who did what to the desk itself, narrowed, paged, and as a file."""

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from summaries.forms.security import AuditForm
from summaries.services import audit as service
from summaries.services import audit_words, csv_files
from summaries.views.guard import desk_view

PAGE_SIZE = 50
_BATCH = 500
_COLUMNS = ("time", "person", "action", "kind", "key", "name", "reason", "data", "address")


@require_safe
@desk_view
def audit(request):
    """Show the entries that are asked for, newest first."""
    form = AuditForm(request.GET)
    pages = Paginator(service.entries(request.user, form.wanted()), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"form": form, "page": page, "asked": asked.urlencode()}
    return render(request, "desk/audit.html", context)


@require_safe
@desk_view
def as_csv(request):
    """Send all the entries that are asked for as a file; that they were sent is one of them."""
    found = service.entries(request.user, AuditForm(request.GET).wanted())
    service.record_export(request, "audit", format="csv")
    rows = (_row(entry) for entry in found.iterator(_BATCH))
    kind = "text/csv; charset=utf-8"
    response = StreamingHttpResponse(csv_files.written(_COLUMNS, rows), content_type=kind)
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="audit-{day}.csv"'
    return response


def _row(entry) -> tuple[str, ...]:
    moment = timezone.localtime(entry.created_at).isoformat(timespec="seconds")
    about = (entry.kind, entry.key, entry.name, entry.reason)
    facts = audit_words.plain(entry.data)
    return (moment, entry.actor_name, entry.action, *about, facts, entry.address or "")
