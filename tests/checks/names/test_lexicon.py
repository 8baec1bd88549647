"""Ordinary words of both languages."""

import pytest

from summaries.checks.names.lexicon import is_arabic, is_english, is_rare_english


@pytest.mark.parametrize("word", ["supreme", "court", "parties", "labour"])
def test_english_words(word):
    assert is_english(word)


@pytest.mark.parametrize("word", ["lindqvist", "damascus"])
def test_no_english_words(word):
    assert not is_english(word)


@pytest.mark.parametrize("word", ["intergovernmental", "transantarctic", "transportaion"])
def test_rare_words_and_slips(word):
    assert is_rare_english(word)


@pytest.mark.parametrize("word", ["المدرسه", "وسيكتبون", "للحكومه", "كتابها"])
def test_arabic_words(word):
    assert is_arabic(word)


@pytest.mark.parametrize("word", ["زيلينسكي", "غراوند"])
def test_no_arabic_words(word):
    assert not is_arabic(word)
