"""Tables of broken and sound translations."""

import pytest

from summaries.engine.degenerate import find_flags, looping, severity
from summaries.engine.types import Flag

LONG = "قال الوزير إن الحكومة لن ترفع الضرائب على المواطنين هذا العام رغم الأزمة"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (LONG, "The minister said the government would not raise taxes this year."),
        ("لا.", "No."),
        ("عاجل", "Breaking news"),
        ("", ""),
        ("...", "..."),
        ("ارتفع 3.2% في 2021", "It rose 3.2% in 2021"),
        ("لا لا لا لا للحرب", "No, no, no, no to war"),
        ("كان يوما طويلا جدا جدا", "It was a very, very, very long day"),
        ("وصل وفد من جمعية «السلام»", "A delegation of the «السلام» association arrived"),
        (
            "زار الوزير القاهرة وزار الوزير عمان وزار الوزير بغداد",
            "The minister visited Cairo and the minister visited Amman and he visited Baghdad",
        ),
    ],
)
def test_sound_translations_have_no_flags(source, target):
    assert find_flags(source, target) == ()


@pytest.mark.parametrize(
    ("source", "target", "flag"),
    [
        (LONG, "", Flag.EMPTY),
        (LONG, " ... ", Flag.EMPTY),
        (LONG, "The the the the the government will not raise taxes", Flag.REPETITION),
        (LONG, "He said that he said that he said that he said", Flag.REPETITION),
        (
            LONG,
            "taxes rose and fell, taxes rose and stood, taxes rose and fell, taxes rose and stood, "
            "taxes rose and fell, taxes rose and stood, taxes rose and fell",
            Flag.REPETITION,
        ),
        (LONG, LONG, Flag.SOURCE_COPIED),
        (LONG, "The minister قال إن الحكومة لن ترفع", Flag.SOURCE_COPIED),
        (LONG, "Taxes stay.", Flag.TOO_SHORT),
        (
            "لا تعليق",
            "There was no comment from anyone at all about this or any other matter that could "
            "have been raised",
            Flag.TOO_LONG,
        ),
    ],
)
def test_broken_translations_are_flagged(source, target, flag):
    assert flag in find_flags(source, target)


def test_a_translation_without_an_end_is_cut_off():
    assert find_flags("لا تعليق", "No comment", finished=False) == (Flag.CUT_OFF,)


def test_a_clean_translation_beats_any_flag_and_empty_is_worst():
    assert severity(()) == 0
    assert all(severity((flag,)) > 0 for flag in Flag)
    assert max(Flag, key=lambda flag: severity((flag,))) is Flag.EMPTY


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("Then it is, it is, it is so.", "it is, it is, it is"),
        ("no no no no", "no no no no"),
        ("Very, very, very long.", None),
        ("", None),
    ],
)
def test_where_a_text_loops(text, loop):
    found = looping(text)
    assert (text[slice(*found)] if found else None) == loop
