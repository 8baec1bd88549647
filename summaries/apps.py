from django.apps import AppConfig


class SummariesConfig(AppConfig):
    """The newsdesk's one application. Nothing heavy happens in `ready`: see `wiring`."""

    name = "summaries"
    verbose_name = "Newsdesk"
