"""The second factor of one's own account: turning it on with a phone, recovery codes, off."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django_otp import login as remember_device

from summaries.forms.security import CodeForm, ConfirmForm
from summaries.services.errors import Invalid
from summaries.services.people import passwords
from summaries.services.people import second_factor as service
from summaries.views.guard import desk_view, post_only

# Where a session keeps which key it may see and confirm.
_KEY = "second_factor_key"


def _after_password(view):
    """Let a button of one's own account work for whoever knows its password."""

    @sensitive_post_parameters()
    @post_only
    @desk_view
    @wraps(view)
    def asked(request):
        form = ConfirmForm(request.POST)
        if form.is_valid():
            try:
                passwords.confirm(request.user, form.cleaned_data["password"])
            except Invalid as error:
                form.add_error("password", str(error))
        return _page(request, confirm=form, status=400) if form.errors else view(request)

    return asked


@require_safe
@desk_view
def second_factor(request):
    """Show whether it is on, and what comes next."""
    return _page(request)


@_after_password
def begin(request):
    """Make a key for a phone."""
    request.session[_KEY] = service.begin(request.user).pk
    return redirect("desk:second-factor")


@require_safe
@desk_view
def qr(request):
    """Send the picture to scan, for as long as its key waits for a first code."""
    device = _waiting(request)
    if device is None:
        return HttpResponse(status=404)
    return HttpResponse(service.picture(device), content_type="image/svg+xml")


@sensitive_post_parameters()
@post_only
@desk_view
def confirm(request):
    """Turn it on with the first code. The answer shows the recovery codes, this once."""
    if _KEY not in request.session and service.is_on(request.user):
        return _on_already(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            device, codes = service.confirm(
                request.user, request.session.get(_KEY), form.cleaned_data["code"]
            )
        except Invalid as error:
            form.add_error("code", str(error))
        else:
            del request.session[_KEY]
            remember_device(request, device)
            return _codes(request, codes, is_new=True)
    return _page(request, code=form, status=400)


def _on_already(request):
    """Answer somebody who loads the page with the recovery codes once more."""
    words = _("The second factor is on. If you did not put the recovery codes away, make new ones.")
    messages.info(request, words)
    return redirect("desk:second-factor")


@_after_password
def codes(request):
    """Make new recovery codes."""
    return _codes(request, service.new_codes(request.user), is_new=False)


@_after_password
def off(request):
    """Turn it off."""
    service.turn_off(request.user, request.user)
    messages.success(request, _("The second factor is off. Your password alone signs you in."))
    return redirect("desk:security")


def _waiting(request):
    return service.waiting(request.user, request.session.get(_KEY))


def _page(request, *, confirm=None, code=None, status: int = 200):
    device = _waiting(request)
    context = {
        "is_on": service.is_on(request.user),
        "is_required": service.is_required(request.user),
        "is_missing": service.is_missing(request.user),
        "codes_left": service.codes_left(request.user),
        "waiting": device,
        "key": service.key_in_groups(device) if device else "",
        "confirm": confirm or ConfirmForm(),
        "code": code or CodeForm(),
    }
    return render(request, "desk/second_factor.html", context, status=status)


def _codes(request, codes: list[str], *, is_new: bool):
    context = {"codes": codes, "is_new": is_new}
    return render(request, "desk/recovery_codes.html", context, status=201)
