"""Letters of the wrong script and hidden direction marks."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.scripts import Bidi, MixedScript

ARABIC = "زار الوفد الميناء."


@pytest.mark.parametrize(
    ("english", "word", "fix"),
    [
        ("The Pоrt was visited.", "Pоrt", "Port"),  # Cyrillic о
        ("The delegatiοn came.", "delegatiοn", "delegation"),  # Greek ο
        ("The delegation visited the порт.", "порт", None),
        ("The delegation visited the 港口 today.", "港口", None),
        ("The delegжation came.", "delegжation", None),
    ],
)
def test_foreign_letters_are_marked(english, word, fix):
    (finding,) = MixedScript().find(Pair(ARABIC, english))
    assert finding.english[0].of(english) == word
    assert finding.fix == fix


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (ARABIC, "The délégation visited Şırnak’s harbour."),
        (ARABIC, "It emits α particles of 5 µm."),
        ("كتب على اللوحة Порт.", "The sign said Порт."),
        ("قالت شبكة الـCNN إن بـBBC خللا", "CNN said there was a fault at the BBC"),
    ],
)
def test_what_belongs_is_left_alone(arabic, english):
    assert not list(MixedScript().find(Pair(arabic, english)))


def test_latin_letters_within_an_arabic_word():
    arabic = "زار الوفد الميnاء أمس."
    (finding,) = MixedScript().find(Pair(arabic, "The delegation visited the port."))
    assert finding.arabic[0].of(arabic) == "الميnاء"
    assert not list(MixedScript().find(Pair(arabic, "They came.", is_summary=True)))


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_direction_marks_are_found_in_both_texts(mark):
    english = f"The port{mark} was visited."
    (finding,) = Bidi().find(Pair(ARABIC, english))
    assert finding.english[0].of(english) == mark
    assert finding.fix == ""
    (finding,) = Bidi().find(Pair(f"{mark}{ARABIC}{mark}", "The port was visited."))
    assert len(finding.arabic) == 2
    assert finding.fix is None


def test_joiners_and_letter_marks_are_no_direction_marks():
    assert not list(Bidi().find(Pair("می\u200cخواهم\u200f", "I want.")))
