"""Addresses as they are stored and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.readers.addresses import item_url, same_site

BASE = "https://www.manara.example/news/list?page=2"


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("/n/1", "https://www.manara.example/n/1"),
        ("2", "https://www.manara.example/news/2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (
            "https://a.example/n?id=5&utm_source=x&UTM_Medium=y&fbclid=z#c",
            "https://a.example/n?id=5",
        ),
        ("https://a.example/n?utm_source=x", "https://a.example/n"),
        ("https://a.example/n?gclid", "https://a.example/n"),
        ("https://a.example/خبر?ص=١", "https://a.example/خبر?ص=١"),
        ("https://a.example/n?a=1&a=2", "https://a.example/n?a=1&a=2"),
        ("", ""),
        ("#top", "https://www.manara.example/news/list?page=2"),
        ("mailto:desk@a.example", ""),
        ("java\nscript:alert(1)", ""),
        ("https://a.example/a b", ""),
        ("https://me@a.example/", ""),
        ("https://a.example:x/", ""),
        ("https://a.example/" + "x" * 1000, ""),
    ],
)
def test_the_address_of_an_item(url, stored):
    assert item_url(url, BASE) == stored


@given(st.text(max_size=80))
def test_no_address_raises_and_each_is_stored_once(url):
    stored = item_url(url, BASE)
    assert item_url(stored) == stored


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("http://manara.example/", True),
        ("https://m.manara.example/x", True),
        ("https://sport.manara.example/x", True),
        ("https://manara.example.evil.example/", False),
        ("https://notmanara.example/", False),
        ("https://wadi.example/", False),
        ("https://example/", False),
        ("nonsense", False),
    ],
)
def test_one_site(other, same):
    assert same_site(BASE, other) is same
