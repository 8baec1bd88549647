"""Comments, owner and topic of a brief: with script a panel, without it the page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Comment, Topic
from summaries.services import assignment, comments, presence, reshaping
from summaries.templatetags.desk import event_words
from summaries.views.desk.people import COMMENTS_SHOWN, people_context
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
XSS = '<script>alert("x")</script><img src=x onerror=alert(1)>'
# People, topics, presences, comments; the article's segments come with the brief.
PANEL_QUERIES = 4


@pytest.fixture
def brief(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


def _address(name: str, brief, *more) -> str:
    return reverse(f"desk:{name}", args=[brief.pk, *more])


def _comment(client, brief, text: str, segment="", **options):
    data = {"comment-text": text, "comment-segment": segment}
    return client.post(_address("comment", brief), data, **options)


def test_a_comment_is_added_and_the_panel_answers(at_desk, editor, brief):
    segment = brief.article.segments.last()
    response = _comment(at_desk(editor), brief, "Which pier?", segment.pk, headers=HTMX)
    page = response.content.decode()
    assert brief.comments.get().segment == segment
    assert "Which pier?" in page
    assert 'href="#segment-4"' in page
    assert "<html" not in page


def test_without_script_a_comment_leads_back_to_the_comments(at_desk, editor, brief):
    response = _comment(at_desk(editor), brief, "Which pier?")
    assert response["Location"] == f"/desk/briefs/{brief.pk}/#comments"
    assert brief.comments.count() == 1


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refused_comment_keeps_what_was_typed(at_desk, editor, brief, headers):
    other = make_brief().article.segments.first()
    response = _comment(at_desk(editor), brief, "Typed for long", other.pk, headers=headers)
    assert response.status_code == 400
    assert "Typed for long" in response.content.decode()
    assert not brief.comments.exists()


def test_a_comment_on_a_sentence_joined_away_meanwhile_is_kept(at_desk, editor, brief, monkeypatch):
    first, second = brief.article.segments.filter(line=1)
    add = comments.add

    def joined_meanwhile(*args, **kwargs):
        reshaping.merge(editor, first, version=0)
        return add(*args, **kwargs)

    monkeypatch.setattr(comments, "add", joined_meanwhile)
    response = _comment(at_desk(editor), brief, "Typed for long", second.pk, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Typed for long" in page
    assert "This sentence is not there any more." in page
    assert f'value="{second.pk}"' not in page


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_comment_is_refused(at_desk, editor, brief, text):
    assert _comment(at_desk(editor), brief, text, headers=HTMX).status_code == 400


def test_markup_in_a_comment_is_text(at_desk, editor, brief):
    page = _comment(at_desk(editor), brief, XSS, headers=HTMX).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize(("name", "resolved"), [("resolve", True), ("reopen", False)])
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_resolving_and_reopening(at_desk, editor, brief, name, resolved, headers):
    comment = comments.add(editor, brief, "Check it")
    if not resolved:
        comments.resolve(editor, comment)
    address = _address(f"comment-{name}", brief, comment.pk)
    response = at_desk(editor).post(address, headers=headers)
    comment.refresh_from_db()
    assert (comment.resolved_at is not None) == resolved
    assert response.status_code == (200 if headers else 302)


@pytest.mark.parametrize("name", ["comment-resolve", "comment-reopen"])
def test_a_comment_of_another_brief_is_not_found(at_desk, editor, brief, name):
    other = comments.add(editor, make_brief(), "Elsewhere")
    assert at_desk(editor).post(_address(name, brief, other.pk)).status_code == 404


def test_open_comments_stand_sentence_by_sentence_and_resolved_ones_are_folded(
    at_desk, editor, brief
):
    segments = list(brief.article.segments.all())
    for number in (3, 1):
        comments.add(editor, brief, f"About {number}", segment=segments[number])
    comments.resolve(editor, comments.add(editor, brief, "Settled"))
    page = _comment(at_desk(editor), brief, "On the whole", headers=HTMX).content.decode()
    places = [page.index(text) for text in ("On the whole", "About 1", "About 3", "Settled")]
    assert places == sorted(places)
    assert page.index("<details>") < page.index("Settled")
    assert "1 resolved comment" in page


def _many(brief, author, number: int, **fields) -> None:
    Comment.objects.bulk_create(
        Comment(brief=brief, author=author, text=f"Remark {n}.", **fields) for n in range(number)
    )


def _remarks(page: str) -> int:
    return page.count('<article class="comment"')


def test_of_very_many_comments_the_page_shows_the_newest_open_ones(at_desk, editor, brief):
    _many(brief, editor, 60)
    _many(brief, editor, 30, resolved_at=timezone.now(), resolved_by=editor)
    client = at_desk(editor)
    page = client.get(_address("brief", brief)).content.decode()
    assert _remarks(page) == COMMENTS_SHOWN
    assert "Remark 59." in page
    assert "Remark 9." not in page
    assert f"{90 - COMMENTS_SHOWN} older comments are not shown." in page
    assert f'href="{_address("brief", brief)}?comments=all#comments"' in page
    whole = client.get(_address("brief", brief), {"comments": "all"}).content.decode()
    assert _remarks(whole) == 90
    assert "30 resolved comments" in whole
    assert "not shown" not in whole


def test_resolved_comments_fill_what_the_open_ones_leave(at_desk, editor, brief):
    _many(brief, editor, 60, resolved_at=timezone.now(), resolved_by=editor)
    _many(brief, editor, 2)
    page = at_desk(editor).get(_address("brief", brief)).content.decode()
    assert _remarks(page) == COMMENTS_SHOWN
    assert "60 resolved comments" in page
    assert "12 older comments are not shown." in page


def test_a_row_counts_all_its_open_comments(at_desk, editor, brief):
    segment = brief.article.segments.last()
    _many(brief, editor, 60, segment=segment)
    _many(brief, editor, 1, segment=segment, resolved_at=timezone.now())
    response = at_desk(editor).get(_address("brief", brief))
    assert [row.comments for row in response.context["rows"]] == [0, 0, 0, 0, 60]


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_brief_is_assigned(at_desk, editor, brief, headers):
    response = at_desk(editor).post(
        _address("assign", brief), {"owner": editor.pk}, headers=headers
    )
    brief.refresh_from_db()
    assert brief.owner == editor
    if headers:
        assert "Assigned to Huda." in response.content.decode()
    else:
        assert response["Location"].endswith(f"/{brief.pk}/#assign")


def test_take_it_needs_no_choice(at_desk, editor, brief):
    at_desk(editor).post(_address("assign", brief), {"owner": "", "take": "1"})
    brief.refresh_from_db()
    assert brief.owner == editor


def test_nobody_is_a_choice(at_desk, editor, brief):
    at_desk(editor).post(_address("assign", brief), {"owner": ""})
    brief.refresh_from_db()
    assert brief.owner is None


@pytest.mark.parametrize("owner", ["999999", "x", "outsider"])
def test_a_stranger_cannot_be_assigned(at_desk, editor, outsider, brief, reporter, owner):
    owner = outsider.pk if owner == "outsider" else owner
    response = at_desk(editor).post(_address("assign", brief), {"owner": owner})
    assert response.status_code == 400
    brief.refresh_from_db()
    assert brief.owner == reporter


@pytest.mark.parametrize(
    ("status", "role", "code"),
    [
        (Status.IN_REVIEW, Role.REPORTER, 403),
        (Status.PUBLISHED, Role.REPORTER, 403),
        (Status.RETRACTED, Role.PUBLISHER, 409),
    ],
)
def test_assigning_with_the_wrong_role_or_state(at_desk, editor, status, role, code):
    brief = make_brief(status)
    client = at_desk(make_user(role))
    assert client.post(_address("assign", brief), {"owner": editor.pk}).status_code == code
    brief.refresh_from_db()
    assert brief.owner is None


def test_the_topic_is_set_and_taken_away(at_desk, editor, brief):
    topic, client = Topic.objects.first(), at_desk(editor)
    page = client.post(_address("topic", brief), {"topic": topic.pk}, headers=HTMX)
    brief.refresh_from_db()
    assert brief.topic == topic
    assert "The topic is saved." in page.content.decode()
    client.post(_address("topic", brief), {"topic": ""})
    brief.refresh_from_db()
    assert brief.topic is None


def test_an_unknown_topic_is_refused(at_desk, editor, brief):
    assert at_desk(editor).post(_address("topic", brief), {"topic": "0"}).status_code == 400


@pytest.mark.parametrize("number", [1, 8])
def test_queries_of_the_panels_do_not_grow(rf, editor, brief, number, django_assert_num_queries):
    segments = list(brief.article.segments.all())
    for index in range(number):
        somebody = make_user(Role.EDITOR)
        comments.add(somebody, brief, "Hm", segment=segments[index % 5])
        presence.here(somebody, brief, segment=segments[index % 5])
    request = rf.get("/")
    request.user = editor
    brief = type(brief).objects.prefetch_related("article__segments").get(pk=brief.pk)
    with django_assert_num_queries(PANEL_QUERIES):
        people_context(request, brief)


def test_the_timeline_says_who_got_the_brief(editor, reporter, brief):
    for owner in (editor, reporter, None):
        assignment.assign(editor, brief, owner)
    words = [event_words(event) for event in brief.events.filter(verb="assign")]
    assert words == ["left it without an owner", "assigned it to omar", "took it"]
