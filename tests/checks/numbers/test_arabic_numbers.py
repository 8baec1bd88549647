"""What is read as a number in Arabic text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.numbers.arabic_numbers import arabic_numbers
from summaries.checks.numbers.numerals import digit_values

VALUES = [
    ("٢٥ شاحنة", "٢٥", 25),
    ("۲۵ شاحنة", "۲۵", 25),
    ("١٬٢٥٠ صاروخا", "١٬٢٥٠", 1250),
    ("١٢٫٥ طن", "١٢٫٥", Fraction(25, 2)),
    ("300،948 ناخبا", "300،948", 300_948),
    ("000 25 نسخة", "000 25", 25_000),
    ("25 000 نسخة", "25 000", 25_000),
    ("خمسةٌ وعشرون ألفا وثلاثمائة جندي", "خمسةٌ وعشرون ألفا وثلاثمائة", 25_300),
    ("خمس وعشرون سفينة", "خمس وعشرون", 25),
    ("ثلاث عشرة دقيقة", "ثلاث عشرة", 13),
    ("اثني عشر نائبا", "اثني عشر", 12),
    ("مئتي مليون", "مئتي مليون", 200_000_000),
    ("ألفين وخمسة", "ألفين وخمسة", 2005),
    ("ألـفين من العمال", "ألـفين", 2000),
    ("ألف وتسعمائة وخمسة وثمانين", "ألف وتسعمائة وخمسة وثمانين", 1985),
    ("3.5 مليار دولار", "3.5 مليار", 3_500_000_000),
    ("٣ ملايين و٢٠٠ ألف", "٣ ملايين و٢٠٠ ألف", 3_200_000),
    ("نصف مليون لاجئ", "نصف مليون", 500_000),
    ("مليون ونصف المليون لاجئ", "مليون ونصف المليون", 1_500_000),
    ("مليونان من السكان", "مليونان", 2_000_000),
    ("وثلاثة تريليونات", "وثلاثة تريليونات", 3 * 10**12),
    ("القرن الحادي والعشرين", "الحادي والعشرين", 21),
    ("الذكرى الثالثة عشرة", "الثالثة عشرة", 13),
    ("ثلاثة أرباع السكان", "ثلاثة أرباع", Fraction(3, 4)),
    ("ثلثي المقاعد", "ثلثي", Fraction(2, 3)),
    ("عشرات الآلاف من الناس", "عشرات الآلاف", 10_000),
    ("ثمانينيات القرن التاسع عشر", "ثمانينيات القرن التاسع عشر", 1880),
    ("استمرت ساعتين", "ساعتين", 2),
]


@pytest.mark.parametrize(("text", "words", "value"), VALUES)
def test_a_number_is_read_where_it_stands(text, words, value):
    found = {figure.span.of(text): figure.values for figure in arabic_numbers(text)}

    assert Fraction(value) in found[words]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("خمسة بالمئة", ["percent"]),
        ("٨٨٪ من الأصوات", ["percent"]),
        ("30 في المائة", ["percent"]),
        ("بين 5 و10 بالمئة", ["percent", "percent"]),
        ("المركز الرابع", ["ordinal"]),
        ("آلاف الأشخاص", ["vague"]),
    ],
)
def test_the_kind_of_a_number(text, kinds):
    found = [figure.kind for figure in arabic_numbers(text) if figure.required]

    assert found == kinds


@pytest.mark.parametrize(
    "text",
    [
        "لست هنا",
        "يوم الاثنين",
        "كمية كبيرة",
        "شركة ميتا",
        "بلدة ألستون",
        "ألف كتابا",
        "في واحد منها",
    ],
)
def test_words_that_only_look_like_numbers_are_not_asked_for(text):
    assert not [figure for figure in arabic_numbers(text) if figure.required]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("بين خمسة وعشرة ملايين", {5_000_000, 10_000_000}),
        ("من 3 إلى 5 ملايين", {3_000_000, 5_000_000}),
    ],
)
def test_the_first_of_a_range_may_have_the_scale_of_the_last(text, values):
    found = {value for figure in arabic_numbers(text) for value in figure.values}

    assert values <= found


def test_a_compound_may_be_a_list():
    (figure,) = arabic_numbers("خمسة وعشرين")

    assert [set(part.values) for part in figure.parts] == [{5}, {20}]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234", {Fraction("1.234"), 1234}),
        ("1,234", {1234}),
        ("1,5", {Fraction("1.5")}),
        ("1.234,5", {Fraction("1234.5")}),
        ("1,234.5", {Fraction("1234.5")}),
        ("12,345,678", {12_345_678}),
    ],
)
def test_marks_in_digits(text, values):
    assert digit_values(text) == values


@given(st.integers(0, 10**12))
def test_digits_of_every_script_are_read(number):
    eastern = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    (figure,) = arabic_numbers(f"عدد {eastern} .")

    assert figure.values == {number}


@given(st.text(alphabet="0123456789٣٫،, .-%وخمسةالفمليونعشر", max_size=80))
def test_spans_stay_in_the_text_and_do_not_overlap(text):
    end = 0
    for figure in arabic_numbers(text):
        assert end <= figure.span.start < figure.span.end <= len(text)
        end = figure.span.end
