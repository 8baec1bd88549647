from django.apps import AppConfig
from django.core import checks


class SummariesConfig(AppConfig):
    """The newsdesk's one application. Nothing heavy happens in `ready`: see `wiring`."""

    name = "summaries"
    verbose_name = "Newsdesk"

    def ready(self) -> None:
        """Have `manage.py check` look at settings that are little languages of their own."""
        checks.register(_check_severities)
        checks.register(_check_way_out)


def _check_severities(app_configs, **kwargs) -> list[checks.Error]:
    # Imported when asked: services need the models, which are not there yet in `ready`'s module.
    from summaries.services import severities

    return [checks.Error(problem, id="summaries.E001") for problem in severities.problems()]


def _check_way_out(app_configs, **kwargs) -> list[checks.Error]:
    from summaries import wiring

    try:
        wiring.web_client()
    except ValueError as error:
        words = f"OUTBOUND_ALLOWED or USER_AGENT cannot be used: {error}"
        return [checks.Error(words, id="summaries.E002")]
    return []
