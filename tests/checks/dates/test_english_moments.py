"""Dates and times as the English reader finds them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.dates.english_moments import moments
from tests.timing import cpu_seconds

READ = [
    ("June 25, 2022", "June 25, 2022", {"day": 25, "month": 6, "year": 2022}),
    ("the 25th of June", "25th of June", {"day": 25, "month": 6}),
    ("on Jun. 25", "Jun. 25", {"day": 25, "month": 6}),
    ("25/6/22", "25/6/22", {"day": 25, "month": 6, "year": 2022}),
    ("6/25/22", "6/25/22", {"day": 25, "month": 6, "swapped": False}),
    ("3/4/2024", "3/4/2024", {"year": 2024, "swapped": True}),
    ("25.6.2022", "25.6.2022", {"day": 25, "month": 6}),
    ("25-27 June", "25-", {"day": 25, "month": 6}),
    ("after 9/11", "9/11", {"day": 11, "month": 9}),
    ("on March 15 last year", "March 15 last year", {"month": 3, "relative": -1, "unit": "year"}),
    ("in 1998.", "1998", {"year": 1998}),
    ("the 1970s", "1970s", {"decade": 1970}),
    ("the '70s", "70s", {"decade": 1970, "loose": True}),
    ("the seventies", "seventies", {"decade": 1970}),
    ("the nineteenth century", "nineteenth century", {"century": 19}),
    ("the mid-19th century", "19th century", {"century": 19}),
    ("It opens at 8:30 am.", "8:30 am", {"hour": 8, "minute": 30}),
    ("a 17-century quarter", "17-century", {"century": 17}),
    ("on Mondays", "Mondays", {"weekday": 0}),
    ("the day before yesterday", "the day before yesterday", {"relative": -2}),
    ("9:30 am local time", "9:30 am local time", {"hour": 9, "minute": 30, "half_known": True}),
    ("0230 UTC", "0230 UTC", {"hour": 2, "minute": 30, "zone": 0}),
    ("at 1730 hours", "1730", {"hour": 17, "minute": 30}),
    ("at noon", "noon", {"hour": 12}),
    ("at half past nine o'clock", "half past nine o'clock", {"hour": 9, "minute": 30}),
    ("5 p.m. Mecca time", "5 p.m. Mecca time", {"hour": 17, "zone": 180}),
    ("18:00 GMT+3", "18:00 GMT+3", {"hour": 18, "zone": 180}),
    ("15 Ramadan 1445 AH", "15 Ramadan 1445 AH", {"day": 15, "month": 9, "calendar": "hijri"}),
    ("10 Dhu al-Hijjah 1444", "10 Dhu al-Hijjah 1444", {"month": 12, "year": 1444}),
]


@pytest.mark.parametrize(("text", "words", "parts"), READ)
def test_moments_are_read_in_every_form(text, words, parts):
    first = moments(text)[0]

    assert first.span.of(text).rstrip() == words
    assert {name: getattr(first, name) for name in parts} == parts


@pytest.mark.parametrize(
    "text",
    [
        "He may march.",
        "2000 people",
        "1950 km",
        "$2000",
        "June Harding",
        "in his seventies",
        "They won 3:2.",
        "a race of 2:11.60",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert moments(text) == ()


@given(st.text(alphabet="0123456789/-: ,.apmJuneMaythof’–", max_size=80))
def test_spans_lie_in_the_text_and_apart(text):
    found = [moment.span for moment in moments(text)]

    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("part", ["1, ", "June ", "19th ", "the ", "2019-", "10:10 ", "in May "])
def test_hostile_text_is_read_in_time(part):
    text = part * (3_000 // len(part))

    def read():
        moments.cache_clear()
        moments(text)

    assert cpu_seconds(read) < 1
