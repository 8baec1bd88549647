from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from summaries.models import Source
from summaries.services.sources import polling
from summaries.services.sources.polling import Outcome
from tests.services.sources.articles import NOW
from tests.services.sources.articles import feed as feed_of
from tests.services.sources.fakes import FakeClient, make_feed, response


@pytest.fixture
def rung(monkeypatch):
    """The fetches that were rung for, in order, instead of a broker."""
    bells: list[int] = []
    monkeypatch.setattr(
        "summaries.services.sources.ledger.ring_bell",
        lambda fetch_id, after=0: bells.append(fetch_id),
    )
    return bells


@pytest.fixture
def feed(db, rung):
    """An active source with a feed."""
    return make_feed()


@pytest.fixture
def web():
    """A client whose hosts answer as the test says."""
    return FakeClient()


@pytest.fixture
def clock():
    """The time, which stands still until it is shifted."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def source(clock) -> Source:
    """A feed that was fetched before."""
    return make_feed(last_success_at=NOW - timedelta(minutes=30))


@pytest.fixture
def poll(monkeypatch, source):
    """Poll the source, which lists these entries."""

    def take(*listed, of: Source = source, form: str = "rss") -> Outcome:
        monkeypatch.setattr(polling, "read_feed", lambda body, **told: feed_of(*listed, form=form))
        outcome = polling.take(None, of, response())
        Source.objects.filter(pk=of.pk).update(last_success_at=timezone.now())
        of.refresh_from_db()
        return outcome

    return take
