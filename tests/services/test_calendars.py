"""Dates in words: the weekday, and in Arabic both calendars."""

from datetime import date

import pytest

from summaries.services import calendars


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 23), "en", "Monday 23 November 2026"),
        (date(2026, 11, 23), "ar", "الاثنين 23 نوفمبر 2026 · 13 جمادى الآخرة 1448\u00a0هـ"),
        # The first of a month, of a year, and a leap day.
        (date(2024, 3, 11), "ar", "الاثنين 11 مارس 2024 · 1 رمضان 1445\u00a0هـ"),
        (date(2024, 7, 7), "ar", "الأحد 7 يوليو 2024 · 1 محرم 1446\u00a0هـ"),
        (date(2024, 2, 29), "ar", "الخميس 29 فبراير 2024 · 19 شعبان 1445\u00a0هـ"),
        # Beyond the tables of the Hijra.
        (date(2090, 1, 1), "ar", "الأحد 1 يناير 2090"),
        (date(1900, 1, 1), "ar", "الاثنين 1 يناير 1900"),
    ],
)
def test_a_date_reads_as_papers_write_it(day, language, words):
    assert calendars.in_words(day, language) == words
