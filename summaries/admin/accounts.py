"""Accounts and groups: who decides what others may do may do everything, so superusers do it."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User


class SuperusersOnly(admin.ModelAdmin):
    """Lets others look, where they have the permission, and change nothing.

    Django's permission to change accounts would let its owner become a superuser.
    """

    def has_add_permission(self, request) -> bool:
        """Superusers add."""
        return request.user.is_active and request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        """Superusers change."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Superusers delete."""
        return self.has_add_permission(request)


class AccountAdmin(SuperusersOnly, UserAdmin):
    """People."""


class RoleAdmin(SuperusersOnly, GroupAdmin):
    """Groups, some of which are the roles of the desk."""


for model, its_admin in ((User, AccountAdmin), (Group, RoleAdmin)):
    admin.site.unregister(model)
    admin.site.register(model, its_admin)
