"""The ledgers in numbers: what waits, what ended in this hour, how long it took."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from prometheus_client import CollectorRegistry

from summaries.models import Delivery, Edition, Fetch, Job, Mailing, Notice, Source, StageTime
from summaries.services.mailing.deliveries import URGENCY
from summaries.services.watching.ledgers import Ledgers
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_job, make_source, make_subscriber, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_twenty_past():
    with time_machine.travel("2026-03-12T09:20:00Z", tick=False):
        yield


@pytest.fixture
def read():
    """Read one number: `read("newsdesk_work", kind="draft")`."""

    def one(name: str, **labels) -> float | None:
        registry = CollectorRegistry()
        registry.register(Ledgers())
        return registry.get_sample_value(name, labels)

    return one


def ago(**span):
    return timezone.now() - timedelta(**span)


def fetch(state: str, **facts) -> Fetch:
    facts = {"kind": "address", "url": "https://marfa.example/1", "host": "marfa.example"} | facts
    return Fetch.objects.create(state=state, **facts)


def delivery(state: str, **facts) -> Delivery:
    facts = {"kind": "daily", "subscriber": make_subscriber()} | facts
    return Delivery.objects.create(state=state, **facts)


def test_an_empty_desk_counts_zeros(read):
    assert read("newsdesk_work", ledger="job", kind="draft", state="queued") == 0
    assert read("newsdesk_work_ended_total", ledger="fetch", kind="poll", outcome="failed") == 0
    assert read("newsdesk_stage_seconds_count", kind="draft", stage="translating") == 0
    assert read("newsdesk_fetch_failures_total", reason="timeout") == 0
    for ledger in ("job", "fetch", "delivery", "notice"):
        assert read("newsdesk_work_waits_seconds", ledger=ledger) == 0
    assert read("newsdesk_schedule_late_seconds") == 0
    assert read("newsdesk_edition_late_seconds") == 0


def test_work_is_counted_by_ledger_kind_and_state(read):
    make_job(make_brief(Status.DRAFTING), Job.State.QUEUED)
    make_job(make_brief(Status.DRAFTING), Job.State.QUEUED)
    make_job(make_brief(Status.DRAFT), Job.State.RUNNING, kind=Job.Kind.SUMMARY)
    make_job(make_brief(Status.DRAFT), Job.State.DONE)
    fetch("queued")
    delivery("running")
    assert read("newsdesk_work", ledger="job", kind="draft", state="queued") == 2
    assert read("newsdesk_work", ledger="job", kind="summary", state="running") == 1
    assert read("newsdesk_work", ledger="fetch", kind="address", state="queued") == 1
    assert read("newsdesk_work", ledger="delivery", kind="daily", state="running") == 1


@pytest.mark.parametrize(
    ("facts", "seconds"),
    [
        ({"state": "queued", "run_after": ("minutes", 3)}, 180),
        ({"state": "queued", "run_after": ("minutes", -3)}, 0),
        ({"state": "running", "run_after": ("hours", 3), "lease_until": ("minutes", -1)}, 0),
        ({"state": "running", "run_after": ("hours", 3), "lease_until": ("minutes", 2)}, 120),
        ({"state": "failed", "run_after": ("hours", 3)}, 0),
    ],
)
@pytest.mark.parametrize("ledger", ["job", "fetch", "delivery"])
def test_what_waits_longest_is_what_a_worker_could_take_now(read, ledger, facts, seconds):
    state = facts["state"]
    facts = {name: ago(**dict([at])) for name, at in facts.items() if name != "state"}
    make = {"job": _job, "fetch": fetch, "delivery": delivery}[ledger]
    make(state, **{"run_after": ago(seconds=-9), **facts})
    assert read("newsdesk_work_waits_seconds", ledger=ledger) == seconds


def _job(state: str, **facts) -> Job:
    return make_job(make_brief(Status.DRAFTING), state, **facts)


def test_letters_of_a_paused_mailing_wait_for_no_worker(read):
    mailing = Mailing.objects.create(kind="weekly", date=timezone.localdate(), paused_at=ago())
    delivery("queued", mailing=mailing, run_after=ago(hours=1))
    assert read("newsdesk_work_waits_seconds", ledger="delivery") == 0
    assert read("newsdesk_work", ledger="delivery", kind="daily", state="queued") == 1
    delivery("queued", run_after=ago(minutes=1))
    assert read("newsdesk_work_waits_seconds", ledger="delivery") == 60


@pytest.mark.parametrize("kind", Delivery.Kind.values)
def test_letters_of_every_kind_are_counted(read, kind):
    """Those that are queued by their urgency, of which each kind has its own."""
    facts = {"kind": kind, "urgency": URGENCY[kind], "run_after": ago(minutes=2)}
    delivery("queued", **facts)
    delivery("queued", **facts | {"run_after": ago(minutes=-2)})
    delivery("done", **facts)
    assert read("newsdesk_work", ledger="delivery", kind=kind, state="queued") == 2
    assert read("newsdesk_work_waits_seconds", ledger="delivery") == 120
    others = set(Delivery.Kind.values) - {kind}
    assert not any(
        read("newsdesk_work", ledger="delivery", kind=other, state="queued") for other in others
    )


def test_notices_wait_until_they_are_sent(read):
    brief, editor = make_brief(Status.DRAFT), make_user(Role.EDITOR)
    facts = {"brief": brief, "recipient": editor, "kind": Notice.Kind.ASSIGNED}
    Notice.objects.create(**facts, run_after=ago(hours=2), sent_at=ago(hours=1))
    Notice.objects.create(**facts, run_after=ago(minutes=4))
    assert read("newsdesk_work_waits_seconds", ledger="notice") == 240


def test_what_ended_counts_from_the_full_hour(read):
    for minutes, state in ((1, "done"), (19, "done"), (20, "done"), (21, "done"), (5, "failed")):
        _job(state, finished_at=ago(minutes=minutes))
        delivery(state, finished_at=ago(minutes=minutes))
    for reason, minutes in (("timeout", 2), ("timeout", 3), ("status", 4), ("timeout", 30)):
        fetch("failed", error_kind=reason, finished_at=ago(minutes=minutes))
    assert read("newsdesk_work_ended_total", ledger="job", kind="draft", outcome="done") == 3
    assert read("newsdesk_work_ended_total", ledger="job", kind="draft", outcome="failed") == 1
    assert read("newsdesk_work_ended_total", ledger="delivery", kind="daily", outcome="done") == 3
    assert read("newsdesk_work_ended_total", ledger="fetch", kind="address", outcome="failed") == 3
    assert read("newsdesk_fetch_failures_total", reason="timeout") == 2
    assert read("newsdesk_fetch_failures_total", reason="status") == 1
    with time_machine.travel("2026-03-12T10:00:00Z", tick=False):
        assert read("newsdesk_work_ended_total", ledger="job", kind="draft", outcome="done") == 0


def test_stages_are_a_histogram_of_this_hour(read):
    job = _job("done")
    for seconds, minutes in ((0.4, 1), (3.0, 2), (3.0, 3), (700.0, 4), (9.0, 25)):
        StageTime.objects.create(
            job=job, stage="translating", seconds=seconds, amount=7, ended_at=ago(minutes=minutes)
        )
    labels = {"kind": "draft", "stage": "translating"}
    within = {"0.1": 0, "0.5": 1, "2.0": 1, "5.0": 3, "600.0": 3, "+Inf": 4}
    assert {le: read("newsdesk_stage_seconds_bucket", le=le, **labels) for le in within} == within
    assert read("newsdesk_stage_seconds_count", **labels) == 4
    assert read("newsdesk_stage_seconds_sum", **labels) == pytest.approx(706.4)
    assert read("newsdesk_stage_sentences_total", **labels) == 28


def test_other_kinds_of_jobs_are_told_apart(read):
    job = _job("done", kind=Job.Kind.ALTERNATIVES)
    StageTime.objects.create(job=job, stage="translating", seconds=1, amount=1)
    labels = {"kind": "alternatives", "stage": "translating"}
    assert read("newsdesk_stage_seconds_count", **labels) == 1
    assert read("newsdesk_stage_seconds_count", kind="draft", stage="translating") == 0


def test_sources_that_fail_and_a_scheduler_that_is_late(read):
    make_source("By hand")
    feed = {"kind": Source.Kind.FEED, "url": "https://marfa.example/rss"}
    for name, failures, minutes in (("One", 0, -5), ("Two", 5, 7), ("Three", 9, 2)):
        source = make_source(name)
        facts = {"failures": failures, "next_fetch_at": ago(minutes=minutes)}
        Source.objects.filter(pk=source.pk).update(**feed, **facts)
    assert read("newsdesk_sources") == 3
    assert read("newsdesk_sources_failing") == 2
    assert read("newsdesk_schedule_late_seconds") == 420
    Source.objects.update(is_active=False)
    assert read("newsdesk_sources") == 0
    assert read("newsdesk_schedule_late_seconds") == 0


def test_an_edition_that_should_have_gone_out(read):
    today = timezone.localdate()
    Edition.objects.create(date=today, state=Edition.State.SCHEDULED, send_at=ago(minutes=6))
    Edition.objects.create(
        date=today + timedelta(days=1), state=Edition.State.SCHEDULED, send_at=ago(days=-1)
    )
    assert read("newsdesk_edition_late_seconds") == 360


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    def collect():
        with django_assert_num_queries(21):
            list(Ledgers().collect())

    collect()
    for _number in range(3):
        _job("queued")
        fetch("failed", finished_at=ago(minutes=1))
        delivery("queued")
    collect()
