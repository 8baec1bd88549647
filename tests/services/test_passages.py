"""What readers can point at, and which version they mean."""

import pytest

from summaries.models import SummarySentence
from summaries.services import passages
from summaries.workflow import Status
from tests.factories import make_brief, make_live, make_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief(Status.PUBLISHED)


def test_headlines_and_sentences_of_both_languages(brief):
    found = passages.of(brief.live)
    assert [one.code for one in found] == [
        *("en-0", "en-1", "en-2", "en-3"),
        *("ar-0", "ar-1", "ar-2", "ar-3"),
    ]
    assert [one.position for one in found] == [None, 0, 1, 2] * 2
    assert found[0].text == brief.live.headline_en
    assert found[2].text == brief.live.sentences.get(position=1).text
    assert found[6].text == brief.live.arabic_paragraphs[1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_in_one_language_offers_that_one(brief, language):
    assert {one.language for one in passages.of(brief.live, language)} == {language}


def test_arabic_that_does_not_go_along_has_no_position(brief):
    SummarySentence.objects.filter(revision=brief.live, position=2).delete()
    arabic = passages.of(brief.live, "ar")
    assert len(arabic) == 4
    assert {one.position for one in arabic} == {None}


class TestSeenByReaders:
    """A number leads to a version only if readers ever had it."""

    def _publish(self, brief, verb="publish"):
        make_live(brief)
        brief.events.create(verb=verb, data={"revision": brief.live.number})

    def test_the_version_before_a_correction_is_still_known(self, brief):
        self._publish(brief)
        first = brief.live
        make_revision(brief, headline="Put right")
        self._publish(brief, "correct")
        assert passages.seen_by_readers(brief, str(first.number)) == first

    def test_a_draft_is_given_to_nobody_who_guesses_its_number(self, brief):
        self._publish(brief)
        draft = make_revision(brief, headline="Secret so far")
        assert passages.seen_by_readers(brief, str(draft.number)) == brief.live

    @pytest.mark.parametrize("number", ["", "x", "-1", "1" * 40, "²", "١", "7"])
    def test_what_is_no_number_means_what_readers_see_now(self, brief, number):
        self._publish(brief)
        assert passages.seen_by_readers(brief, number) == brief.live
