"""The accounts of everybody, for admins: where they are signed in, and help for who is locked out.

Names, roles and passwords are changed in the admin site.
"""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from summaries.forms.security import ConfirmForm, WhyForm
from summaries.services.errors import Invalid
from summaries.services.people import account_help as service
from summaries.services.people import passwords, second_factor
from summaries.views.desk.security import session_rows
from summaries.views.guard import desk_view, post_only

PAGE_SIZE = 50


@require_safe
@desk_view
def accounts(request):
    """List every account: roles, second factor, sessions, last sign-in."""
    pages = Paginator(service.all_accounts(request.user), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "desk/accounts.html", {"page": page, "locked": service.locked(page)})


@require_safe
@desk_view
def account(request, person: int):
    """Show one account: its sessions, and what an admin can do for it."""
    found = _found(request, person)
    context = {
        "person": found,
        "sessions": session_rows(found, here=request.session.session_key),
        "has_second_factor": second_factor.is_on(found),
        "is_locked": found.pk in service.locked([found]),
        "why_it_stays": service.why_second_factor_stays(request.user, found),
        "why": WhyForm(),
        "confirm": ConfirmForm(),
    }
    return render(request, "desk/account.html", context)


@post_only
@desk_view
def end_session(request, person: int):
    """End one session of somebody."""
    found = _found(request, person)
    service.end_session(request.user, found, request.POST.get("session", ""))
    return _done(request, found, _("That browser is signed out."))


@post_only
@desk_view
def sign_out(request, person: int):
    """End every session of somebody; one's own, but this one."""
    found = _found(request, person)
    service.sign_out(request.user, found, _reason(request), but=request.session.session_key)
    return _done(request, found, _("All their browsers are signed out."))


@sensitive_post_parameters("password")
@post_only
@desk_view
def second_factor_off(request, person: int):
    """Turn off the second factor of somebody who lost their phone; the admin's password is asked.

    Whoever sits down at an admin's open browser could weaken every account otherwise.
    """
    found, reason = _found(request, person), _reason(request)
    passwords.confirm(request.user, request.POST.get("password", ""))
    service.second_factor_off(request.user, found, reason)
    return _done(request, found, _("Their second factor is off."))


@post_only
@desk_view
def unlock(request, person: int):
    """Let somebody try again who mistyped a password or a code too often."""
    found = _found(request, person)
    service.unlock(request.user, found)
    return _done(request, found, _("They can try again."))


def _found(request, person: int):
    service.require_admin(request.user)
    return get_object_or_404(get_user_model(), pk=person)


def _reason(request) -> str:
    form = WhyForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say who asked for it, or why."))
    return form.cleaned_data["reason"]


def _done(request, person, said: str):
    messages.success(request, said)
    return redirect("desk:account", person.pk)
