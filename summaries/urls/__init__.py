"""Every address of the site."""

from django.urls import include, path, register_converter

from summaries.urls.converters import Day, FeedEnding, FeedLanguage, Month
from summaries.views.accounts import SignIn, SignOut, code

register_converter(Day, "day")
register_converter(Month, "month")
register_converter(FeedLanguage, "language")
register_converter(FeedEnding, "feed")

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-in/code/", code, name="login-code"),
    path("sign-out/", SignOut.as_view(), name="logout"),
    path("desk/", include("summaries.urls.desk")),
    path("api/v1/", include("summaries.urls.api")),
    path("", include("summaries.urls.watching")),
    path("", include("summaries.urls.mailbox")),
    path("", include("summaries.urls.subscriptions")),
    path("", include("summaries.urls.public")),
]
