from django.apps import AppConfig
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate


class SummariesConfig(AppConfig):
    """The newsdesk's one application. Nothing heavy happens in `ready`: see `wiring`."""

    name = "summaries"
    verbose_name = "Newsdesk"

    def ready(self) -> None:
        """Listen for changes of accounts; check settings that are little languages of their own."""
        checks.register(_check_severities)
        checks.register(_check_way_out)
        # Imported when asked: services need the models, which are there from now on.
        from summaries.services.people import account_signals

        account_signals.connect()
        post_migrate.connect(_make_roles, sender=self)


def _make_roles(using: str, **kwargs) -> None:
    """Have the roles in every new database: a deployment makes accounts before anything else."""
    # Imported when asked: see `ready`.
    from summaries.services.people import accounts

    # `migrate auth zero` tells of a database without accounts.
    if using == DEFAULT_DB_ALIAS and "auth_group" in connection.introspection.table_names():
        accounts.ensure_roles()


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
