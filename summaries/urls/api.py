"""The API: for programs with a token. What readers see, and its own pages, are for everybody."""

from django.urls import path, re_path

from summaries.views.api import docs
from summaries.views.api.api import api
from summaries.views.api.door import answered, home, nowhere, public

operations, _application, app_name = api.urls
for _pattern in operations:
    _door = public if str(_pattern.name).startswith("public-") else answered
    _pattern.callback = _door(_pattern.callback)

urlpatterns = [
    path("", home, name="api-root"),
    path("docs", docs.docs, name="docs"),
    path("openapi.json", docs.openapi, name="openapi"),
    *(pattern for pattern in operations if pattern.name != "api-root"),
    re_path("^.*$", nowhere, name="nowhere"),
]
