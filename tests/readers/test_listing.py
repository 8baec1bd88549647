"""Listing pages read as feeds."""

import pytest

from summaries.readers import listing
from summaries.readers.errors import NotAFeed
from tests.readers.outlets import page

URL = "https://manara.example/news/"
BODY = """
<a href="/news/2026/1"><img src="x.jpg" alt="صورة"></a>
<a href="/news/2026/1?utm_source=home#comments">  الخبر <b>الأول</b></a>
<a href="2026/2">الخبر الثاني</a>
<a href="/sport/9">رياضة</a>
<a href="https://wadi.example/news/3">خبر من موقع آخر</a>
<a href="javascript:x()">x</a> <a>بلا عنوان</a>
<a href="/news/2026/4" title="الرابع"></a>
<a href="/news/">الأخبار</a>
"""


def links(pattern: str) -> list[tuple[str, str]]:
    feed = listing.read_listing(page(BODY).encode(), url=URL, link_pattern=pattern)
    assert feed.format == "page"
    assert all(entry.guid == entry.url for entry in feed.entries)
    return [
        (entry.url.removeprefix("https://manara.example"), entry.title) for entry in feed.entries
    ]


NEWS = [
    ("/news/2026/1", "الخبر الأول"),
    ("/news/2026/2", "الخبر الثاني"),
    ("/news/2026/4", "الرابع"),
]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/news/*/*", NEWS),
        ("https://manara.example/news/*", NEWS),
        ("/news/*2", NEWS[1:2]),
        ("/sport/*\n\n /news/*4 ", [("/sport/9", "رياضة"), NEWS[2]]),
        ("https://wadi.example/*", [("https://wadi.example/news/3", "خبر من موقع آخر")]),
    ],
)
def test_links_that_match_in_page_order_each_once(pattern, found):
    assert links(pattern) == found


def test_without_a_pattern_the_links_to_the_same_site():
    found = "/ /sport /news/2026/1 /news/2026/2 /sport/9 /news/2026/4"
    assert [url for url, _ in links("")] == found.split()


@pytest.mark.parametrize(
    ("text", "pattern", "match"),
    [
        ("/news/1", "/news/*", True),
        ("/news/", "/news/*", True),
        ("/news/1", "/news/", False),
        ("/a/b/c", "/a/*/c", True),
        ("/a/c", "/a/*/c", False),
        ("/aba", "/ab*ba", False),
        ("/x?id=1", "/x?id=*", True),
        ("/anything", "*", True),
        ("/abcabc", "*b*b*", True),
        ("/abc", "*b*b*", False),
    ],
)
def test_wildcards(text, pattern, match):
    assert listing.matches(text, pattern) is match


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (page(BODY).encode(), "No link on this page matches"),
        (b"", "no web page"),
        (b"%PDF-1.7", "no web page"),
        (b'{"a": 1}', "no web page"),
    ],
)
def test_refusals(body, words):
    with pytest.raises(NotAFeed, match=words):
        listing.read_listing(body, url=URL, link_pattern="/nothing/*")
