"""When the bell of mail rings."""

import pytest
from celery import current_app

from summaries import tasks
from summaries.services.mailing import deliveries, sending


@pytest.fixture
def sent(monkeypatch):
    """What was given to the broker."""
    messages: list[tuple[str, dict]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, **options: messages.append((name, options))
    )
    return messages


@pytest.mark.parametrize(("is_left", "bells"), [(True, 1), (False, 0)])
def test_a_round_rings_again_for_what_is_left(sent, monkeypatch, is_left, bells):
    monkeypatch.setattr(sending, "work", lambda: is_left)
    tasks.send_mail()
    assert len(sent) == bells


def test_a_bell_is_for_the_mail_worker_and_dies_away(sent):
    deliveries.ring_bell()
    [(name, options)] = sent
    assert name == tasks.send_mail.name
    assert options["queue"] == "mail"
    # Bells that pile up behind a long round would keep the notices of the desk waiting.
    assert 0 < options["expires"] < sending.ROUND_SECONDS


def test_a_worker_that_is_told_to_go_hears_it(monkeypatch):
    monkeypatch.setattr(sending, "_stopping", False)
    tasks.worker_shutting_down.send(sender="mail@host", sig="TERM", how="warm", exitcode=0)
    assert sending._stopping
