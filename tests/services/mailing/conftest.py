"""The bell of mail, heard by the test; links that do not change from one second to the next."""

import pytest


@pytest.fixture
def bells(monkeypatch):
    """As many entries as times the bell rang, instead of a broker."""
    rung: list[int] = []
    monkeypatch.setattr("summaries.services.mailing.deliveries.ring_bell", lambda: rung.append(1))
    return rung


@pytest.fixture
def one_moment(monkeypatch):
    """Sign every link at the same second, so that two made one after the other are equal."""
    monkeypatch.setattr("django.core.signing.TimestampSigner.timestamp", lambda signer: "1xVKFl")
