"""Missing, copied and untranslated English."""

import pytest

from summaries.checks.base import Pair, Severity
from summaries.checks.leftovers import Copied, Empty, Untranslated

ARABIC = "افتتح الوزير المدرسة الجديدة في حي النخيل صباح اليوم."


@pytest.mark.parametrize("english", ["", "  ", "…", "“ ”", "\u200f"])
def test_english_without_a_word_is_missing(english):
    (finding,) = Empty().find(Pair(ARABIC, english))
    assert finding.severity is Severity.BLOCKING
    assert finding.arabic[0].of(ARABIC) == ARABIC


@pytest.mark.parametrize(
    ("arabic", "english"),
    [(ARABIC, "A school opened."), ("***", ""), ("", ""), ("2024", "2024"), ("…", "…")],
)
def test_what_has_words_is_not_missing(arabic, english):
    assert not list(Empty().find(Pair(arabic, english)))


def test_a_summary_may_leave_out_anything():
    assert not list(Empty().find(Pair(ARABIC, "", is_summary=True)))


@pytest.mark.parametrize(
    "english",
    [ARABIC, "The minister افتتح المدرسة الجديدة في الحي", "افتتح the school الوزير"],
)
def test_copied_arabic_is_one_finding(english):
    (finding,) = Copied().find(Pair(ARABIC, english))
    assert finding.english
    assert not list(Untranslated().find(Pair(ARABIC, english)))


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("The minister opened the new school in النخيل this morning.", ["النخيل"]),
        (
            "The minister opened المدرسة الجديدة in the town this morning.",
            ["المدرسة الجديدة"],
        ),
        ("The وزير opened the new school in the quarter of نخيل.", ["وزير", "نخيل"]),
    ],
)
def test_single_arabic_words_are_marked(english, words):
    found = list(Untranslated().find(Pair(ARABIC, english)))
    assert [finding.english[0].of(english) for finding in found] == words
    assert not list(Copied().find(Pair(ARABIC, english)))


def test_the_source_of_a_left_word_is_marked_too():
    (finding,) = Untranslated().find(Pair(ARABIC, "He opened a school in the حي النخيل quarter."))
    assert finding.arabic[0].of(ARABIC) == "حي النخيل"


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قالت شركة Orange إن الشبكة تعمل.", "Orange said that the network works."),
        (ARABIC, "The minister opened the new school, 100٪ ready، in the quarter."),
        ("عاد أندرييه إلى ليون", "André returned to Lyon"),
    ],
)
def test_latin_words_in_the_arabic_and_arabic_marks_are_no_leftovers(arabic, english):
    for check in (Copied(), Untranslated()):
        assert not list(check.find(Pair(arabic, english)))
