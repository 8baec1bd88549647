"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView


class SignIn(LoginView):
    """The sign-in page; django-axes locks it for a while after repeated failures."""

    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Sign out, by POST only, and go to the public front page."""

    http_method_names = ["post", "options"]
