"""What the pages of the admin site have in common."""

from typing import ClassVar

from django.contrib import admin
from django.db import models


class DeskAdmin(admin.ModelAdmin):
    """Takes an address without a scheme for https."""

    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


class ReadOnlyAdmin(DeskAdmin):
    """Looking is allowed, changing is not, not even for a superuser."""

    def has_add_permission(self, request) -> bool:
        """Nobody adds these by hand."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes these by hand."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody deletes these by hand."""
        return False
