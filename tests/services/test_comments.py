"""Comments: what is kept, who is mentioned, who may."""

import pytest

from summaries.models import Notice
from summaries.services import comments, reshaping
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.texts import MAX_NOTE_CHARACTERS
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def huda():
    return make_user(Role.EDITOR, "huda")


@pytest.fixture
def brief():
    return make_brief()


@pytest.mark.parametrize("status", list(Status))
def test_everybody_of_the_desk_comments_in_every_state(status):
    reporter, brief = make_user(Role.REPORTER), make_brief(status)
    comment = comments.add(reporter, brief, "Who said that?")
    assert list(brief.comments.all()) == [comment]


def test_a_comment_is_about_the_brief_or_one_of_its_sentences(huda, brief):
    segment = brief.article.segments.last()
    assert comments.add(huda, brief, "Which pier?", segment=segment).segment == segment
    assert comments.add(huda, brief, "Nice.").segment is None
    with pytest.raises(Invalid, match="another article"):
        comments.add(huda, brief, "Hm", segment=make_brief().article.segments.first())


def test_a_sentence_that_was_joined_away_meanwhile_gets_no_comment(huda, brief):
    first, second = brief.article.segments.filter(line=1)
    reshaping.merge(huda, first, version=0)
    with pytest.raises(Invalid, match="not there any more"):
        comments.add(huda, brief, "Which pier?", segment=second)
    assert not brief.comments.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "\u202e\u200b", "x" * (MAX_NOTE_CHARACTERS + 1)])
def test_empty_and_endless_comments_are_refused(huda, brief, text):
    with pytest.raises(Invalid):
        comments.add(huda, brief, text)
    assert not brief.comments.exists()


def test_what_reverses_text_is_taken_out_and_lines_stay(huda, brief):
    comment = comments.add(huda, brief, "One\u202e\r\n\r\nTwo\x00")
    assert comment.text == "One\nTwo"


def test_a_stranger_may_not_comment(brief):
    with pytest.raises(NotAllowed):
        comments.add(make_user(None), brief, "Hello")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@omar look", ["omar"]),
        ("Ask @OMAR.", ["omar"]),
        ("(@omar, @r.saad)", ["omar", "r.saad"]),
        ("@r.saad. @abu-zayd- @top_desk!", ["abu-zayd", "r.saad", "top_desk"]),
        ("@r", []),
        ("@omar2 and @oma", []),
        ("omar@example.org", []),
        ("@@omar", []),
        ("هل راجعتَ هذا يا @سلمى، أم @omar؟", ["omar", "سلمى"]),
        ("@nadia @gone", []),
        ("@omar @omar", ["omar"]),
    ],
)
def test_people_of_the_desk_are_mentioned_by_username(text, names):
    for name in ("omar", "r.saad", "abu-zayd", "top_desk", "سلمى"):
        make_user(Role.REPORTER, name)
    make_user(None, "nadia")
    gone = make_user(Role.EDITOR, "gone")
    gone.is_active = False
    gone.save()
    assert sorted(user.username for user in comments.mentioned_in(text)) == names


def test_who_is_mentioned_is_told_once_and_never_oneself(huda, brief):
    omar = make_user(Role.REPORTER, "omar")
    comment = comments.add(huda, brief, "@omar @Omar and I, @huda")
    assert set(comment.mentions.all()) == {omar, huda}
    notice = Notice.objects.get()
    assert (notice.recipient, notice.comment, notice.kind) == (omar, comment, "mentioned")


def test_the_history_names_the_comment_and_does_not_repeat_it(huda, brief):
    comments.add(huda, brief, "Long " * 100)
    event = brief.events.first()
    assert (event.verb, event.actor) == ("comment", huda)
    assert len(event.data["text"]) == comments.EXCERPT_CHARACTERS


def test_resolving_and_reopening_are_kept_and_recorded_once(huda, brief):
    comment = comments.add(huda, brief, "Check the number")
    salma = make_user(Role.PUBLISHER, "salma")
    for _press in range(2):
        comments.resolve(salma, comment)
    comment.refresh_from_db()
    assert comment.resolved_by == salma
    assert comment.resolved_at is not None
    for _press in range(2):
        comments.reopen(huda, comment)
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_at) == (None, None)
    verbs = list(brief.events.values_list("verb", flat=True))
    assert verbs[:3] == ["comment_reopened", "comment_resolved", "comment"]


@pytest.mark.parametrize("change", [comments.resolve, comments.reopen])
def test_a_stranger_resolves_nothing(huda, brief, change):
    comment = comments.add(huda, brief, "Check the number")
    with pytest.raises(NotAllowed):
        change(make_user(None), comment)
