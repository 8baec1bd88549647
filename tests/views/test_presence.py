"""The heartbeat of an open brief: who else is here, and what they changed."""

import pytest
from django.urls import reverse

from summaries.models import Presence, SegmentEdit
from summaries.services import presence
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
# Some of them are moments, but none that UTC can name.
ODD_MOMENTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2020-01-01T00:00:00"]


@pytest.fixture
def brief(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


def _address(name: str, brief) -> str:
    return reverse(f"desk:{name}", args=[brief.pk])


def test_markup_in_a_name_is_text(at_desk, editor, brief):
    editor.first_name = "<img src=x>"
    editor.save()
    presence.here(editor, brief)
    client = at_desk(make_user(Role.REPORTER))
    page = client.post(_address("presence", brief), headers=HTMX).content.decode()
    assert "<img" not in page
    assert "&lt;img" in page


def _beat(client, brief, **data) -> str:
    return client.post(_address("presence", brief), data, headers=HTMX).content.decode()


def test_a_beat_tells_who_else_is_here_and_what_they_edit(at_desk, editor, reporter, brief):
    segment = list(brief.article.segments.all())[2]
    presence.here(reporter, brief, segment=segment)
    assert "<bdi>Omar</bdi> is editing sentence 2" in _beat(at_desk(editor), brief)
    presence.here(reporter, brief, edits_summary=True)
    assert "<bdi>Omar</bdi> is editing the summary" in _beat(at_desk(editor), brief)
    presence.here(reporter, brief)
    page = _beat(at_desk(editor), brief)
    assert "<bdi>Omar</bdi> is reading" in page
    assert "Huda" not in page


def test_a_beat_says_what_one_edits_oneself(at_desk, editor, brief):
    segment = brief.article.segments.last()
    _beat(at_desk(editor), brief, segment=segment.pk)
    assert Presence.objects.get().segment == segment
    _beat(at_desk(editor), brief, summary="1", segment="no number")
    row = Presence.objects.get()
    assert (row.segment, row.edits_summary) == (None, True)


def test_leaving_is_told(at_desk, editor, brief):
    client = at_desk(editor)
    _beat(client, brief)
    response = client.post(_address("presence", brief), {"gone": "1"})
    assert response.status_code == 204
    assert not Presence.objects.exists()


def test_changes_since_the_page_was_opened_are_told_with_a_link(at_desk, editor, reporter, brief):
    segment = list(brief.article.segments.all())[2]
    SegmentEdit.objects.create(segment=segment, author=reporter, before="a", after="b")
    page = _beat(at_desk(editor), brief, since="2020-01-01T00:00:00+00:00")
    assert "<bdi>Omar</bdi> changed sentence 2." in page
    assert "?segment=2#segment-2" in page
    for since in (
        "2120-01-01T00:00:00+00:00",
        "",
        "yesterday",
        "2020-13-45T99:00:00",
        *ODD_MOMENTS,
    ):
        assert "changed" not in _beat(at_desk(editor), brief, since=since)


def test_without_script_a_beat_leads_to_the_brief(at_desk, editor, brief):
    response = at_desk(editor).post(_address("presence", brief))
    assert response["Location"] == f"/desk/briefs/{brief.pk}/"


def test_queries_of_a_beat_do_not_grow(at_desk, editor, brief, django_assert_max_num_queries):
    for _number in range(5):
        somebody = make_user(Role.EDITOR)
        presence.here(somebody, brief, segment=brief.article.segments.last())
        for segment in brief.article.segments.all():
            SegmentEdit.objects.create(segment=segment, author=somebody, after="b")
    client = at_desk(editor)
    # Session, user, roles, preference; brief, segments; one upsert, others, changes.
    with django_assert_max_num_queries(9):
        _beat(client, brief, since="2020-01-01T00:00:00+00:00")
