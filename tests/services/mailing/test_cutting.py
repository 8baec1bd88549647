"""Texts end where a sentence or a word ends, and say that more follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.services.mailing.cutting import excerpt, shortened

LINES = ("Ferries sail.", "Piers are damaged.", "Boats wait.")


@pytest.mark.parametrize(
    ("limit", "texts", "is_cut"),
    [
        (None, LINES, False),
        (42, LINES, False),
        (41, LINES[:2], True),
        (31, LINES[:2], True),
        (30, LINES[:1], True),
        (13, LINES[:1], True),
        (12, ("Ferries…",), True),
        (5, ("Ferr…",), True),
        (0, (), True),
    ],
)
def test_whole_sentences_stay(limit, texts, is_cut):
    assert excerpt(LINES, limit) == (texts, is_cut)


@pytest.mark.parametrize("limit", [None, 0, 10])
def test_nothing_is_not_cut(limit):
    assert excerpt([], limit) == ((), False)


def test_arabic_ends_after_a_word_without_its_comma():
    assert shortened("أبحرت العبّارات، وعادت القوارب", 20) == "أبحرت العبّارات…"


@given(st.lists(st.text(max_size=40), max_size=6), st.integers(0, 120))
def test_an_excerpt_has_room_and_is_the_beginning(texts, limit):
    found = excerpt(texts, limit)
    assert sum(map(len, found.texts)) <= limit
    assert found.is_cut or found.texts == tuple(texts)
    for kept, whole in zip(found.texts, texts, strict=False):
        assert whole.startswith(kept.removesuffix("…"))


@given(st.text(max_size=60), st.integers(1, 50))
def test_what_is_shortened_has_room(text, limit):
    assert len(shortened(text, limit)) <= limit
