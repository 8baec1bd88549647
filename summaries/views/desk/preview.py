"""What will be published, exactly: the web page and the email, before anybody else sees them."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from summaries.models import Brief
from summaries.services import briefmail, publishing
from summaries.services.errors import WrongState
from summaries.services.renditions import Rendition, with_text
from summaries.views.guard import desk_view
from summaries.views.public.pages import page_context, shown
from summaries.workflow import Status

CHANNELS = ("web", "email", "text")
WIDTHS = ("desktop", "phone")
# An email carries its styles in itself and may load nothing else.
EMAIL_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}


@require_safe
@desk_view
def preview(request, pk: int):
    """Show the page or email in a frame; `?channel=&show=&width=` choose which, without script."""
    brief = _brief(pk)
    story = Rendition(brief, brief.current)
    context = {
        "brief": brief,
        "story": story,
        "changed": publishing.unpublished_changes(brief),
        "show": shown(request),
        "channel": _one_of(CHANNELS, request.GET.get("channel")),
        "width": _one_of(WIDTHS, request.GET.get("width")),
    }
    if context["channel"] != "web":
        context["message"] = briefmail.message(story, shown(request))
    return render(request, "desk/preview.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
@desk_view
def web(request, pk: int):
    """Show the public page as publishing now would make it, in its own language, not the desk's."""
    context = page_context(request, _story(pk))
    with translation.override("ar" if context["show"] == "ar" else settings.LANGUAGE_CODE):
        return render(request, "desk/preview_web.html", context)


@xframe_options_sameorigin
@csp_replace(EMAIL_POLICY)
@require_safe
@desk_view
def email(request, pk: int):
    """Show the email's HTML part."""
    return HttpResponse(briefmail.message(_story(pk), shown(request)).html)


@require_safe
@desk_view
def text(request, pk: int):
    """Show the email's plain text part."""
    body = briefmail.message(_story(pk), shown(request)).text
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def _brief(pk: int) -> Brief:
    brief = get_object_or_404(with_text(Brief.objects.all(), "current"), pk=pk)
    if brief.status == Status.RETRACTED:
        raise WrongState(_("This brief was retracted: its public page is a note that says so."))
    if brief.current is None:
        raise WrongState(_("There is nothing to preview yet: the draft is not ready."))
    return brief


def _story(pk: int) -> Rendition:
    brief = _brief(pk)
    return Rendition(brief, brief.current)


def _one_of(choices: tuple[str, ...], asked: str | None) -> str:
    return asked if asked in choices else choices[0]
