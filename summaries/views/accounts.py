"""Signing in, with a second step for those who have one, and signing out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from summaries.services import audit
from summaries.services.errors import Invalid
from summaries.services.people import second_factor, second_step
from summaries.services.people.second_factor import TooManyCodes


class SignIn(LoginView):
    """The sign-in page; django-axes locks it for a while after repeated failures."""

    redirect_authenticated_user = True

    def form_valid(self, form):
        """Sign in, or go on to the second step: until that is done nobody is signed in."""
        user = form.get_user()
        if not second_factor.is_on(user):
            return super().form_valid(form)
        second_step.begin(self.request.session, user)
        onward = {self.redirect_field_name: self.get_redirect_url()}
        return redirect(f"{reverse('login-code')}?{urlencode(onward)}")


@sensitive_post_parameters("code", "recovery")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Ask for the code of the phone, or a recovery code, of who gave the right password."""
    user = second_step.waiting(request.session)
    if user is None:
        return redirect(f"{reverse('login')}?{urlencode({'next': _onward(request)})}")
    context = {"next": _onward(request)}
    if request.method != "POST":
        return render(request, "registration/code.html", context)
    given = {name: request.POST.get(name, "").strip() for name in ("code", "recovery")}
    try:
        user.otp_device = second_factor.check(user, **given)
    except TooManyCodes as error:
        return render(request, "registration/code.html", context | {"closed": error}, status=429)
    except Invalid as error:
        audit.record_stranger(audit.Action.SIGN_IN_FAILED, user.get_username(), step="code")
        context |= {"error": error, "with_recovery": bool(given["recovery"])}
        return render(request, "registration/code.html", context)
    second_step.end(request.session)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect(_onward(request) or resolve_url(settings.LOGIN_REDIRECT_URL))


def _onward(request) -> str:
    """Return the page asked for; another site's address would make this a signpost for fraud."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_ours else ""


class SignOut(LogoutView):
    """Sign out, by POST only, and go to the public front page."""

    http_method_names = ["post", "options"]
