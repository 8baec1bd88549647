"""Fetches done here and now, in the process of a command, without a worker."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from summaries.models import Fetch
from summaries.services.sources import fetching

# A fetch that is put off for longer is left to the workers.
PATIENCE = timedelta(minutes=2)


def bring_to_an_end(fetch: Fetch, client) -> Fetch:
    """Do a fetch, or wait while another worker does; give up on one that is put off for long."""
    until = timezone.now() + PATIENCE
    while fetch.is_open and fetch.run_after < until and timezone.now() < until:
        _wait_for(fetch.run_after)
        fetching.run(fetch.pk, client)
        fetch.refresh_from_db()
        if fetch.state == Fetch.State.RUNNING:
            time.sleep(0.5)
            fetch.refresh_from_db()
    return fetch


def _wait_for(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))
