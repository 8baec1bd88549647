"""A reader reports an error: a form without cookie or script, about one sentence or the whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from summaries.forms.report import WHOLE, ReportForm
from summaries.models import Brief
from summaries.services import limits, passages, reports
from summaries.services.errors import Invalid, WrongState
from summaries.services.newsroom import with_show
from summaries.views.public import visitors
from summaries.views.public.language import of_page, shown
from summaries.views.public.pages import public_brief
from summaries.views.public.posted import same_site

# In an hour: of one visitor, and of everybody together about one brief.
OF_A_VISITOR = 5
OF_A_BRIEF = 40


@same_site
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_cache=True)
@visitors.paced
def report(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask what is wrong in a brief, about the sentence of the address (`?sentence=en-2`).

    Nobody can report a text that was never published; a retracted brief leads to its page.
    """
    brief = public_brief(pk)
    address = reverse("public:report", args=[brief.pk, brief.slug])
    show = shown(request)
    if not brief.is_live:
        return redirect(with_show(brief.get_absolute_url(), show))
    if request.method == "POST":
        return _receive(request, brief, address)
    if slug != brief.slug:
        query = {name: request.GET[name] for name in ("sentence", "sent") if name in request.GET}
        return redirect(with_show(address, show, query), permanent=True)
    if "sent" in request.GET:
        return render(request, "public/reported.html", of_page(request) | {"brief": brief})
    texts = passages.of(brief.live, show)
    asked = _code(request.GET.get("sentence", ""), show)
    form = ReportForm(passages=texts, initial={"about": asked})
    return _page(request, brief, form)


def _receive(request: HttpRequest, brief: Brief, address: str) -> HttpResponse:
    revision = passages.seen_by_readers(brief, request.POST.get("version", ""))
    texts = passages.of(revision, shown(request))
    form = ReportForm(request.POST, passages=texts)
    if not form.is_valid():
        return _page(request, brief, form, version=revision.number, status=400)
    if not _within_limits(request, brief):
        return _page(request, brief, form, version=revision.number, status=429, limited=True)
    show = shown(request)
    try:
        reports.receive(
            brief,
            form.cleaned_data["text"],
            revision=revision,
            passage=form.chosen,
            email=form.cleaned_data["email"],
            language=show,
        )
    except Invalid as error:
        form.add_error("text", str(error))
        return _page(request, brief, form, version=revision.number, status=400)
    except WrongState:
        # Retracted a moment ago: its page says so.
        return redirect(with_show(brief.get_absolute_url(), show))
    response = redirect(with_show(address, show, {"sent": "1"}))
    response.status_code = 303
    return response


def _within_limits(request: HttpRequest, brief: Brief) -> bool:
    """Count a report that would be stored; a form that has to be filled in again does not count."""
    if not visitors.allow("report", request, OF_A_VISITOR):
        return False
    return limits.allow("report-brief", str(brief.pk), OF_A_BRIEF, limits.HOUR)


def _page(request, brief, form, *, version: int = 0, status: int = 200, **more) -> HttpResponse:
    query = {"sentence": form.chosen.code} if form.chosen else {}
    context = of_page(request, query=query) | {
        "brief": brief,
        "form": form,
        "version": version or brief.live.number,
        **more,
    }
    return render(request, "public/report.html", context, status=status)


def _code(asked: str, show: str) -> str:
    """Return the passage that an address means: "en-2", or "2" in the language of the page."""
    if asked.isascii() and asked.isdigit() and len(asked) <= 4:
        return f"{'ar' if show == 'ar' else 'en'}-{int(asked)}"
    language, _dash, number = asked.partition("-")
    if language not in ("en", "ar"):
        return WHOLE
    # The page in the other language has the sentence in that language.
    return f"{language if show == 'both' else show}-{number}"
