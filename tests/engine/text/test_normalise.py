"""The stored text, the model's text and the folded text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.text import for_matching, for_model
from summaries.engine.text.normalise import Removals, clean_line, for_reuse
from tests.timing import cpu_seconds

PILES = st.text(
    alphabet="ابه \u0640\u200c\u0344\u0610\u0650\u064b\u0301\u0316\u0653\u0345\u0f73\u09c7\u09be",
    max_size=60,
)
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


MARKS = "\u0650\u064b"  # of two combining classes, out of order: the costly case
JAPANESE = "\uff9e"  # no mark until NFKC makes it one


@pytest.mark.parametrize(
    "unit", [MARKS, "\u0316\u200c\u0301\u200c", JAPANESE + "\u064b", "\u0344\u0650", "\u0f73\u0f74"]
)
@pytest.mark.parametrize(
    "view", [for_model, for_matching, lambda line: clean_line(line, Removals())]
)
def test_piled_up_marks_take_linear_time(view, unit):
    line = "ا" + unit * 40_000
    assert cpu_seconds(lambda: view(line)) < 2


@pytest.mark.parametrize(
    ("line", "stored", "surplus"),
    [
        ("مُحَمَّدٌ", unicodedata.normalize("NFC", "مُحَمَّدٌ"), 0),
        ("ب" + "\u064e" * 8, "ب" + "\u064e" * 8, 0),
        ("ب" + "\u064e" * 9 + "ت", "ب" + "\u064e" * 8 + "ت", 1),
        ("\u064e" * 20 + "ب", "\u064e" * 8 + "ب", 12),
        ("----------" + "\u064e" * 10 + "----------", "-" * 10 + "\u064e" * 8 + "-" * 10, 2),
    ],
)
def test_no_letter_carries_more_than_eight_marks(line, stored, surplus):
    removals = Removals()
    assert clean_line(line, removals) == stored
    assert removals.marks == surplus


def test_removals_are_counted_and_reported_in_words():
    removals = Removals()
    clean_line("\u202bنص\u202c", removals)
    clean_line("نص\x08", removals)
    clean_line("نص" + "\u064e" * 12, removals)
    assert removals.notices() == (
        "2 invisible text-direction controls were removed from the pasted text.",
        "1 invisible control character was removed from the pasted text.",
        "4 surplus accent or vowel marks were removed from the pasted text.",
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("العالميــة", "العالمية"),
        ("عام ٢٠١١  ", "عام 2011"),
        ("أمس", "أمس"),
        ("1435 هــ", "1435 هـ"),
    ],
)
def test_for_reuse_looks_past_what_never_changes_the_meaning(one, other):
    assert for_reuse(one) == for_reuse(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("قُتِلَ", "قَتَلَ"), ("٥²", "52"), ("على", "علي"), ("أن", "إن"), ("حياة", "حياه"), ("US", "us")],
)
def test_for_reuse_keeps_apart_what_may_mean_something_else(one, other):
    assert for_matching(one) == for_matching(other)
    assert for_reuse(one) != for_reuse(other)


@given(st.one_of(ARABIC, PILES, st.text(max_size=60)))
def test_every_view_is_idempotent(text):
    for view in (for_model, for_matching, for_reuse, lambda t: clean_line(t, Removals())):
        assert view(view(text)) == view(text)
