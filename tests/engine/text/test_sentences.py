"""Sentence splitting: the table of cases, what must never be lost, and hostile input."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.engine.text import split_sentences

CASES = [
    line.split(" ‖ ")
    for line in Path(__file__).with_name("sentence_cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MARKS = st.text(alphabet='قال ثم.!?؟…،؛:«»"“”()[]1٢٫\nـهد\u064f/@Ab', max_size=200)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_table_has_enough_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize("sentences", CASES, ids=lambda s: s[0][:40])
def test_table(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("glued", "sentences"),
    [
        (
            "انتهت المحادثات.وقال الوزير إنها مثمرة.",
            ["انتهت المحادثات.", "وقال الوزير إنها مثمرة."],
        ),
        ("هل عادوا؟نعم عادوا.", ["هل عادوا؟", "نعم عادوا."]),
        ("الموقع example.org/س؟ص مغلق.", ["الموقع example.org/س؟", "ص مغلق."]),
        ("راجع https://example.org/س?ص وانتظر.", ["راجع https://example.org/س?ص وانتظر."]),
    ],
)
def test_a_forgotten_space_is_mended_outside_addresses(glued, sentences):
    assert split_sentences(glued) == sentences


def test_newlines_always_break():
    assert split_sentences("عنوان فرعي\nنص الفقرة") == ["عنوان فرعي", "نص الفقرة"]


def test_a_quotation_longer_than_a_sentence_can_be_is_split():
    long_quote = "«" + "هذه جملة من جمل كثيرة في خطاب طويل. " * 20 + "»"
    assert len(split_sentences(long_quote)) == 20


def test_one_forgotten_quotation_mark_does_not_join_the_rest():
    text = 'قال إنه "سعيد جدا. ثم غادر. وأعلن "الحزب" موقفه. وانتهى اللقاء.'
    assert "وانتهى اللقاء." in split_sentences(text)


def test_marks_without_words_stay_with_the_sentence_before_them():
    assert split_sentences("انتهى العرض. !") == ["انتهى العرض. !"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_in_nothing_out(text):
    assert split_sentences(text) == []


@settings(deadline=None)  # two busy cores are not a failure
@given(st.one_of(MARKS, st.text(max_size=200)))
def test_no_character_is_lost(text):
    assert bare("".join(split_sentences(text))) == bare(text)


@settings(deadline=None)  # two busy cores are not a failure
@given(st.one_of(MARKS, st.text(max_size=200)))
def test_sentences_are_stripped_and_never_empty(text):
    assert all(s and s == s.strip() for s in split_sentences(text))


@pytest.mark.parametrize(
    "unit", [".", '"', "(", "«", ". ", '"." ', "ا.", "1. ", "د. ", "www.", ".]", "\n", "…", "؟ا"]
)
def test_hostile_input_takes_linear_time(unit):
    start = time.perf_counter()
    split_sentences(unit * (100_000 // len(unit)))
    # A second is measured at most; a quadratic rule would need minutes.
    assert time.perf_counter() - start < 10
