import pytest

from tests.services.sources.fakes import FakeClient, make_feed


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
