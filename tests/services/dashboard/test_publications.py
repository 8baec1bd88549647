"""How much of what was published people changed."""

from datetime import timedelta

import pytest

from summaries.services.dashboard import publications
from summaries.workflow import Status
from tests.factories import make_brief, make_source
from tests.services.dashboard.records import came, happened, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_effort_is_added_up_by_source_and_by_model(period, now):
    source = make_source()
    for place, (made_of, kept) in enumerate(((source, 90), (source, 70), (None, 10))):
        brief = came(make_brief(Status.PUBLISHED, source=made_of), now - 4 * HOUR)
        facts = published(kept, 5, "one" if place else "two")
        happened(brief, "publish", now - HOUR, **facts)
    found = publications.of(period)
    of_source, of_none = found.by_source["translation"]
    assert (of_source.name, of_source.briefs, of_source.share.words) == (source, 2, 200)
    assert (of_source.unchanged, of_source.changed) == (0.5, pytest.approx(0.2))
    assert (of_none.name, of_none.changed) == (None, pytest.approx(0.9))
    assert [(e.name, e.briefs) for e in found.by_model["translation"]] == [
        ("one", 2),
        ("two", 1),
    ]
    assert found.by_model["summary"] == ()
    assert (found.count, found.median, found.p95) == (3, 3 * 3600, 3 * 3600)


def test_what_was_published_before_models_were_kept_is_of_no_known_one(period, now):
    happened(make_brief(Status.PUBLISHED), "publish", now, **published(50, 5))
    happened(make_brief(Status.PUBLISHED), "publish", now, revision=1)
    found = publications.of(period)
    assert [(e.name, e.briefs) for e in found.by_model["translation"]] == [(None, 1)]
    assert found.count == 2


def test_outcomes_are_added_up(period, now):
    for fixed in (1, 2):
        checks = {"number": {"fixed": fixed}, "date": {"left": 1}}
        happened(make_brief(Status.PUBLISHED), "publish", now, checks=checks)
    assert publications.of(period).outcomes == {("number", "fixed"): 3, ("date", "left"): 2}


def test_of_very_many_the_newest_are_read(period, now, monkeypatch):
    monkeypatch.setattr(publications, "NEWEST", 2)
    for hours in (1, 2, 3):
        happened(make_brief(Status.PUBLISHED), "publish", now - hours * HOUR)
    found = publications.of(period)
    assert (found.count, found.since) == (2, now - 2 * HOUR)


def test_nothing_published(period):
    found = publications.of(period)
    assert (found.count, found.median, found.by_source["translation"]) == (0, None, ())
