"""From the first release to this one and back, with briefs in the database."""

import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from summaries.models import Article, Brief, Job, MemoryPair, Segment
from summaries.models.fields import key_of
from summaries.services import memory, search
from summaries.workflow import Status
from tests.factories import make_brief, make_job, make_user

pytestmark = pytest.mark.django_db(transaction=True)
FIRST_RELEASE = "0001"


@pytest.fixture
def first_release():
    """The way back to the first release and, whatever happens there, to this one again."""

    def leave_this_one():
        call_command("migrate", "summaries", FIRST_RELEASE, verbosity=0)

    yield leave_this_one
    call_command("migrate", "summaries", verbosity=0)


def _return() -> None:
    call_command("migrate", "summaries", verbosity=0)


def _flagged(status: Status) -> Brief:
    """Return a brief with flags on two sentences of the machine, and one weak in evidence."""
    brief = make_brief(status)
    segments = brief.article.segments.all()
    pks = [segment.pk for segment in segments[:3]]
    Segment.objects.filter(pk__in=pks).update(flags=["too_short"])
    Segment.objects.filter(pk=pks[0]).update(english="Typed by hand.")
    return brief


def warnings_are_counted_and_texts_found() -> Iterator[None]:
    briefs = [_flagged(Status.DRAFT), _flagged(Status.PUBLISHED), make_brief(Status.DRAFTING)]
    briefs[0].current.sentences.first().evidence.all().delete()
    yield
    assert [_now(brief).warnings for brief in briefs] == [2 + 2, 2 + 1, 0]
    assert not Brief.objects.exclude(checked_with="").exists(), "they wait for the checks"
    assert Brief.objects.filter(search.matching("typed by hand")).count() == 2


def work_that_ended_badly_stops_its_brief() -> Iterator[None]:
    table = [
        (Status.DRAFTING, Job.State.FAILED, True),
        (Status.DRAFTING, Job.State.CANCELLED, True),
        (Status.DRAFTING, Job.State.QUEUED, False),
        (Status.DRAFT, Job.State.FAILED, True),
        (Status.DRAFT, Job.State.CANCELLED, False),
        (Status.PUBLISHED, Job.State.FAILED, False),
    ]
    briefs = [make_job(make_brief(status), state).brief for status, state, _stopped in table]
    yield
    stopped = [_now(brief).stopped for brief in briefs]
    assert stopped == [stopped for _status, _state, stopped in table]


def requests_for_other_translations_are_left_behind() -> Iterator[None]:
    brief = make_brief(Status.DRAFT)
    kept = make_job(brief, kind=Job.Kind.RETRANSLATE)
    for segment in brief.article.segments.all()[:2]:
        make_job(brief, kind=Job.Kind.ALTERNATIVES, segment=segment)
    yield
    assert Job.objects.get(brief=brief) == kept
    assert not Job.objects.filter(kind=Job.Kind.ALTERNATIVES).exists()


def articles_are_found_by_their_address() -> Iterator[None]:
    articles = [make_brief(Status.DRAFT).article for _number in range(2)]
    url = "https://marfa.example/أخبار"
    for article, told in zip(articles, (url, ""), strict=True):
        Article.objects.filter(pk=article.pk).update(url=told)
    yield
    assert Article.objects.get(url_key=key_of(url)) == articles[0]
    assert Article.objects.get(url_key="") == articles[1]


def _now(brief: Brief) -> Brief:
    return Brief.objects.get(pk=brief.pk)


# The way takes long, and what each of them writes is no concern of the others.
STORIES = (
    warnings_are_counted_and_texts_found,
    work_that_ended_badly_stops_its_brief,
    requests_for_other_translations_are_left_behind,
    articles_are_found_by_their_address,
)


def test_to_the_first_release_and_back(first_release, subtests):
    """Every story writes at its beginning and, after the way, looks at what became of it."""
    stories = {story.__name__: story() for story in STORIES}
    for story in stories.values():
        next(story)
    first_release()
    _return()
    for name, story in stories.items():
        with subtests.test(name):
            assert next(story, "the end") == "the end"


def test_what_waits_is_ranked_by_who_waits_for_it():
    urgency = importlib.import_module("summaries.migrations.0011_urgency")
    brief, person = make_brief(Status.DRAFT), make_user()
    segment = brief.article.segments.first()
    offer = {"kind": Job.Kind.ALTERNATIVES, "asked_by": person}
    table = [
        (make_job(brief, segment=segment, **offer), Job.Urgency.AT_SCREEN),
        (make_job(brief, kind=Job.Kind.SUMMARY, asked_by=person), Job.Urgency.AT_SCREEN),
        (make_job(make_brief(), Job.State.QUEUED, asked_by=person), Job.Urgency.BY_PERSON),
        (make_job(make_brief()), Job.Urgency.BY_SOURCE),
        (make_job(make_brief(), Job.State.DONE, asked_by=person), Job.Urgency.BY_SOURCE),
    ]
    Job.objects.update(urgency=Job.Urgency.BY_SOURCE)
    urgency.rank_waiting(apps, None)
    now = dict(Job.objects.values_list("pk", "urgency"))
    assert [now[job.pk] for job, _rank in table] == [rank for _job, rank in table]


def test_older_approvals_are_in_the_translation_memory(monkeypatch):
    older = importlib.import_module("summaries.migrations.0007_older_approvals")
    monkeypatch.setattr(older, "BATCH", 2)
    approver = make_user()
    briefs = [make_brief(Status.DRAFT) for _number in range(2)]
    Segment.objects.update(approved_at=timezone.now(), approved_by=approver)
    body = Segment.objects.filter(kind=Segment.Kind.BODY)
    known, short = body.filter(article=briefs[0].article)[:2]
    memory.follow([known])
    Segment.objects.filter(pk=short.pk).update(arabic="وقال:")
    for _round in range(2):
        older.remember(apps, None)
    pairs = {pair.segment_id: pair for pair in MemoryPair.objects.all()}
    assert set(pairs) == set(body.exclude(pk=short.pk).values_list("pk", flat=True))
    assert {pair.approved_by for pair in pairs.values()} == {approver}
    again = list(briefs[1].article.segments.all())
    assert set(memory.exact(again)) == {1, 2, 3, 4}, "its keys are those that are looked up"
