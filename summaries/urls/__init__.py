"""Every address of the site."""

from django.urls import include, path

from summaries.views.accounts import SignIn, SignOut

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-out/", SignOut.as_view(), name="logout"),
    path("desk/", include("summaries.urls.desk")),
    path("api/v1/", include("summaries.urls.api")),
    path("", include("summaries.urls.public")),
]
