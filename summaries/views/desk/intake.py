"""Adding articles by paste, by upload of one or many files, or by address."""

import json

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from summaries.engine.errors import TextRejected
from summaries.forms.article import ArticleForm
from summaries.models import Article
from summaries.services import texts, uploads
from summaries.services.engine_words import spoken
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.intake import take_in
from summaries.services.sources import addresses
from summaries.views.guard import desk_view

MAX_TITLE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def add(request):
    """Show the form, or take articles in and go to what became of them.

    `?url=` and `?title=` fill the form in, as a bookmark in the browser does; nothing is stored
    before somebody presses the button. A refusal keeps what was typed.
    """
    if request.method != "POST":
        return _brought_along(request)
    form = ArticleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form)
    if len(form.cleaned_data["file"]) > 1:
        return _many(request, form.cleaned_data)
    try:
        return _one(request, form.cleaned_data)
    except AlreadyTakenIn as error:
        form.add_error(None, _with_link(error))
    except (TextRejected, Invalid) as error:
        form.add_error(_field_of(form.cleaned_data), spoken(error))
    return _form_page(request, form)


def _one(request, data: dict):
    """Take one article in and go to its brief, or to the page that shows how it is fetched."""
    where = {"source": data["source"], "url": data["url"]}
    if data["file"]:
        brief = uploads.take_in_one(request.user, data["file"][0], **where)
    elif data["text"].strip():
        brief = take_in(request.user, data["text"], channel=Article.Channel.PASTE, **where)
    else:
        return redirect("desk:fetch", addresses.ask(request.user, **where).pk)
    return redirect("desk:brief", brief.pk)


def _many(request, data: dict):
    """Take several files in and say of each what became of it; the form for more stands below."""
    fates = uploads.take_in_each(request.user, data["file"], source=data["source"])
    context = {
        "fates": fates,
        "new": sum(fate.is_new for fate in fates),
        "refused": sum(fate.brief is None for fate in fates),
        "form": ArticleForm(initial={"source": data["source"]}),
    }
    done = any(fate.brief for fate in fates)
    return render(request, "desk/added.html", context, status=200 if done else 400)


def _field_of(data: dict) -> str:
    if data["file"]:
        return "file"
    return "text" if data["text"].strip() else "url"


def _with_link(error: AlreadyTakenIn) -> str:
    link = reverse("desk:brief", args=[error.brief.pk])
    return format_html('{} <a href="{}">{}</a>', error, link, _("Open it"))


def _brought_along(request):
    url, title = (request.GET.get(name, "") for name in ("url", "title"))
    form = ArticleForm.brought_along(url)
    more = {"title": texts.one_line(title[: 4 * MAX_TITLE])[:MAX_TITLE]}
    return _form_page(request, form, is_left_out=bool(url) and not form.initial["url"], **more)


def _form_page(request, form: ArticleForm, **more):
    url = form.initial.get("url", "")
    context = {
        "form": form,
        "known": addresses.brief_at(url) if url else None,
        "bookmarklet": _bookmarklet(request),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/add.html", context | more, status=status)


def _bookmarklet(request) -> str:
    """Return the bookmark that brings the page being read here, in a tab of its own."""
    here = json.dumps(request.build_absolute_uri(reverse("desk:add")))
    return (
        f"javascript:void open({here}+'?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title))"
    )
