"""The Celery application: a doorbell for the Job ledger, which is the truth.

Queues: `nlp` for work that runs a model, `fetch` for other servers, `mail` for emails, `default`
for the rest.
"""

import os

from celery import Celery, signals

from newsdesk import broker
from summaries import log_context

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

broker.install()
app = Celery("newsdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_logging(**_signal) -> None:
    """Leave the log as the settings have it: a worker's own would neither be JSON nor discreet."""


@signals.task_prerun.connect
def name_task(sender=None, task_id: str = "", **_signal) -> None:
    """Say in every line of the log which task it comes from."""
    log_context.begin(task=sender.name.rpartition(".")[2], task_id=task_id)


@signals.task_postrun.connect
def forget_task(**_signal) -> None:
    """Say so no more: the worker waits for the next task."""
    log_context.begin()
