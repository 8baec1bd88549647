from django.apps import AppConfig
from django.core import checks


class SummariesConfig(AppConfig):
    """The newsdesk's one application. Nothing heavy happens in `ready`: see `wiring`."""

    name = "summaries"
    verbose_name = "Newsdesk"

    def ready(self) -> None:
        """Have `manage.py check` look at the settings of the fidelity checks."""
        checks.register(_check_severities)


def _check_severities(app_configs, **kwargs) -> list[checks.Error]:
    # Imported when asked: services need the models, which are not there yet in `ready`'s module.
    from summaries.services import severities

    return [checks.Error(problem, id="summaries.E001") for problem in severities.problems()]
