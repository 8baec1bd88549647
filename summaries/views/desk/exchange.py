"""Terms and sentence pairs, in from files and out as files."""

from collections.abc import Callable

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.glossary import UploadForm
from summaries.models import GlossaryTerm, MemoryPair, TermState
from summaries.services import audit, bringing_in, exports, memory, term_rules
from summaries.services.errors import Invalid
from summaries.views.guard import desk_view

_TYPES = {"csv": "text/csv", "tbx": "application/x-tbx+xml", "tmx": "application/x-tmx+xml"}
_BATCH = 500


@require_safe
@desk_view
def terms(request, ending: str):
    """Send all accepted terms as a file."""
    rows = GlossaryTerm.objects.filter(state=TermState.ACCEPTED).iterator(_BATCH)
    write = {"csv": exports.terms_as_csv, "tbx": exports.terms_as_tbx}[ending]
    return _file(request, "glossary", ending, write(rows))


@require_safe
@desk_view
def pairs(request, ending: str):
    """Send the whole memory as a file, without what waits for a decision or was retracted."""
    rows = MemoryPair.objects.usable().iterator(_BATCH)
    write = {"csv": exports.pairs_as_csv, "tmx": exports.pairs_as_tmx}[ending]
    return _file(request, "memory", ending, write(rows))


def _file(request, name: str, ending: str, parts) -> StreamingHttpResponse:
    audit.record_export(request, name, format=ending)
    response = StreamingHttpResponse(parts, content_type=f"{_TYPES[ending]}; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def bring_in_terms(request):
    """Show the form, or take the terms of a file in and tell what became of each."""
    form = _form(request, ".csv,.tbx,.xml")
    context = {"what": "terms", "allowed": term_rules.actions_for("", request.user)}
    return _bring_in(request, form, bringing_in.terms, context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def bring_in_pairs(request):
    """Show the form, or take the sentence pairs of a file in and tell what became of each."""
    memory.require_change(request.user)
    form = _form(request, ".csv,.tmx")
    return _bring_in(request, form, bringing_in.pairs, {"what": "pairs"})


def _form(request, accept: str) -> UploadForm:
    if request.method != "POST":
        return UploadForm(accept=accept)
    return UploadForm(request.POST, request.FILES, accept=accept)


def _bring_in(request, form: UploadForm, act: Callable, context: dict):
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            context["report"] = act(request.user, upload.name, upload.read())
        except Invalid as error:
            form.add_error("file", str(error))
    status = 400 if form.errors else 200
    return render(request, "desk/bring_in.html", context | {"form": form}, status=status)
