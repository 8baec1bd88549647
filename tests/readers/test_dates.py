"""Dates as feeds and pages write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.readers.dates import moment_of, plausible


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T10:30:00+03:00", (2026, 11, 22, 7, 30)),
        ("2026-11-22T10:30:00Z", (2026, 11, 22, 10, 30)),
        ("2026-11-22", (2026, 11, 22)),
        ("Sun, 22 Nov 2026 10:30:00 +0200", (2026, 11, 22, 8, 30)),
        ("22 نوفمبر 2026", (2026, 11, 22)),
        ("الأحد 22 تشرين الثاني / نوفمبر 2026 - 10:30 م", (2026, 11, 22, 22, 30)),
        ("الأحد، ٢٢ تشرين الثاني ٢٠٢٦ الساعة ٠٨:٠٥ ص", (2026, 11, 22, 8, 5)),
        ("نُشر في 3 غشت 2026 12:15 ص", (2026, 8, 3, 0, 15)),
        ("5 جويلية 2026", (2026, 7, 5)),
        ("5 يوليوز 2026", (2026, 7, 5)),
        ("1 كانون الأول 2025", (2025, 12, 1)),
        ("1 كانون الثاني 2026", (2026, 1, 1)),
        ("آخر تحديث: 07/03/2026 14:00", (2026, 3, 7, 14, 0)),
        ("7-3-2026", (2026, 3, 7)),
        ("2026/3/7 09:00 +03:00", (2026, 3, 7, 6, 0)),
        ("9 ربيع الأول 1447 هـ", (2025, 9, 1)),
        ("1 رمضان 1447", (2026, 2, 18)),
        ("12 جمادى الآخرة ١٤٤٧هـ الموافق 3 ديسمبر 2025", (2025, 12, 3)),
        ("31 شباط 2026", None),
        ("45/13/2026", None),
        ("30 ذو الحجة 9999", None),
        ("لم يحدد بعد", None),
        ("قبل ساعتين", None),
        ("", None),
        (None, None),
        ("22 نوفمبر 2026 " * 40, None),
    ],
)
def test_moments(text, moment):
    assert moment_of(text) == (datetime(*moment, tzinfo=UTC) if moment else None)


@given(st.text(alphabet="0123456789:-/.+TZ ٠١٩صمكانون الثاني رجبNovSun,GMT", max_size=60))
def test_nothing_is_raised(text):
    assert moment_of(text) is None or moment_of(text).tzinfo is UTC


def test_dates_that_cannot_be_true_are_dropped():
    now = datetime.now(UTC)
    assert plausible(now + timedelta(hours=23)) == now + timedelta(hours=23)
    assert plausible(now + timedelta(hours=25)) is None
    assert plausible(datetime(1970, 1, 1, tzinfo=UTC)) is None
    assert plausible(None) is None
