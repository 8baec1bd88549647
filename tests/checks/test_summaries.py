"""Evidence and quotations of summary sentences."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.summaries import Evidence, Quotation

ARABIC = "قالت المديرة: «المدرسة للجميع».\nوبدأ العمل أمس."
SOURCE = "The director said, “The school is for everyone’s children.”\nWork began yesterday."


def summary(english, evidence=(0,)):
    return Pair(ARABIC, english, is_summary=True, source_english=SOURCE, evidence=evidence)


def test_a_sentence_without_evidence_is_marked_whole():
    english = "A hospital was built. "
    (finding,) = Evidence().find(summary(english, evidence=()))
    assert finding.english[0].of(english) == "A hospital was built."


@pytest.mark.parametrize(
    "pair",
    [
        summary("Work began yesterday."),
        summary("  ", evidence=()),
        Pair(ARABIC, "Work began."),
    ],
)
def test_evidence_is_only_asked_of_summary_sentences(pair):
    assert not list(Evidence().find(pair))


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("She said “the school is for all children.”", "the school is for all children."),
        ('She called it "everyone\'s school".', "everyone's school"),
        ("It is ‘open to nobody’, she said.", "open to nobody"),
        ("She said “chool is for”.", "chool is for"),
    ],
)
def test_words_that_nobody_said(english, words):
    (finding,) = Quotation().find(summary(english))
    assert finding.english[0].of(english) == words


@pytest.mark.parametrize(
    "pair",
    [
        summary("“The school is for everyone's children,” she said."),
        summary('The director said "the  School" is for "everyone’s children."'),
        summary("Work began, and it doesn't stop at the director's door."),
        Pair(ARABIC, "She said “something else”.", source_english=SOURCE),
    ],
)
def test_words_that_are_in_the_article(pair):
    assert not list(Quotation().find(pair))
