"""What is kept of a row: it is made once, and anew where anything that it shows is another."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from summaries.models import Brief, Job
from summaries.services import queue_rows as service
from summaries.views.desk import queue_rows
from summaries.workflow import Status
from tests.factories import make_brief, make_comment, make_job, make_report, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    queue_rows._html.cache_clear()


@pytest.fixture
def brief(reporter):
    # Ages in days do not change while a test runs.
    brief = make_brief(Status.DRAFT, owner=reporter)
    two_days_ago = timezone.now() - timedelta(days=2)
    Brief.objects.update(created_at=two_days_ago, status_changed_at=two_days_ago)
    return brief


def shown(brief: Brief, *ticked: int) -> str:
    (found,) = service.briefs([(brief.article_id,)])
    [(_brief, html)] = queue_rows.rendered([found], list(ticked))
    return html


def made() -> int:
    return queue_rows._html.cache_info().misses


def test_a_row_is_made_once(brief):
    assert shown(brief) == shown(brief)
    assert made() == 1


def _has_a_job(brief):
    make_job(brief, Job.State.QUEUED)


def _is_further(brief):
    brief.current.headline_en = "Another headline"
    brief.current.save()


def _is_of_another(brief):
    Brief.objects.filter(pk=brief.pk).update(owner=make_user(name="somebody"))


def _has_findings(brief):
    Brief.objects.filter(pk=brief.pk).update(warnings=3, blocking=1)


def _has_a_comment(brief):
    make_comment(brief, brief.owner)


def _has_a_source(brief):
    brief.article.source = make_source()
    brief.article.save()


@pytest.mark.parametrize(
    "change",
    [_has_a_job, _is_further, _is_of_another, _has_findings, _has_a_source, _has_a_comment],
)
def test_what_changes_shows_at_once(brief, change):
    before = shown(brief)
    change(brief)
    assert shown(brief) != before


def test_a_report_of_a_reader_shows_at_once():
    brief = make_brief(Status.PUBLISHED)
    before = shown(brief)
    make_report(brief)
    assert "report" not in before
    assert "1 reader's report" in shown(brief)


def test_each_language_has_its_own(brief):
    with translation.override("ar"):
        arabic = shown(brief)
    assert "Draft" in shown(brief)
    assert "Draft" not in arabic


def test_each_time_zone_has_its_own(brief):
    with timezone.override("Asia/Amman"):
        amman = shown(brief)
    with timezone.override("America/New_York"):
        assert shown(brief) != amman


def test_a_tick_stays_where_it_was_set(brief):
    assert "checked" in shown(brief, brief.pk)
    assert "checked" not in shown(brief, brief.pk + 1)
