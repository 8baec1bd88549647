from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.net.headers import lower_case, retry_after, sendable

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("86401", 86_400),
        ("9999999999", 86_400),
        ("Sun, 22 Nov 2026 10:05:00 GMT", 300),
        ("Sun, 22 Nov 2026 12:05:00 +0200", 300),
        ("Sunday, 22-Nov-26 10:05:00 GMT", 300),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 10:01:00 -0000", 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_a_wait_is_read_from_seconds_or_a_date(value, seconds):
    assert retry_after(value, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "-5",
        "1.5",
        "٣٠",
        "12345678901",
        "Sun, 99 Nov 2026",
        "Sun, 22 Nov 2026 10:05:00 +9999",
    ],
)
def test_what_is_neither_says_nothing(value):
    assert retry_after(value, NOW) is None


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789:,+- SunNovGMT", max_size=40)))
def test_any_wait_is_within_bounds(value):
    wait = retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(days=1)


def test_repeated_headers_are_joined():
    pairs = [(b"Vary", b"a"), (b"vary", b"b"), (b"X-Name", b"\xe9")]
    assert lower_case(pairs) == {"vary": "a, b", "x-name": "é"}


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ('W/"abc"', True),
        ("Newsdesk/1.0 (+https://example.org)", True),
        ("a\tb", False),
        ("", False),
        (" a", False),
        ("a\r\nb", False),
        ("a\n", False),
        ("a\x7f", False),
        ("خ", False),
        ("x" * 1001, False),
    ],
)
def test_only_one_plain_line_is_sent(text, can):
    assert sendable(text) is can
