"""Arabic words as the checks compare them: folding keeps every letter's place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.arabic import fold, stems, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("مُحَمَّد", "محمد"),
        ("الســـلام", "السلام"),
        ("إلى أعلى", "الي اعلي"),
        ("مؤتمر شاطئ مدرسة", "موتمر شاطي مدرسه"),
        ("٣٫٥ و ۱۲", "3.5 و 12"),
        ("اﻷمن", "الامن"),
        ("کابل", "كابل"),
        ("Šİ", "ši̇"),
    ],
)
def test_folds_spellings_of_one_word_to_one(text, folded):
    assert fold(text).text == folded


def test_a_word_knows_where_it_stands_in_the_text_as_written():
    text = "قال مُحَمَّدٌ إنه"
    assert words(text)[1].span.of(text).startswith("مُحَمَّ")


def test_a_ligature_holds_two_letters_at_one_place():
    text = "ﻷمن"
    assert words(text)[0].span.of(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_folded_character_has_a_place_in_order(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= word.span.start < word.span.end <= len(text) for word in words(text))


@pytest.mark.parametrize(
    ("word", "stem"),
    [("والسلام", "سلام"), ("للسلام", "السلام"), ("بمصر", "مصر"), ("وبالقاهره", "قاهره")],
)
def test_stems_take_what_is_written_onto_a_word_away(word, stem):
    assert stem in stems(word)


def test_the_word_itself_is_its_first_stem():
    assert stems("وزير")[0] == "وزير"
