"""The audit log and the times of work, for looking; and no way to what signs people in.

Sessions have no page: their keys are as good as cookies. Second factors are turned off on the desk,
where a reason is asked for.
"""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.admin.base import ReadOnlyAdmin
from summaries.models import AuditEntry, StageTime


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what to the desk itself; the desk has a page for it, too."""

    list_display = ("created_at", "actor_name", "action", "kind", "name", "address")
    list_filter = ("action", "kind")
    list_select_related = ("actor",)
    search_fields = ("actor_name", "name")


class SignInAdmin(ReadOnlyAdmin):
    """What axes noted of attempts to sign in; accounts are unlocked on the desk."""

    list_display = ("attempt_time", "username", "ip_address", "user_agent")
    list_filter = ("attempt_time",)
    search_fields = ("username", "ip_address")


for noted in (AccessAttempt, AccessFailureLog, AccessLog):
    admin.site.unregister(noted)
    admin.site.register(noted, SignInAdmin)
admin.site.register(StageTime, ReadOnlyAdmin)
for device in (TOTPDevice, StaticDevice):
    admin.site.unregister(device)
