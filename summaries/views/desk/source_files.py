"""Sources, in from files and out as files."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.glossary import UploadForm
from summaries.models import Source
from summaries.services import audit
from summaries.services.errors import Invalid
from summaries.services.sources import exchange, registry
from summaries.views.guard import desk_view

_TYPES = {"csv": "text/csv", "opml": "text/x-opml"}


@require_safe
@desk_view
def send(request, ending: str):
    """Send all sources as a file."""
    audit.record_export(request, "sources", format=ending)
    rows = Source.objects.select_related("topic")
    write = {"csv": exchange.as_csv, "opml": exchange.as_opml}[ending]
    kind = f"{_TYPES[ending]}; charset=utf-8"
    response = StreamingHttpResponse(write(rows), content_type=kind)
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="sources-{day}.{ending}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def bring_in(request):
    """Show the form, or take the sources of a file in and tell what became of each line."""
    registry.require_admin(request.user)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, context = UploadForm(*given, accept=".opml,.xml,.csv"), {}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            context["report"] = exchange.bring_in(request.user, upload.name, upload.read())
        except Invalid as error:
            form.add_error("file", str(error))
    status = 400 if form.errors else 200
    return render(request, "desk/sources_bring_in.html", context | {"form": form}, status=status)
