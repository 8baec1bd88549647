from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    """Django's admin site, entered through the desk's own sign-in."""

    default_site = "newsdesk.admin_site.DeskAdminSite"
