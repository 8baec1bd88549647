"""Who else is here, and what they changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Presence, SegmentEdit
from summaries.services import presence
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief()


def test_a_beat_is_one_statement_and_one_row(huda, brief, django_assert_num_queries):
    segment = brief.article.segments.last()
    for edits in (None, segment, None):
        with django_assert_num_queries(1):
            presence.here(huda, brief, segment=edits)
    row = Presence.objects.get()
    assert (row.user, row.segment) == (huda, None)


def test_others_are_seen_for_forty_seconds_and_oneself_never(huda, omar, brief):
    presence.here(huda, brief)
    presence.here(omar, brief)
    presence.here(omar, make_brief())
    assert [row.user for row in presence.others(huda, brief)] == [omar]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=39))
    assert [row.user for row in presence.others(huda, brief)] == [omar]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=41))
    assert presence.others(huda, brief) == []


def test_who_leaves_is_gone_at_once(huda, omar, brief):
    presence.here(omar, brief)
    presence.gone(omar, brief)
    assert presence.others(huda, brief) == []


def test_what_somebody_edits_is_said_with_the_number_on_the_page(huda, omar, brief):
    segments = list(brief.article.segments.all())
    presence.here(omar, brief, segment=segments[3])
    names = presence.labels(segments)
    (seen,) = presence.seen(presence.others(huda, brief), names)
    assert (seen.person, seen.label, seen.edits_summary) == (omar, "3", False)
    assert names[segments[0].pk] == "H"


def test_changes_of_others_since_the_page_was_opened(huda, omar, brief):
    segments = list(brief.article.segments.all())
    names = presence.labels(segments)
    old = SegmentEdit.objects.create(segment=segments[1], author=omar, before="a", after="b")
    SegmentEdit.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(minutes=1))
    opened = timezone.now() - timedelta(seconds=1)
    for number, author in ((2, omar), (2, omar), (3, huda), (4, None)):
        SegmentEdit.objects.create(segment=segments[number], author=author, before="a", after="b")
    found = presence.changes(huda, brief, opened, names)
    assert [(change.person, change.label) for change in found] == [(omar, "2")]
