"""The Celery application: a doorbell for the Job ledger, which is the truth.

Queues: `nlp` for work that runs a model, `fetch` for other servers, `mail` for emails, `default`
for the rest.
"""

import os

from celery import Celery

from newsdesk import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

broker.install()
app = Celery("newsdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
