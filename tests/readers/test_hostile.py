"""Documents made to harm: each ends in words, soon, and costs this process nothing."""

import socket
import threading
import time

import pytest

from summaries.engine.errors import TextRejected
from summaries.readers import feeds, limits, listing, pages
from summaries.readers.errors import NotAFeed
from tests.readers.outlets import ENTITY_BOMB, PARAGRAPHS, URL, page, rss, rss_item
from tests.timing import cpu_seconds


@pytest.fixture
def visits():
    """Listen on loopback; the list of (port, visitors) tells who came."""
    listener = socket.create_server(("127.0.0.1", 0))
    came = []

    def wait():
        try:
            while True:
                came.append(listener.accept()[1])
        except OSError:
            return

    thread = threading.Thread(target=wait)
    thread.start()
    yield listener.getsockname()[1], came
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def timed(call):
    """Return what a call raises or returns; fail if it took this process long."""
    results = []

    def read():
        try:
            results.append(call())
        except TextRejected as refusal:
            results.append(refusal)

    start = time.perf_counter()
    assert cpu_seconds(read, runs=1) < 2
    assert time.perf_counter() - start < limits.WALL_SECONDS + 5
    return results[0]


def read_feed(text: str, **told):
    return timed(lambda: feeds.read_feed(text.encode(), url=URL, **told))


def test_a_billion_laughs():
    said = read_feed(rss(rss_item(title="&j;"), head=ENTITY_BOMB))
    assert isinstance(said, NotAFeed)
    assert "defines XML entities" in str(said)


def test_quadratic_blowup():
    head = f'<!DOCTYPE rss [<!ENTITY a "{"ها" * 50_000}">]>'
    assert "defines XML entities" in str(read_feed(rss(rss_item(title="&a;" * 50_000), head=head)))


@pytest.mark.parametrize(
    "root", ["lolz", "rss", "feed", "html"], ids=["no feed", "rss", "atom", "page"]
)
@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE {root} [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/x">]>',
        '<!DOCTYPE {root} [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/d"> %p;]>',
        '<!DOCTYPE {root} SYSTEM "http://127.0.0.1:{port}/x.dtd">',
        '<?xml-stylesheet href="http://127.0.0.1:{port}/x.xsl" type="text/xsl"?>',
    ],
    ids=["file", "address", "parameter", "external type", "stylesheet"],
)
def test_no_entity_is_fetched(entity, root, visits):
    port, came = visits
    head = entity.format(root=root, port=port)
    body = f"<{root} xmlns:xi='http://www.w3.org/2001/XInclude'><channel><title>&x;</title><item>"
    body += f"<title>a&x;</title></item></channel><xi:include href='http://127.0.0.1:{port}/y'/>"
    said = read_feed(head + body + f"</{root}>")
    assert "root:" not in repr(said)
    assert came == []


def test_a_page_fetches_nothing(visits):
    port, came = visits
    address = f"http://127.0.0.1:{port}/"
    head = f"<link rel=canonical href='{address}'><base href='{address}'>"
    head += f"<script src={address}></script>"
    body = f"<iframe src='{address}'></iframe><img src='{address}'>" + "".join(
        f"<p>{text}</p>" for text in PARAGRAPHS
    )
    found = pages.read_page(page(body, head=head).encode(), url="https://manara.example/n/1")
    assert found.canonical_url == ""
    listing.read_listing(
        page(body + "<a href=x>x</a>", head=head).encode(), url=address, link_pattern=""
    )
    assert came == []


@pytest.mark.parametrize(
    "text",
    [
        rss(head="<a>" * 300_000),
        rss("<item>" * 300_000),
        rss("<item><title>" + "<b>" * 50_000),
        rss(rss_item(title="&#x202e;" * 500_000)),
        rss(rss_item(description="&lt;div&gt;" * 300_000)),
        rss(rss_item(description="&lt;" * 900_000)),
        rss(f'<item a="{"x" * 4_000_000}"></item>'),
        rss("".join(f"<item><x{n}/></item>" for n in range(150_000))),
        rss(rss_item(title="\u064b" * 2_000_000)),
        "{" + '"a":[' * 600_000,
        '{"version": "https://jsonfeed.org/version/1", "items": [' + "{}," * 900_000 + "{}]}",
        '{"version": "https://jsonfeed.org/version/1", "title": ' + "9" * 4_000_000 + "}",
        "<" * 4_000_000,
        "<!--" * 1_000_000,
        "\x00" * 4_000_000,
        "<rss" + " a=''" * 900_000,
        "<!DOCTYPE rss [" * 300_000,
    ],
    ids=[
        "deep", "deep items", "deep title", "bidi", "deep content", "brackets", "giant attribute",
        "many names", "marks", "deep JSON", "JSON items", "JSON number", "angles", "comments",
        "NULs", "attributes", "doctypes",
    ],
)  # fmt: skip
def test_a_feed_that_wants_everything_gets_its_share(text):
    said = read_feed(text)
    assert isinstance(said, NotAFeed | feeds.Feed)


@pytest.mark.parametrize(
    "body",
    ["<div>" * 200_000, "<p>x" * 900_000, "<a href=/n/1>" * 50_000, "<!--" * 1_000_000,
     "<table><tr><td>" * 100_000, "&amp;" * 900_000, f"<p title='{'x' * 4_000_000}'>",
     "<script type='application/ld+json'>" + '{"datePublished":' * 200_000],
    ids=["deep", "paragraphs", "links", "comments", "tables", "entities", "attribute", "ld"],
)  # fmt: skip
def test_a_page_that_wants_everything_gets_its_share(body):
    data = page(body).encode()
    assert isinstance(timed(lambda: pages.read_page(data, url=URL)), TextRejected | pages.Page)
    said = timed(lambda: listing.read_listing(data, url=URL, link_pattern="*a*b*c*d*"))
    assert isinstance(said, NotAFeed)


def test_a_name_is_no_file_and_no_address(visits):
    port, came = visits
    for name in ("/etc/passwd", "file:///etc/passwd", f"http://127.0.0.1:{port}/feed"):
        assert "no feed" in str(read_feed(name))
    assert came == []


def test_ten_thousand_items():
    feed = read_feed(rss(*(rss_item(n) for n in range(10_000))))
    assert (len(feed.entries), feed.truncated) == (200, True)
