"""The stored text, the model's text and the folded text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.engine.text import for_matching, for_model
from summaries.engine.text.normalise import Removals, clean_line

ARABIC = st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF), max_size=60)


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("  نص\u00a0 فيه\tفراغات ", "نص فيه فراغات"),
        ("قـــال مُحَمَّدٌ", unicodedata.normalize("NFC", "قـــال مُحَمَّدٌ")),
        ("\u202bنص\u202c \u2067آخر\u2069", "نص آخر"),
        ("می\u200cخواهم \u200fنص\u200e \u061c", "می\u200cخواهم \u200fنص\u200e \u061c"),
        ("\u200f\u202b \u200c", ""),
        ("\ufeffبداية\x07 النص\x1b", "بداية النص"),
        ("ا\u0653ثار", "آثار"),
        ("سابقة لأوانها،، ذلك", "سابقة لأوانها،، ذلك"),
    ],
)
def test_clean_line(line, stored):
    assert clean_line(line, Removals()) == stored


def test_removals_are_counted_and_reported_in_words():
    removals = Removals()
    clean_line("\u202bنص\u202c", removals)
    clean_line("نص\x08", removals)
    assert removals.notices() == (
        "2 invisible text-direction controls were removed from the pasted text.",
        "1 invisible control character was removed from the pasted text.",
    )
    assert Removals().notices() == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قَالَ الوَزِيرُ", "قال الوزير"),
        ("قـــال الوزيــر", "قال الوزير"),
        ("سنة 1445 هـ وما بعدها", "سنة 1445 هـ وما بعدها"),
        ("سنة 1445 هـــ.", "سنة 1445 هـ."),
        ("«نعم» و“لا” و‘ربما’…", '"نعم" و"لا" و\'ربما\'...'),
        ("بنسبة ٤٫٢٪ من ١٬٢٠٠", "بنسبة 4.2% من 1,200"),
        ("قال،، ثم ،، عاد", "قال، ثم ، عاد"),
        ("\ufee3\ufea4\ufee4\ufeaa", "محمد"),
        ("\u200fنص\u200c\u202b ما", "نص ما"),
        ("الهمزة على الألف: أإآ", "الهمزة على الألف: أإآ"),
    ],
)
def test_for_model(text, expected):
    assert for_model(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيران", "ايران"),
        ("آخر", "اخر"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("مُـحَـمَّـد", "محمد"),
        ("١٢٣ و۴۵۶", "123 و456"),
        ("٤٫٢", "4.2"),
        ("Sputnik", "SPUTNIK"),
        ("ﷲ", "الله"),
        ("ایران کشور", "ايران كشور"),
    ],
)
def test_for_matching_makes_spellings_equal(one, other):
    assert for_matching(one) == for_matching(other)


@pytest.mark.parametrize(("one", "other"), [("علم", "عمل"), ("15", "51"), ("باب", "بابا")])
def test_for_matching_keeps_words_apart(one, other):
    assert for_matching(one) != for_matching(other)


@settings(deadline=None)  # two busy cores are not a failure
@given(st.one_of(ARABIC, st.text(max_size=60)))
def test_every_view_is_idempotent(text):
    for view in (for_model, for_matching, lambda t: clean_line(t, Removals())):
        assert view(view(text)) == view(text)
