"""Names are spelled as they were published before."""

import pytest

from summaries.checks.base import Pair
from summaries.models import PublishedName, Segment
from summaries.services import events, findings, publishing, rechecking, segments, spellings
from summaries.services.errors import Blocked
from summaries.workflow import Status
from tests.factories import make_brief
from tests.planted import Planted

pytestmark = pytest.mark.django_db
ARABIC = "قال الوزير سامي الحداد إن المشروع بدأ."


def named(status: Status, english: str):
    """Return a brief whose cited second sentence has a minister by this name."""
    brief = make_brief(status)
    brief.article.segments.filter(line=1, sentence=0).update(
        arabic=ARABIC, english=f"Minister Sami {english} said that the project had begun."
    )
    return brief


def known(brief) -> dict[str, str]:
    pairs = [Pair(one.arabic, one.english) for one in brief.article.segments.all()]
    return spellings.known(brief, pairs)


@pytest.fixture
def published(publisher):
    brief = named(Status.IN_REVIEW, "al-Haddad")
    return publishing.publish(publisher, brief, override="Other sentences do not matter here.")


def test_publishing_keeps_how_names_are_spelled(published):
    english = published.published_names.values_list("english", flat=True)
    assert any("Haddad" in one for one in english)


def test_other_briefs_are_held_to_it_and_its_own_is_not(published):
    other = named(Status.DRAFT, "El-Hadad")
    assert any("Haddad" in english for english in known(other).values())
    assert known(published) == {}


def test_a_retracted_brief_holds_nobody_to_anything(published, publisher):
    other = named(Status.DRAFT, "El-Hadad")
    publishing.retract(publisher, published, "Wrong.")
    assert known(other) == {}


def test_the_newest_spelling_counts_and_a_correction_replaces_its_own(published, publisher):
    publishing.publish(publisher, named(Status.IN_REVIEW, "Hadad"))
    other = named(Status.DRAFT, "al-Haddad")
    assert "Hadad" in known(other).values()
    newest = PublishedName.objects.filter(english="Hadad").get().brief
    segment = newest.article.segments.get(line=1, sentence=0)
    segments.save(publisher, segment, version=0, english=segment.english.replace("Hadad", "Haddad"))
    newest.refresh_from_db()
    publishing.correct(publisher, newest, "A name was wrong.", "كان الاسم خاطئا.")
    assert "Hadad" not in known(other).values()


def test_what_is_refused_keeps_nothing(publisher, checks):
    checks(Planted({"Minister": None}))
    with pytest.raises(Blocked):
        publishing.publish(publisher, named(Status.IN_REVIEW, "al-Haddad"))
    assert not PublishedName.objects.exists()


def test_the_desk_s_own_check_finds_the_other_spelling(real_checks, published):
    assert "spelling" in real_checks.titles()
    other = named(Status.DRAFT, "Hadad")
    Segment.objects.filter(article=other.article, kind="headline").update(english="A project")
    rechecking.recheck(events.locked(other))
    found = [one for one in findings.open_findings(other) if one.check_name == "spelling"]
    assert [one.english for one in found] == ["Hadad"]
    assert "Haddad" in found[0].fix
