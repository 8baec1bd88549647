"""Words of the full-text index: what finds what."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.engine.text.wordforms import MOST_CHARACTERS, index_words, query_words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("أحمد", "احمد"),
        ("آثار", "الاثار القديمة"),
        ("مدرسه", "المدرسة"),
        ("مُسْتَشْفَى", "مستشفي"),
        ("مســـتشفى", "مستشفى"),
        ("٢٠٢٤", "عام 2024"),
        ("2024", "عام ٢٠٢٤"),
        ("الوزير", "وزير"),
        ("وزير", "الوزير"),
        ("وزير", "والوزير"),
        ("وزير", "للوزير"),
        ("الوزير", "بالوزير"),
        ("وزير", "فللوزير"),
        ("لبنان", "ولبنان"),
        ("لبنان", "وبلبنان"),
        ("الله", "بسم الله"),
        ("FERRIES", "The ferries, resumed."),
        ("1,200", "about 1,200 people"),
        ("1200", "about 1,200 people"),
        ("١٬٢٠٠", "about 1,200,000 or 1200 people"),
        ("1,20", "articles 1,20 and 5"),
        ("كابول", "كابول"),
    ],
)
def test_finds(query, text):
    assert set(query_words(query)) <= index_words(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("وزير", "زير النساء"),
        ("علم", "عمل"),
        ("كتاب", "تاب"),
        ("ولد", "لدى"),
        ("200", "1200"),
        ("200", "1,200"),
        ("1", "1,200,000"),
    ],
)
def test_does_not_find(query, text):
    assert not set(query_words(query)) <= index_words(text)


def test_a_prefix_of_a_word_with_the_article_is_kept():
    assert any(word.startswith("الو") for word in index_words("والوزير"))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_words_are_letters_and_digits_and_every_text_finds_itself(text):
    words = query_words(text)
    assert all(word.isalnum() and len(word) <= MOST_CHARACTERS for word in words)
    assert len(words) == len(set(words))
    assert set(words) <= index_words(text)


def test_every_word_is_one_token_of_the_index():
    index = sqlite3.connect(":memory:")
    index.execute(
        "CREATE VIRTUAL TABLE search USING fts5"
        "(words, detail = column, tokenize = 'unicode61 remove_diacritics 0')"
    )
    # A quoted word of two tokens is a phrase, which this index refuses.
    for code in (*range(0x80, 0xD800), *range(0xF900, 0x20000)):
        for word in query_words(f"ab{chr(code)}cd") if chr(code).isalnum() else ():
            index.execute("SELECT rowid FROM search WHERE words MATCH ?", (f'"{word}"',))


@pytest.mark.parametrize("word", ["عالمية", "رسالتهم", "مبالغة", "بكالوريا"])
def test_an_article_inside_a_word_is_part_of_it(word):
    assert set(query_words(word)) <= index_words(word)
