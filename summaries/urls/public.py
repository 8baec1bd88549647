"""What everybody may read."""

from django.urls import path, re_path

from summaries.views.public import brief, favicon, front, provenance

app_name = "public"
urlpatterns = [
    path("", front, name="front"),
    path("favicon.ico", favicon, name="favicon"),
    path("briefs/<int:pk>-<slug:slug>/", brief, name="brief"),
    path("briefs/<int:pk>-<slug:slug>/provenance/", provenance, name="provenance"),
    # A permalink that lost its readable part in an email still leads home.
    re_path(r"^briefs/(?P<pk>[0-9]{1,18})/?$", brief, name="brief-short"),
]
