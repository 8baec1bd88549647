"""One's own account: where one is signed in, the password, the second factor."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from summaries.forms.security import PasswordForm
from summaries.services.errors import Invalid
from summaries.services.people import passwords, second_factor, sessions
from summaries.views.guard import desk_view, post_only


@require_safe
@desk_view
def security(request):
    """Show the sessions, and how the account is kept."""
    context = {
        "sessions": session_rows(request.user, here=request.session.session_key),
        "idle_hours": int(settings.SESSION_IDLE.total_seconds() // 3600),
        "has_second_factor": second_factor.is_on(request.user),
        "is_required": second_factor.is_required(request.user),
        "codes_left": second_factor.codes_left(request.user),
    }
    return render(request, "desk/security.html", context)


def session_rows(user, *, here: str = "") -> list[dict]:
    """Return the sessions of a user as a page shows them; `here` is the key of its own, first."""
    rows = [
        {
            "session": session,
            "handle": sessions.handle(session),
            "browser": sessions.browser(session.agent),
            "is_here": session.pk == here,
        }
        for session in sessions.of(user)
    ]
    return sorted(rows, key=lambda row: not row["is_here"])


@post_only
@desk_view
def end(request):
    """End one of one's own sessions."""
    sessions.end(request.user, request.user, request.POST.get("session", ""))
    messages.success(request, _("That browser is signed out."))
    return redirect("desk:security")


@post_only
@desk_view
def end_others(request):
    """End every session of one's own but this one."""
    sessions.end_all(request.user, request.user, but=request.session.session_key)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("desk:security")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def password(request):
    """Change one's own password."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            passwords.change(request, form.cleaned_data["old"], form.cleaned_data["new"])
        except Invalid as error:
            form.add_error("old", str(error))
        except ValidationError as error:
            form.add_error("new", error)
        else:
            said = _("Your password is changed. All other browsers are signed out.")
            messages.success(request, said)
            return redirect("desk:security")
    return render(request, "desk/password.html", {"form": form}, status=400 if form.errors else 200)
