"""Who gets which letter: by topics and languages, once a wording, as the texts are now."""

from datetime import timedelta

import pytest

from summaries.models import Correction, Letter
from summaries.services.mailing.composing import Composer
from summaries.workflow import Status
from tests.factories import make_edition, make_live, make_revision, make_subscriber, make_topic
from tests.services.mailing.letter_cast import (
    ARABIC_HEADLINE,
    DAY,
    HEADLINE,
    breaking,
    correction,
    daily,
    letter,
    published,
    weekly,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    """A brief about transport, one about culture, one about nothing in particular."""
    return [
        published("Ferries sail", topic=make_topic("transport")),
        published("Museum opens", topic=make_topic("arts")),
        published("Clocks go back"),
    ]


def _headlines(found: Letter) -> list[str]:
    return [held.revision.headline_en for held in found.contents.select_related("revision")]


@pytest.mark.parametrize(
    ("topics", "headlines"),
    [
        ([], ["Ferries sail", "Museum opens", "Clocks go back"]),
        (["transport"], ["Ferries sail", "Clocks go back"]),
        (["transport", "arts"], ["Ferries sail", "Museum opens", "Clocks go back"]),
        (["sports"], ["Clocks go back"]),
    ],
)
def test_a_letter_holds_the_topics_of_its_reader(news, topics, headlines):
    reader = make_subscriber(topics=[make_topic(slug) for slug in topics])
    found = letter(daily(*news), reader)
    assert _headlines(found) == headlines
    for brief in news:
        assert (brief.live.headline_en in found.html) == (brief.live.headline_en in headlines)


def test_nothing_of_their_topics_is_no_letter(news):
    reader = make_subscriber(topics=[make_topic("sports")])
    assert letter(daily(*news[:2]), reader) is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_brief_without_text_in_their_only_language_is_left_out(news, language):
    news[0].live.sentences.all().delete()
    news[0].live.headline_en = ""
    news[0].live.save()
    held = letter(daily(*news), make_subscriber(language=language)).contents.count()
    assert held == (2 if language == "en" else 3)


def test_who_reads_the_same_gets_the_same_letter(news):
    mailing = daily(*news)
    composer = Composer(mailing)
    everything = make_subscriber()
    both_topics = make_subscriber(topics=[make_topic("transport"), make_topic("arts")])
    spoken_to_in_arabic = make_subscriber(language="en", speaks="ar")
    in_english = make_subscriber(language="en")
    assert composer.letter_for(everything) == composer.letter_for(both_topics)
    assert composer.letter_for(spoken_to_in_arabic) == composer.letter_for(in_english)
    assert mailing.letters.count() == 2


def test_the_next_round_finds_the_letter_of_the_last(news):
    mailing = daily(*news)
    assert letter(mailing, make_subscriber()) == letter(mailing, make_subscriber())
    assert mailing.letters.count() == 1


def test_a_composer_asks_once(news, django_assert_max_num_queries, django_assert_num_queries):
    composer = Composer(daily(*news))
    first, second = make_subscriber(), make_subscriber()
    with django_assert_max_num_queries(18):
        composer.letter_for(first)
    with django_assert_num_queries(1):  # The topics of the subscriber.
        composer.letter_for(second)


def test_queries_do_not_grow_with_the_edition(news, django_assert_max_num_queries):
    composer = Composer(daily(*news, *[published(f"Brief {n}") for n in range(9)]))
    reader = make_subscriber()
    with django_assert_max_num_queries(18):
        composer.letter_for(reader)


def test_after_a_correction_there_is_another_letter(news):
    mailing, reader = daily(*news), make_subscriber()
    before = letter(mailing, reader)
    make_live(_rewritten(news[0], "Ferries sail on Friday"))
    after = letter(mailing, reader)
    assert "Ferries sail on Friday" in after.subject
    assert "Ferries sail on Friday" not in Letter.objects.get(pk=before.pk).html
    assert {held.revision_id for held in after.contents.all()} - {
        held.revision_id for held in before.contents.all()
    } == {news[0].live_id}


def test_a_note_alone_makes_another_letter(news):
    mailing, reader = daily(*news), make_subscriber()
    before = letter(mailing, reader)
    Correction.objects.create(
        brief=news[0], revision=news[0].live, note_en="Only the evidence.", note_ar="الأدلة فقط."
    )
    after = letter(mailing, reader)
    assert after != before
    assert "Only the evidence." in after.text


def test_what_was_retracted_is_in_no_letter(news):
    mailing = daily(*news)
    news[0].status = Status.RETRACTED
    news[0].save()
    assert _headlines(letter(mailing, make_subscriber())) == ["Museum opens", "Clocks go back"]
    for brief in news:
        brief.status = Status.RETRACTED
        brief.save()
    assert letter(mailing, make_subscriber()) is None


def test_a_week_is_the_seven_dates_before(news):
    days = {"too old": 8, "oldest": 7, "newest": 1, "today": 0}
    for name, days_ago in days.items():
        make_edition(DAY - timedelta(days=days_ago), published(name))
    make_edition(DAY - timedelta(days=3), published("unpublished"), published=False)
    assert _headlines(letter(weekly(), make_subscriber())) == ["newest", "oldest"]


def test_a_brief_of_two_editions_stands_in_a_week_once(news):
    make_edition(DAY - timedelta(days=2), news[0], news[1])
    make_edition(DAY - timedelta(days=1), news[2], news[0])
    headlines = _headlines(letter(weekly(), make_subscriber()))
    assert headlines == ["Clocks go back", "Ferries sail", "Museum opens"]


def test_a_week_has_fifteen_at_most_and_says_so():
    make_edition(DAY - timedelta(days=1), *[published(f"Brief {n}") for n in range(17)])
    found = letter(weekly(), make_subscriber(language="en"))
    assert found.contents.count() == 15
    assert "2 more briefs on the site" in found.text
    assert "2 more briefs on the site" in found.html


def test_breaking_news_goes_by_topics(news):
    mailing = breaking(news[0])
    assert letter(mailing, make_subscriber(topics=[make_topic("sports")])) is None
    found = letter(mailing, make_subscriber(topics=[make_topic("transport")]))
    assert found.subject == "Breaking: Ferries sail"


def test_a_correction_reaches_whoever_had_the_brief(news):
    """Though their topics are others by now."""
    mailing = correction(news[0])
    found = letter(mailing, make_subscriber(language="en", topics=[make_topic("sports")]))
    assert found.subject == "Correction: Ferries sail"
    assert found.text.count("It was 1,200, not 12,000.") == 1
    assert [held.revision_id for held in found.contents.all()] == [news[0].live_id]


def test_a_correction_that_took_their_language_away_is_told_in_the_other():
    brief = published(headline_ar="", summary_ar="")
    found = letter(correction(brief), make_subscriber(language="ar"))
    assert HEADLINE in found.text
    assert "It was 1,200, not 12,000." in found.text


def test_a_correction_of_what_was_retracted_since_is_not_told():
    brief = published()
    mailing = correction(brief)
    correction(brief, "retraction")
    assert letter(mailing, make_subscriber()) is None


def test_a_retraction_tells_the_headline_and_nothing_of_the_text():
    brief = published()
    found = letter(correction(brief, "retraction"), make_subscriber())
    for part in (found.text, found.html):
        assert HEADLINE in part
        assert ARABIC_HEADLINE in part
        assert "It was 1,200, not 12,000." in part
        assert "1,200 people will travel" not in part
        assert brief.get_absolute_url() in part
    assert [held.brief_id for held in found.contents.all()] == [brief.pk]


def _rewritten(brief, headline: str):
    make_revision(brief, headline=headline)
    return brief
