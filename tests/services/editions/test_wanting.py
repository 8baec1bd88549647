"""What is wanting in an edition."""

import pytest
from django.utils import translation

from summaries.models import ReaderReport, Segment, Story
from summaries.services.editions import wanting
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision

pytestmark = pytest.mark.django_db


def codes(briefs, intro_en="", intro_ar="", **more) -> list[str]:
    return [w.code for w in wanting.of([b.pk for b in briefs], intro_en, intro_ar, **more)]


@pytest.fixture
def three():
    return [make_brief(Status.PUBLISHED) for _n in range(3)]


def test_a_whole_edition_wants_nothing(three):
    assert codes(three) == []
    assert codes(three, "Good morning.", "صباح الخير.") == []


@pytest.mark.parametrize(
    ("english", "arabic", "wanted"),
    [("Good morning.", "", ["intro_ar"]), ("", "صباح الخير.", ["intro_en"])],
)
def test_an_introduction_in_one_language_is_said(three, english, arabic, wanted):
    assert codes(three, english, arabic) == wanted


def test_a_short_one_is_said_with_its_number(three):
    assert codes(three[:2]) == ["few:2"]
    assert "2 briefs only" in wanting.in_words(["few:2"])[0]


def test_an_empty_one_cannot_be_accepted():
    wants = wanting.of([], "", "")
    assert [w.code for w in wants] == ["empty"]
    assert wanting.unaccepted(wants, ["empty"]) == wants


def test_what_readers_cannot_see_does_not_count(three):
    draft, gone = make_brief(Status.DRAFT), make_brief(Status.RETRACTED)
    assert codes([draft, gone]) == ["empty"]
    assert codes([*three, gone]) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"headline_en": ""}, "english"),
        ({"headline_ar": ""}, "arabic"),
        ({"summary_ar": ""}, "arabic"),
    ],
)
def test_a_brief_in_one_language_is_named(three, changes, kind):
    for name, value in changes.items():
        setattr(three[1].live, name, value)
    three[1].live.save()
    assert codes(three) == [f"{kind}:{three[1].pk}"]


def test_an_english_headline_without_a_summary_is_no_text(three):
    three[0].live.sentences.all().delete()
    assert codes(three) == [f"english:{three[0].pk}"]


def test_work_that_readers_do_not_see_yet_is_named(three):
    make_revision(three[0], headline="A newer headline")
    link = three[1].live.sentences.first().evidence.first()
    Segment.objects.filter(pk=link.segment_id).update(english="Put otherwise.")
    assert codes(three) == [f"changed:{three[0].pk}", f"changed:{three[1].pk}"]


def test_a_report_that_nobody_decided_about_is_named(three):
    report = ReaderReport.objects.create(brief=three[2], revision=three[2].live, text="Wrong.")
    assert codes(three) == [f"reported:{three[2].pk}"]
    report.closed_at = report.created_at
    report.save()
    assert codes(three) == []


def test_a_brief_of_another_edition_is_named_and_its_own_is_none(three):
    edition = make_edition(None, three[0])
    assert codes(three) == [f"again:{three[0].pk}"]
    assert codes(three, edition=edition) == []


def test_the_second_brief_of_a_story_is_named(three):
    story = Story.objects.create()
    for brief in three[1:]:
        brief.story = story
        brief.save()
    assert codes(three) == [f"story:{three[2].pk}"]


def test_only_what_was_accepted_by_its_code_passes(three):
    wants = wanting.of([three[0].pk], "Hello.", "")
    assert [w.code for w in wanting.unaccepted(wants, ["few:1"])] == ["intro_ar"]
    assert wanting.unaccepted(wants, ["few:1", "intro_ar"]) == []


def test_codes_say_their_brief_in_the_language_of_the_page(three):
    code = f"changed:{three[0].pk}"
    assert three[0].live.headline_en in wanting.in_words([code])[0]
    with translation.override("ar"):
        assert three[0].live.headline_ar in wanting.in_words([code])[0]
    assert "(deleted)" in wanting.in_words(["again:999"])[0]


def test_every_code_has_words():
    kinds = ["empty", "late", "few:1", "intro_en", "intro_ar"]
    named = ["english", "arabic", "changed", "reported", "again", "story"]
    assert all(wanting.in_words([*kinds, *(f"{kind}:1" for kind in named)]))


def test_it_costs_the_same_queries_however_many(django_assert_num_queries):
    for number in (3, 6):
        keys = [make_brief(Status.PUBLISHED).pk for _n in range(number)]
        with django_assert_num_queries(4):
            wanting.of(keys, "Hello.", "مرحبا.")
