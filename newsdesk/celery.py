"""The Celery application: a doorbell for the Job ledger, which is the truth.

Two queues: `nlp` for work that runs a model, `default` for everything else.
"""

import os

from celery import Celery

from newsdesk import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

broker.install()
app = Celery("newsdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
