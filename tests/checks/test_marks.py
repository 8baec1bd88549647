"""Quotation marks, brackets and ends of sentences."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.marks import Brackets, CutOff, Quotes

PLAIN = "قال رئيس البلدية إن الجسر سيفتح غدا أمام السيارات."
QUOTED = "قال رئيس البلدية: «سنفتح الجسر غدا أمام جميع السيارات والحافلات»."


@pytest.mark.parametrize(
    ("english", "mark"),
    [
        ("The bridge (the old one will open.", "("),
        ("The bridge the old one) will open.", ")"),
        ("The bridge [the old one) will open.", "[)"),
        ("The bridge {the old one will open.", "{"),
    ],
)
def test_brackets_without_a_partner_are_marked(english, mark):
    found = list(Brackets().find(Pair(PLAIN, english)))
    assert "".join(finding.english[0].of(english) for finding in found) == mark


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (PLAIN, "The bridge (the old [one]) will open (tomorrow)."),
        (PLAIN, "a) the bridge, 2) the road, iv) the port"),
        ("فتح الجسر (القديم", "The (old bridge opened"),
    ],
)
def test_brackets_that_pair(arabic, english):
    assert not list(Brackets().find(Pair(arabic, english)))


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (QUOTED, "The mayor said: “We will open the bridge tomorrow to all cars and buses."),
        (QUOTED, 'We will open the bridge tomorrow," the mayor said.'),
        (PLAIN, 'The "mayor" said the bridge "will open tomorrow.'),
    ],
)
def test_a_missing_quotation_mark(arabic, english):
    (finding,) = Quotes().find(Pair(arabic, english))
    assert "missing" in finding.message
    assert finding.english[0].of(english) in '“"'


def test_a_quotation_that_lost_its_marks():
    english = "The mayor said that they would open the bridge tomorrow to all cars and buses."
    (finding,) = Quotes().find(Pair(QUOTED, english))
    assert finding.arabic[0].of(QUOTED).startswith("سنفتح الجسر")


def test_a_quotation_nobody_marked():
    english = "The mayor said: “We will open the bridge tomorrow to cars.”"
    (finding,) = Quotes().find(Pair(PLAIN, english))
    assert finding.english[0].of(english) == "We will open the bridge tomorrow to cars."


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (QUOTED, "“We will open the bridge tomorrow to all cars and buses,” said the mayor."),
        (QUOTED, "The mayor said: 'We will open the bridge tomorrow to all cars and buses.'"),
        (
            "زار الوفد سفينة «الأمل» في الميناء.",
            "The delegation visited the ship Hope there.",
        ),
        (PLAIN, "The 6'2\" mayor said the bridge would open."),
        (
            PLAIN,
            "“The bridge will open tomorrow, said the mayor.",
        ),  # closed later
        ("قال: «الجسر مفتوح", "He said: “The bridge is open"),
    ],
)
def test_quotation_marks_that_agree(arabic, english):
    assert not list(Quotes().find(Pair(arabic, english)))


@pytest.mark.parametrize(
    ("arabic", "english", "word"),
    [
        (PLAIN, "The mayor said that the bridge will", "will"),
        (PLAIN, "The mayor said the", "the"),
        (PLAIN, "The mayor said that the bridge to the city would open tomorrow to", "to"),
        ("البلدية تفتح الجسر", "Town to open bridge and", "and"),
    ],
)
def test_english_that_stops_in_the_middle(arabic, english, word):
    (finding,) = CutOff().find(Pair(arabic, english))
    assert finding.english[0].of(english) == word


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (PLAIN, "The mayor said that the bridge will open tomorrow."),
        (PLAIN, "The mayor said, “The bridge will open to cars tomorrow.”"),
        (PLAIN, "The mayor said that the bridge will open to cars and buses tomorrow"),
        ("البلدية تفتح الجسر غدا", "Town opens bridge tomorrow"),
        ("من يشارك؟", "Who takes part?"),
        ("أولا:", "First:"),
        (PLAIN, ""),
    ],
)
def test_english_that_ends(arabic, english):
    assert not list(CutOff().find(Pair(arabic, english)))


def test_a_summary_sentence_must_end():
    pair = Pair(PLAIN, "The mayor said that the bridge", is_summary=True)
    assert [finding.check for finding in CutOff().find(pair)] == ["cut_off"]
