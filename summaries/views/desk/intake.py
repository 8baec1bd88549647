"""Adding an article by paste or upload."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from summaries.engine.errors import TextRejected
from summaries.forms.article import ArticleForm
from summaries.models import Article
from summaries.services.engine_words import spoken
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.intake import take_in, take_in_file
from summaries.views.guard import desk_view


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def add(request):
    """Show the form, or take the article in and go to its brief. A refusal keeps what was typed."""
    form = ArticleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("desk:brief", _take_in(request.user, form.cleaned_data).pk)
        except AlreadyTakenIn as error:
            link = reverse("desk:brief", args=[error.brief.pk])
            form.add_error(None, format_html('{} <a href="{}">{}</a>', error, link, _("Open it")))
        except (TextRejected, Invalid) as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", spoken(error))
    context = {"form": form, "limit_mb": settings.UPLOAD_MAX_BYTES // 2**20}
    return render(request, "desk/add.html", context, status=400 if form.errors else 200)


def _take_in(actor, data: dict):
    where = {"source": data["source"], "url": data["url"]}
    upload = data["file"]
    if upload:
        return take_in_file(actor, upload.name, upload.read(), **where)
    return take_in(actor, data["text"], channel=Article.Channel.PASTE, **where)
