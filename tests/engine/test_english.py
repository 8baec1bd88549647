"""English sentence splitting, words and stems."""

from __future__ import annotations

import pytest

from summaries.engine import english

SPLITS = [
    ["Mr. Hadi met Dr. Smith.", "They talked."],
    ["He lives in the U.S. with his family.", "She does not."],
    ["U.N. Secretary-General Guterres spoke.", "It was late."],
    ["It left the U.N.", "The vote was close."],
    ["Prices rose 3.5 percent.", "Wages did not."],
    ["J. K. Rowling wrote it.", "Gen. Patrick Ryder read it."],
    ['"We will wait," he said.', "Nobody answered."],
    ['He said "Go."', "Then she left."],
    ["Was it late?", "Yes!", "They left at 5 p.m. on Sunday."],
    ["The Jan. 5 meeting in St. Louis failed."],
]


@pytest.mark.parametrize("expected", SPLITS)
def test_sentences_are_split_where_they_end(expected):
    assert list(english.sentences(" ".join(expected))) == expected


def test_a_line_break_ends_a_sentence():
    assert english.sentences("One headline\n\nA sentence. ") == ("One headline", "A sentence.")


@pytest.mark.parametrize(
    ("sentence", "finished"),
    [
        ("It ended.", True),
        ('He said "it ended."', True),
        ("Did it end?", True),
        ("It went on and", False),
        ("It went on...", False),
        ("", False),
    ],
)
def test_a_cut_sentence_is_recognised(sentence, finished):
    assert english.is_finished(sentence) is finished


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ministers", "minister"),
        ("cities", "city"),
        ("stopped", "stopping"),
        ("created", "create"),
        ("clashes", "clash"),
        ("quickly", "quick"),
        ("losses", "loss"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert english.stem(one) == english.stem(other)


@pytest.mark.parametrize(("one", "other"), [("analysis", "analysi"), ("bus", "bu"), ("king", "k")])
def test_different_words_keep_different_stems(one, other):
    assert english.stem(one) != english.stem(other)


def test_words_are_folded_and_lose_the_possessive():
    assert english.words("Erdoğan’s 5,000 soldiers' boots") == [
        "erdogan",
        "5",
        "000",
        "soldiers",
        "boots",
    ]
