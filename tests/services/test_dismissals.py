"""Which findings a decision holds for, and that it holds for one of them only."""

import pytest

from summaries.checks.base import Severity
from summaries.models.finding import Place
from summaries.services import (
    dismissals,
    events,
    findings,
    gate,
    rechecking,
    segments,
    term_changes,
)
from summaries.services.errors import NotAllowed
from summaries.services.term_changes import Wording
from summaries.workflow import Status
from tests.factories import make_brief
from tests.planted import Planted

from .test_editorial import save as save_text

pytestmark = pytest.mark.django_db
REASON = "The source says so twice."
ALEPPO = "Then five people died in Aleppo on Monday."
DAMASCUS = "Then five people died in Damascus on Monday."


@pytest.fixture
def brief():
    return make_brief(Status.IN_REVIEW)


def looked_at(brief, person=None, sentences=None) -> list:
    """Look at the brief, with these sentences for its summary if given; return what is open."""
    if sentences:
        save_text(person, brief, sentences=sentences)
    rechecking.recheck(events.locked(brief))
    brief.refresh_from_db()
    return findings.open_findings(brief)


def of_summary(found) -> list[str]:
    return [one.text for one in found if one.place == Place.SUMMARY]


@pytest.mark.parametrize(
    ("words", "text", "times"),
    [
        ("5", "5 of 2015 and 15.5", 1),
        ("one", "Someone has one; no one else.", 2),
        ("5", "5, 5. (5) 1.5 5,000", 3),
        ("(", "((", 2),
        ("five", "", 0),
        ("", "five", 0),
        ("12 engineers", "12 engineers. 112 engineers", 1),
    ],
)
def test_words_are_counted_whole(words, text, times):
    assert dismissals.count(words, text) == times


class TestOneForEach:
    def test_two_sentences_alike_take_two_decisions(self, brief, editor, checks):
        checks(Planted({"five": None}))
        first, second, *_rest = looked_at(brief, editor, [ALEPPO, DAMASCUS])
        findings.dismiss(editor, first, REASON)
        assert of_summary(looked_at(brief)) == [DAMASCUS]
        findings.dismiss(editor, second, REASON)
        assert of_summary(looked_at(brief)) == []

    def test_it_goes_to_none_while_its_own_sentence_stands(self, brief, editor, checks):
        checks(Planted({"five": None}))
        findings.dismiss(editor, looked_at(brief, editor, [ALEPPO])[0], REASON)
        assert of_summary(looked_at(brief, editor, [DAMASCUS, ALEPPO])) == [DAMASCUS]

    def test_it_goes_to_the_one_most_like_it_once_that_is_gone(self, brief, editor, checks):
        checks(Planted({"five": None}))
        findings.dismiss(editor, looked_at(brief, editor, [ALEPPO])[0], REASON)
        nearer = ALEPPO.replace("Monday", "a Monday")
        assert of_summary(looked_at(brief, editor, [DAMASCUS, nearer])) == [DAMASCUS]

    def test_the_very_same_sentence_twice_takes_two(self, brief, editor, checks):
        checks(Planted({"five": None}))
        findings.dismiss(editor, looked_at(brief, editor, [ALEPPO, ALEPPO])[0], REASON)
        (left,) = [f for f in looked_at(brief) if f.place == Place.SUMMARY]
        findings.dismiss(editor, left, REASON)
        assert of_summary(looked_at(brief)) == []


class TestTakingBack:
    def test_another_s_decision_about_another_sentence_stays(
        self, brief, editor, publisher, checks
    ):
        checks(Planted({"five": None}))
        first, second, *_rest = looked_at(brief, editor, ["Now five ships sank.", ALEPPO])
        mine = findings.dismiss(editor, first, REASON)
        other = findings.dismiss(publisher, second, REASON)
        findings.reopen(editor, mine)
        assert of_summary(looked_at(brief)) == ["Now five ships sank."]
        assert brief.dismissals.filter(pk=other.pk).exists()

    def test_a_reporter_takes_no_editor_s_decision_back(self, reporter, editor, checks, settings):
        brief = make_brief(Status.DRAFT)
        checks(Planted({"five": None}, severity=Severity.WARNING))
        early = findings.dismiss(reporter, looked_at(brief)[0], REASON)
        settings.CHECK_SEVERITY = ["number=blocking"]
        late = findings.dismiss(editor, looked_at(brief)[0], REASON)
        findings.reopen(reporter, early)
        assert looked_at(brief) == []
        settings.CHECK_SEVERITY = []
        assert looked_at(brief) == []
        with pytest.raises(NotAllowed):
            findings.reopen(reporter, late)
        assert brief.dismissals.get() == late

    def test_an_older_one_does_not_come_in_its_place(self, reporter, editor, checks, settings):
        brief = make_brief(Status.DRAFT)
        checks(Planted({"five": None}, severity=Severity.WARNING))
        findings.dismiss(reporter, looked_at(brief)[0], REASON)
        settings.CHECK_SEVERITY = ["number=blocking"]
        late = findings.dismiss(editor, looked_at(brief)[0], REASON)
        settings.CHECK_SEVERITY = []
        assert looked_at(brief) == []
        findings.reopen(editor, late)
        assert len(looked_at(brief)) == 1


class TestHolding:
    @pytest.fixture
    def third(self, brief):
        return brief.article.segments.get(english__startswith="Two of five")

    def write(self, actor, segment, english: str) -> None:
        segment.refresh_from_db()
        segments.save(actor, segment, version=segment.version, english=english)

    def test_another_number_with_the_same_digit_matters_not(self, brief, third, editor, checks):
        checks(Planted({"5 piers": None}))
        self.write(editor, third, "Some 5 piers were damaged.")
        findings.dismiss(editor, findings.open_findings(brief)[0], REASON)
        self.write(editor, third, "In 2015 some 5 piers were damaged, and 15 piers closed.")
        assert [one.occurrence for one in looked_at(brief)] == [1], "only that of “15 piers”"

    def test_the_same_words_in_quite_another_sentence_are_asked_about(
        self, brief, third, editor, checks
    ):
        checks(Planted({"12": None}))
        self.write(editor, third, "Two of five piers were damaged, according to 12 engineers.")
        findings.dismiss(editor, findings.open_findings(brief)[0], REASON)
        self.write(editor, third, "Two of five piers were damaged, 12 engineers said.")
        assert looked_at(brief) == []
        self.write(editor, third, "12 engineers were killed.")
        assert len(looked_at(brief)) == 1
        self.write(editor, third, "According to 12 engineers")
        assert looked_at(brief) == [], "it is a part of the sentence that was decided on"

    def test_another_agreed_term_is_another_finding(self, brief, editor, settings, real_checks):
        settings.CHECK_SEVERITY = ["glossary=blocking"]
        term = term_changes.add(editor, Wording("رصيفان", "two berths", ("two docks",)))
        looked_at(brief)
        (found,) = [one for one in gate.blocking(brief) if one.check_name == "glossary"]
        findings.dismiss(editor, found, REASON)
        assert "glossary" not in {one.check_name for one in looked_at(brief)}
        term_changes.edit(editor, term, Wording("رصيفان", "two quays"), reason=REASON)
        assert "glossary" in {one.check_name for one in looked_at(brief)}
