"""Words said over and over."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.repetition import Repetition

ARABIC = "قال الوزير إن الحكومة لن ترفع الضرائب هذا العام."


@pytest.mark.parametrize(
    ("english", "loop"),
    [
        ("He said the the the the taxes stay.", "the the the the"),
        ("Taxes, said the minister, said the minister, said the minister.", None),
        (
            "It is to wait and to wait and to wait and go.",
            "to wait and to wait and to wait and",
        ),
    ],
)
def test_the_loop_is_marked(english, loop):
    (finding,) = Repetition().find(Pair(ARABIC, english))
    marked = finding.english[0].of(english)
    assert marked == loop if loop else "said the minister, said" in marked


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (ARABIC, "The minister said that the government would not raise taxes this year."),
        (ARABIC, "It was a very, very, very long day."),
        ("لا لا لا لا للحرب", "No, no, no, no to war"),
        (ARABIC, ""),
    ],
)
def test_what_the_arabic_repeats_too_is_fine(arabic, english):
    assert not list(Repetition().find(Pair(arabic, english)))


def test_a_long_loop_is_shortened_in_the_message():
    english = "a b c d e f " * 40
    (finding,) = Repetition().find(Pair(ARABIC, english))
    assert len(finding.message) < 120
