"""Whatever bytes come, the readers answer or refuse; nothing else escapes, nothing hangs."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.engine.errors import TextRejected
from summaries.readers import documents, feeds, listing, pages, records, sandbox, server
from tests.readers.outlets import PARAGRAPHS, URL, atom, json_feed, page, paragraphs, rss, rss_item

FEEDS = [
    rss(rss_item(), rss_item(2, **{"content:encoded": f"<![CDATA[{paragraphs(*PARAGRAPHS)}]]>"})),
    atom(
        "<entry><title>خبر</title><id>1</id><link href='n'/><updated>2026-11-22</updated></entry>"
    ),
]
JSON = json_feed({"id": 1, "title": "خبر", "content_html": "<p>نص", "date_published": "2026-11-22"})
PAGE = page(
    head="<link rel=canonical href='/1'><base href='/'><meta name=date content='2026-11-22'>"
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SNIPPETS = st.sampled_from(
    [
        *(b"", b"\x00", b"\xff\xfe", b"<", b">", b"]]>", b"<![CDATA[", b'"', b"<item>", b"</item>"),
        *(b"&#0;", b"&#xD800;", b"&#99999999;", b"<!ENTITY a 'b'>", b"<?xml version='1.1'?>"),
        *(b"\\ud800", b"[[[[", b"1e999", b"null", b"999999999-99-99", b"charset=utf-7", b"<html>"),
        *(b"http://[", b"//:@", b"%zz", b"<a href='http://[::1'>", b"<base href='http://['>"),
        *(b"xml:base='http://['", b"\xe2\x80\xae", "بسم".encode("cp1256"), "الثاني".encode()),
    ]
)


@st.composite
def damaged(draw, *good: str) -> bytes:
    """Draw a good document with a few pieces put in, cut out or said twice."""
    data = draw(st.sampled_from(good)).encode(
        draw(st.sampled_from(["utf-8", "cp1256", "utf-16"])), "replace"
    )
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 7, 300])))
        data = data[:start] + draw(SNIPPETS) * draw(st.sampled_from([1, 1, 2, 50])) + data[end:]
    return data


def reads(reader, data: bytes, **told) -> None:
    """Read; what comes must survive the way through JSON as well."""
    try:
        record = reader(data, **told)
    except TextRejected:
        return
    values = records.plain(record)
    again = records.page_from(values) if "entries" not in values else records.feed_from(values)
    assert type(again) is type(record)


HEADERS = st.sampled_from(
    ["", "text/xml; charset=utf-7", "text/html; charset=\x00", "a;charset=cp1256"]
)


@QUICK
@given(damaged(*FEEDS), HEADERS)
def test_feeds(data, header):
    reads(feeds.parse, data, url=URL, content_type=header)


@QUICK
@given(damaged(JSON))
def test_json_feeds(data):
    reads(feeds.parse, data, url=URL)


@QUICK
@given(damaged(PAGE), HEADERS)
def test_pages(data, header):
    reads(pages.parse, data, url=URL, content_type=header)


@QUICK
@given(damaged(PAGE), st.text(alphabet="*/anews:.\n", max_size=20))
def test_listings(data, pattern):
    reads(listing.parse, data, url=URL, link_pattern=pattern)


@QUICK
@given(st.binary(max_size=300))
def test_anything_at_all(data):
    for reader in (feeds.parse, pages.parse):
        reads(reader, data, url=URL)


@settings(max_examples=12, deadline=None)
@given(st.one_of(damaged(*FEEDS, JSON, PAGE), st.binary(max_size=300)))
def test_through_the_sandbox(data):
    """The same comes out of the process that can open no file as of this one."""
    for kind in ("feed", "article"):
        options = json.dumps({"kind": kind, "url": URL}).encode()
        expected = server.answer_to(options + b"\n" + data)
        assert sandbox.read(kind, data, url=URL) == json.loads(json.dumps(expected))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_files(data):
    for prefix, read in (
        (b"%PDF-1.4\n", documents.text_of_pdf),
        (b"PK\x03\x04", documents.text_of_word),
    ):
        with pytest.raises(TextRejected):
            read(prefix + data.draw(st.binary(max_size=200)))


def test_every_reader_is_fuzzed():
    assert set(server.READERS) == {"feed", "listing", "article", "page", "word", "pdf"}
