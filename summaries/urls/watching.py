"""For machines that watch the newsdesk; `newsdesk.probes` answers before any other middleware."""

from django.urls import path

from summaries.views import watching

app_name = "watching"
urlpatterns = [
    path("healthz", watching.healthz, name="healthz"),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
]
