"""Dates and times as the Arabic reader finds them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.dates.arabic_moments import moments
from tests.timing import cpu_seconds

# Text, the words of the first moment, and its parts.
READ = [
    (
        "في ٢٥ يونيو/ حزيران ٢٠٢٢ قال",
        "٢٥ يونيو/ حزيران ٢٠٢٢",
        {"day": 25, "month": 6, "year": 2022},
    ),
    ("يونيو (حزيران) الماضي", "يونيو (حزيران)", {"month": 6}),
    ("الحادي والعشرين من آذار", "الحادي والعشرين من آذار", {"day": 21, "month": 3}),
    ("الأوّل من أيّار", "الأوّل من أيّار", {"day": 1, "month": 5}),
    ("لآب المقبل", "آب", {"month": 8, "day": None}),
    ("فيفري 2020", "فيفري 2020", {"month": 2, "year": 2020}),
    ("14 يوليوز", "14 يوليوز", {"day": 14, "month": 7}),
    ("5 دجنبر", "5 دجنبر", {"day": 5, "month": 12}),
    ("كانون الثاني-شباط 1794", "كانون الثاني", {"month": 1, "day": None}),
    ("النصف الثاني من شهر مارس", "مارس", {"month": 3, "day": None}),
    ("۱۲ اکتوبر", "۱۲ اکتوبر", {"day": 12, "month": 10}),
    ("2022-06-25", "2022-06-25", {"day": 25, "month": 6, "year": 2022, "swapped": False}),
    ("3/4/2024", "3/4/2024", {"day": 3, "month": 4, "year": 2024, "swapped": True}),
    ("سنة 1998 ميلادية", "سنة 1998 ميلادية", {"year": 1998}),
    ("كأس العالم 2022.", "2022", {"year": 2022}),
    ("ستينيات القرن التاسع عشر", "ستينيات القرن التاسع عشر", {"decade": 1860}),
    ("القرن الـ19", "القرن الـ19", {"century": 19}),
    ("يوم الجمعة", "الجمعة", {"weekday": 4, "loose": False}),
    ("15 رمضان 1445 هـ", "15 رمضان 1445 ه", {"day": 15, "month": 9, "calendar": "hijri"}),
    ("20 ذي القعدة 1444", "20 ذي القعدة 1444", {"month": 11, "year": 1444, "calendar": "hijri"}),
    ("3 جمادى الآخرة 1446", "3 جمادى الآخرة 1446", {"month": 6, "calendar": "hijri"}),
    ("أول أمس", "أول أمس", {"relative": -2, "unit": "day"}),
    ("بعد غد", "بعد غد", {"relative": 2, "unit": "day"}),
    ("الشهر المقبل", "الشهر المقبل", {"relative": 1, "unit": "month"}),
    ("الثالثة والنصف مساء", "الثالثة والنصف مساء", {"hour": 15, "minute": 30, "half_known": True}),
    ("الساعة الخامسة إلا ربعا", "الساعة الخامسة إلا ربعا", {"hour": 4, "minute": 45}),
    ("14:30 بتوقيت غرينتش", "14:30 بتوقيت غرينتش", {"hour": 14, "zone": 0}),
    ("الساعة 9 ليلا", "الساعة 9 ليلا", {"hour": 21}),
    ("2 ليلا", "2 ليلا", {"hour": 2}),
]


@pytest.mark.parametrize(("text", "words", "parts"), READ)
def test_moments_are_read_in_every_spelling(text, words, parts):
    first = moments(text)[0]

    assert first.span.of(text) == words
    assert {name: getattr(first, name) for name in parts} == parts


@pytest.mark.parametrize(
    "text",
    ["أب لثلاثة", "1500 شخص", "2000 جندي", "رجب طيب", "صفر", "فاز 3:2", "في السبعين من عمره"],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert moments(text) == ()


@given(st.text(alphabet="0123456789/-: ٢٥منعامآبيونيوالساعةوكأولهـ", max_size=80))
def test_spans_lie_in_the_text_and_apart(text):
    found = [moment.span for moment in moments(text)]

    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("part", ["5 و ", "الثاني من ", "1 ", "القرن ", "2019-", "10:10 ", "في "])
def test_hostile_text_is_read_in_time(part):
    text = part * (5_000 // len(part))

    def read():
        moments.cache_clear()
        moments(text)

    assert cpu_seconds(read) < 1
