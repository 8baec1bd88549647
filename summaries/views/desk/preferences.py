"""How a person wants the desk: language, single keys, email."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from summaries.forms.people import PreferencesForm
from summaries.services import preferences as service
from summaries.services.people.accounts import roles_of
from summaries.views.guard import desk_view, post_only
from summaries.workflow import Role


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def preferences(request):
    """Show the choices, or save them; the answer speaks the language just chosen."""
    now = service.of(request.user)
    if request.method != "POST":
        names = ("language", "single_keys", "email_notices")
        form = PreferencesForm(initial={name: getattr(now, name) for name in names})
        return _page(request, form)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    service.save(request.user, **form.cleaned_data)
    _say_saved(request)
    return redirect("desk:preferences")


@post_only
@desk_view
def language(request):
    """Change the language alone, from the top bar, and go back to the page it was pressed on."""
    service.speak(request.user, request.POST.get("language", ""))
    back = request.POST.get("next", "")
    # Another site's address would make the desk a signpost for fraud.
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("desk:queue")
    return redirect(back)


def _page(request, form: PreferencesForm, *, status: int = 200):
    context = {"form": form, "may_give_tokens": Role.ADMIN in roles_of(request.user)}
    return render(request, "desk/preferences.html", context, status=status)


def _say_saved(request) -> None:
    chosen = service.of(request.user).language or translation.get_language()
    with translation.override(chosen):
        messages.success(request, _("Your preferences are saved."))
