"""The admin site: no sign-in, sign-out or password page of its own, and all it does is audited."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from summaries.models import AuditEntry
from summaries.services import audit
from summaries.views.problems import problem


class AuditedAdmin(ModelAdmin):
    """Puts what is done into the audit log too. (Changes of accounts are told by signals.)"""

    def log_addition(self, request, obj, message):
        """Record that something was added."""
        _record(request, AuditEntry.Action.ADDED, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        """Record that something was changed, and which fields."""
        _record(request, AuditEntry.Action.CHANGED, obj, fields=_fields(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        """Record each of what is deleted now."""
        for obj in queryset:
            _record(request, AuditEntry.Action.DELETED, obj)
        return super().log_deletions(request, queryset)


class DeskAdminSite(AdminSite):
    """Django's admin site, for staff who came in through the desk's sign-in."""

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Register models with pages whose changes are audited."""
        base = admin_class or ModelAdmin
        audited = type(base.__name__, (AuditedAdmin, base), {"__module__": base.__module__})
        super().register(model_or_iterable, audited, **options)

    def login(self, request, extra_context=None):
        """Send people to the desk's sign-in, with its lock and its second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            words = _("The admin site is for accounts with staff status. Ask an admin.")
            return problem(request, 403, words)
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def password_change(self, request, extra_context=None):
        """Send people to the desk's page."""
        return redirect("desk:password")


def _record(request, action: AuditEntry.Action, obj, **data) -> None:
    if not isinstance(obj, get_user_model()):
        audit.record(request.user, action, obj, **data)


def _fields(message) -> list[str]:
    """Return the names of the fields that a change message of Django names."""
    parts = message if isinstance(message, list) else []
    return [name for part in parts for name in part.get("changed", {}).get("fields", [])]
