from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django.db import connection

from newsdesk import deployment, postgresql


class NewsdeskConfig(AppConfig):
    """The project around the application: its deployment is checked, its database made ready."""

    name = "newsdesk"

    def ready(self) -> None:
        """Register the checks of a deployment; have PostgreSQL take what SQLite takes."""
        checks.register(deployment.check, checks.Tags.security, deploy=True)
        if connection.vendor == "postgresql":
            postgresql.install()


class AdminSiteConfig(AdminConfig):
    """Django's admin site, entered through the desk's own sign-in."""

    default_site = "newsdesk.admin_site.DeskAdminSite"
