"""Whether this process can work: its database, its folders, and what others do for it.

Each check says what is wrong in fixed words, without names of hosts or users; the reason as the
library gives it is in the log.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.core.cache import cache as pages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import KombuError, OperationalError

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import ModelStore, Registry, read_active
from summaries.services.watching.briefly import Briefly

logger = logging.getLogger(__name__)

KEPT_SECONDS = 5.0
BROKER_SECONDS = 2.0


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `wrong` is "" where nothing is.

    Without what is `required` no page can be answered. Without the rest people can go on, and what
    they ask of the machine waits.
    """

    name: str
    required: bool
    wrong: str = ""


def database() -> str:
    """Say whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.warning("not ready, the database cannot be used: %s", error)
        connection.close()
        return "The database does not answer, or refuses our name and password."
    return ""


def migrations() -> str:
    """Say whether the database has the tables that this version of the newsdesk expects."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        logger.warning("not ready, the migrations cannot be read: %s", error)
        return "Whether migrations are missing cannot be seen."
    return f"Migrations are missing ({len(missing)}): run manage.py migrate." if missing else ""


def media() -> str:
    """Say whether files can be written where the newsdesk keeps its own."""
    try:
        for folder in (settings.MEDIA_ROOT, settings.VAR_DIR):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"ready?")
                file.flush()
    except OSError as error:
        logger.warning("not ready, a folder cannot be written to: %s", error)
        return "Files cannot be written: the disk is full, or the folder is not ours."
    return ""


def broker() -> str:
    """Say whether the broker answers."""
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as line:
            line.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except (KombuError, OperationalError, OSError) as error:
        logger.warning("the broker does not answer: %s", error)
        return "The broker does not answer: work waits until it does."
    return ""


def cache() -> str:
    """Say whether a cache that processes share answers; one of this process always does."""
    if getattr(pages, "answers", lambda: True)():
        return ""
    return "The cache does not answer: pages are made anew each time, and requests go uncounted."


def models() -> str:
    """Say whether the files of the active models are there."""
    if settings.ENGINE == "fake":
        return ""
    try:
        store = ModelStore(settings.MODELS_DIR, Registry.load())
        is_ready = store.is_ready(read_active(settings.ACTIVE_PROFILE_FILE))
    except (ModelUnavailable, OSError) as error:
        logger.warning("the models cannot be read: %s", error)
        is_ready = False
    return "" if is_ready else "Model files are missing or damaged: run manage.py models verify."


CHECKS: tuple[tuple[Callable[[], str], bool], ...] = (
    (database, True),
    (migrations, True),
    (media, True),
    (broker, False),
    (cache, False),
    (models, False),
)


def look() -> tuple[Check, ...]:
    """Look at everything."""
    return tuple(Check(check.__name__, required, check()) for check, required in CHECKS)


now = Briefly(look, KEPT_SECONDS)


def is_ready(found: tuple[Check, ...]) -> bool:
    """Say whether pages can be answered."""
    return not any(check.wrong for check in found if check.required)
