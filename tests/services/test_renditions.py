"""A story is what readers see, or what they would see if a version were published now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Brief
from summaries.services.renditions import Rendition, with_text
from summaries.workflow import Status
from tests.factories import make_brief, make_revision

pytestmark = pytest.mark.django_db

STORY_QUERIES = 6


def _fetched(brief, version: str = "live") -> Brief:
    return with_text(Brief.objects.all(), version).get(pk=brief.pk)


def test_readers_see_the_live_version_with_the_evidence_as_it_was_published():
    brief = make_brief(Status.PUBLISHED)
    make_revision(brief, headline="Not yet for readers")
    brief.article.segments.update(english="Being edited")
    story = Rendition(_fetched(brief))
    assert story.revision.number == 1
    quoted = [quotation.english for _text, found in story.evidence for quotation in found]
    assert "Being edited" not in quoted
    assert "Two of five piers were damaged, according to a first report by engineers." in quoted


def test_a_preview_is_the_version_with_the_evidence_as_it_is_now():
    brief = make_brief(Status.PUBLISHED)
    make_revision(brief, headline="Ferries are back")
    brief.article.segments.update(english="Being edited")
    found = _fetched(brief, "current")
    story = Rendition(found, found.current)
    assert story.revision.headline_en == "Ferries are back"
    assert {q.english for _text, quoted in story.evidence for q in quoted} == {"Being edited"}
    assert story.brief.get_absolute_url().endswith("-ferries-are-back/")


def test_a_preview_leaves_the_brief_as_it_was():
    found = _fetched(make_brief(Status.IN_REVIEW), "current")
    Rendition(found, found.current)
    assert (found.live_id, found.live, found.published_at) == (None, None, None)


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED])
def test_a_preview_carries_the_date_that_publishing_or_correcting_would_give_it(status):
    brief = make_brief(status)
    first_published = brief.published_at and timezone.now() - timedelta(days=3)
    Brief.objects.filter(pk=brief.pk).update(published_at=first_published)
    found = _fetched(brief, "current")
    published = Rendition(found, found.current).brief.published_at
    expected = first_published or timezone.now()
    assert abs(published - expected) < timedelta(minutes=1)


@pytest.mark.parametrize("version", ["live", "current"])
def test_queries_do_not_grow_with_the_story(django_assert_num_queries, version):
    brief = make_brief(Status.CORRECTED)
    with django_assert_num_queries(STORY_QUERIES):
        found = _fetched(brief, version)
        story = Rendition(found, found.current if version == "current" else None)
        assert story.evidence
        assert story.corrections
        assert not story.trials
