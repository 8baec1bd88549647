"""Tokens of programs, for admins: all of them, a new one, the end of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.tokens import TokenForm
from summaries.services import tokens as service
from summaries.services.errors import Invalid
from summaries.services.people.accounts import people
from summaries.views.guard import desk_view

PAGE_SIZE = 50


@require_safe
@desk_view
def tokens(request):
    """List every token, those that ended too."""
    pages = Paginator(service.all_tokens(request.user), PAGE_SIZE)
    context = {"page": pages.get_page(request.GET.get("page")), "now": timezone.now()}
    return render(request, "desk/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def give(request):
    """Give a token. The answer shows it, this once: it is not stored, so there is no redirect."""
    service.require_admin(request.user)
    posted = request.POST if request.method == "POST" else None
    form = TokenForm(posted, people=people())
    if form.is_valid():
        try:
            token, plain = service.issue(request.user, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            context = {"token": token, "plain": plain}
            return render(request, "desk/token_given.html", context, status=201)
    return render(request, "desk/token_form.html", {"form": form}, status=400 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def revoke(request, token: int):
    """Ask whether a token is to end, and end it."""
    found = get_object_or_404(service.all_tokens(request.user), pk=token)
    if request.method != "POST":
        return render(request, "desk/token_revoke.html", {"token": found})
    service.revoke(request.user, found)
    messages.success(request, _("The token is revoked. Nothing gets in with it any more."))
    return redirect("desk:tokens")
