import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from summaries import tasks
from summaries.models import IdempotentAnswer, Topic
from summaries.services import idempotency
from summaries.services.idempotency import Answer, KeyReused, StillRunning
from tests.factories import make_token

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ASKED = {"text": "وصلت العبارة", "source": 1}


@pytest.fixture
def token(omar):
    return make_token(omar)[0]


class Work:
    """Counts how often it was done; what it stores is a topic."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.done, self.error = 0, error

    def __call__(self):
        return self.store

    def store(self) -> Answer:
        self.done += 1
        Topic.objects.create(slug=f"work-{self.done}", name_en=f"Work {self.done}", name_ar="عمل")
        if self.error:
            raise self.error
        return Answer(201, {"number": self.done})


def _stored() -> int:
    return Topic.objects.filter(slug__startswith="work-").count()


def test_the_same_request_gets_the_stored_answer(token):
    work = Work()
    first = idempotency.once(token, "one", ASKED, work)
    again = idempotency.once(token, "one", dict(reversed(ASKED.items())), work)
    assert first == Answer(201, {"number": 1})
    assert again == Answer(201, {"number": 1}, replayed=True)
    assert (work.done, _stored()) == (1, 1)


def test_without_a_key_it_is_done_each_time(token):
    work = Work()
    answers = [idempotency.once(token, "", ASKED, work) for _ in range(2)]
    assert [answer.body["number"] for answer in answers] == [1, 2]
    assert not IdempotentAnswer.objects.exists()


def test_another_request_under_the_key_is_refused(token):
    work = Work()
    idempotency.once(token, "one", ASKED, work)
    with pytest.raises(KeyReused, match="another request"):
        idempotency.once(token, "one", ASKED | {"source": 2}, work)
    assert work.done == 1


def test_keys_of_two_tokens_are_two_keys(token, omar):
    other, work = make_token(omar)[0], Work()
    idempotency.once(token, "one", ASKED, work)
    assert not idempotency.once(other, "one", ASKED, work).replayed
    assert work.done == 2


def test_a_request_at_the_same_time_is_told_to_wait(token):
    work = Work()

    def meanwhile():
        with pytest.raises(StillRunning, match="still at work"):
            idempotency.once(token, "one", ASKED, work)
        return work.store

    assert idempotency.once(token, "one", ASKED, meanwhile).status == 201
    assert work.done == 1


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), SystemExit()])
@pytest.mark.parametrize("early", [True, False])
def test_what_fails_stores_nothing_and_frees_the_key(token, error, early):
    def fails():
        raise error

    with pytest.raises(type(error)):
        idempotency.once(token, "one", ASKED, fails if early else Work(error))
    assert (_stored(), IdempotentAnswer.objects.count()) == (0, 0)
    # With other words, too: nothing was done under the key.
    assert idempotency.once(token, "one", {"text": "other"}, Work()).status == 201


def _killed(token, at: datetime) -> None:
    """Leave what a process leaves that is killed in the middle."""
    asked = idempotency._digest(ASKED)
    IdempotentAnswer.objects.create(token=token, key="one", request_hash=asked, created_at=at)


def test_a_crash_frees_the_key_after_a_minute(token):
    _killed(token, NOW)
    work = Work()
    with (
        time_machine.travel(NOW + timedelta(seconds=59), tick=False),
        pytest.raises(StillRunning),
    ):
        idempotency.once(token, "one", ASKED, work)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert not idempotency.once(token, "one", ASKED, work).replayed
        assert idempotency.once(token, "one", ASKED, work).replayed
    assert work.done == 1


def test_who_took_too_long_stores_nothing_once_another_took_over(token):
    slow, quick = Work(), Work()

    def late():
        with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
            idempotency.once(token, "one", ASKED, quick)
            Topic.objects.filter(slug="work-1").update(slug="quick", name_en="Quick")
        return slow.store

    with time_machine.travel(NOW, tick=False), pytest.raises(StillRunning, match="took too long"):
        idempotency.once(token, "one", ASKED, late)
    assert Topic.objects.filter(slug="quick").exists()
    assert _stored() == 0
    row = IdempotentAnswer.objects.get()
    assert (row.status, row.body) == (201, {"number": 1})


def test_answers_are_given_again_for_a_day_and_pruned_then(token):
    work = Work()
    with time_machine.travel(NOW, tick=False):
        idempotency.once(token, "one", ASKED, work)
        idempotency.once(token, "two", ASKED, work)
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        assert idempotency.once(token, "one", ASKED, work).replayed
        tasks.prune_answers()
        assert IdempotentAnswer.objects.count() == 2
    with time_machine.travel(NOW + timedelta(hours=24, minutes=1), tick=False):
        # Not pruned yet, and not given again either.
        assert not idempotency.once(token, "one", ASKED, work).replayed
        tasks.prune_answers()
    assert list(IdempotentAnswer.objects.values_list("key", flat=True)) == ["one"]


@pytest.mark.django_db(transaction=True)
def test_of_many_threads_with_one_key_one_works(token):
    work, answers, refused, failed = Work(), [], [], []
    gate = threading.Barrier(8)

    def ask():
        gate.wait()
        try:
            answers.append(idempotency.once(token, "one", ASKED, work))
        except StillRunning as error:
            refused.append(error)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(answers) + len(refused) == 8
    assert [answer.replayed for answer in answers].count(False) == 1
    assert (work.done, _stored()) == (1, 1)
