"""RSS, Atom and JSON Feed as outlets write them."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from summaries.readers import feeds
from summaries.readers.errors import NotAFeed
from summaries.readers.types import MAX_ENTRIES
from tests.readers.outlets import (
    PARAGRAPHS,
    TITLE,
    URL,
    atom,
    json_feed,
    page,
    paragraphs,
    rss,
    rss_item,
)


def parse(text: str | bytes, content_type: str = "", url: str = URL):
    data = text if isinstance(text, bytes) else text.encode()
    return feeds.parse(data, url=url, content_type=content_type)


def only(text: str, **told):
    (entry,) = parse(text, **told).entries
    return entry


def test_an_rss_feed_through_the_sandbox():
    body = rss(rss_item(**{"dc:creator": "سلمى حداد"})).encode()
    feed = feeds.read_feed(body, url=URL, content_type="application/rss+xml")
    assert (feed.format, feed.title, feed.language) == ("rss", "صحيفة المنارة", "ar-LB")
    assert (feed.site_url, feed.truncated) == ("https://manara.example/", False)
    (entry,) = feed.entries
    assert entry.guid == "manara-1"
    assert entry.url == "https://manara.example/news/1"
    assert (entry.title, entry.text) == (TITLE, PARAGRAPHS[0])
    assert entry.published_at == datetime(2026, 11, 22, 7, 15, tzinfo=UTC)
    assert (entry.byline, entry.is_whole) == ("سلمى حداد", False)


def test_an_atom_feed_with_its_own_base():
    entry = only(
        atom(
            "<entry><title type='html'>خبر &amp;lt;b&amp;gt;عاجل&amp;lt;/b&amp;gt;</title>"
            "<id>tag:wadi.example,2026:7</id><link href='n/7?utm_source=feed&amp;id=7#top'/>"
            "<published>2026-11-20T08:00:00+02:00</published>"
            "<updated>2026-11-21T08:00:00Z</updated><author><name>هدى</name></author>"
            f"<content type='html'>{escape(paragraphs(*PARAGRAPHS))}</content></entry>"
        )
    )
    assert entry.title == "خبر عاجل"
    assert entry.url == "https://wadi.example/ar/n/7?id=7"
    assert entry.published_at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert entry.text.splitlines() == list(PARAGRAPHS)
    assert (entry.is_whole, entry.byline) == (True, "هدى")


def test_an_older_rdf_feed():
    feed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>قديم</title></channel>'
        '<item rdf:about="https://old.example/1"><title>خبر</title><link>https://old.example/1'
        "</link></item></rdf:RDF>"
    )
    assert feed.format == "rss"
    assert [entry.url for entry in feed.entries] == ["https://old.example/1"]


def test_a_json_feed():
    feed = parse(
        json_feed(
            {
                "id": 17,
                "url": "/n/17?fbclid=abc",
                "title": "خبر &amp; تعليق",
                "content_html": paragraphs(*PARAGRAPHS),
                "date_published": "2026-11-22T10:00:00+03:00",
                "authors": [{"name": "رامي"}, {"name": "ليلى"}, 3],
            },
            {"id": "18", "external_url": "https://other.example/x", "summary": "ملخص قصير"},
            {"title": 5, "authors": "x", "content_text": None},
        ),
        url="https://sahl.example/feed.json",
    )
    first, second, third = feed.entries
    assert (feed.format, feed.title, feed.language) == ("json", "موقع السهل", "ar")
    assert (first.guid, first.url) == ("17", "https://sahl.example/n/17")
    assert (first.title, first.byline, first.is_whole) == ("خبر & تعليق", "رامي، ليلى", True)
    assert first.published_at == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert (second.url, second.text) == ("https://other.example/x", "ملخص قصير")
    assert third.title == "5"


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        (rss_item(), "manara-1"),
        (rss_item(guid=""), "https://manara.example/news/1"),
        (rss_item(guid="  "), "https://manara.example/news/1"),
    ],
)
def test_what_tells_items_apart(item, guid):
    assert only(rss(item)).guid == guid


def test_items_without_guid_and_address_are_told_apart_by_title_and_date():
    first, second = (rss_item(guid="", link="", title=title) for title in ("خبر أول", "خبر ثان"))
    guids = [entry.guid for entry in parse(rss(first, second, first)).entries]
    assert len(set(guids)) == len(guids) == 2
    assert all(guid.startswith("sha256:") for guid in guids)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (paragraphs(*PARAGRAPHS), True),
        (paragraphs(*PARAGRAPHS[:2]), False),
        (paragraphs(*PARAGRAPHS) + "<p>…</p>", False),
        (paragraphs(*PARAGRAPHS) + "<p><a href='/n/1'>اقرأ المزيد على موقعنا</a></p>", False),
        (paragraphs(*PARAGRAPHS) + "<p>The post <a>x</a> [&#8230;]</p>", False),
        (" ".join(PARAGRAPHS), False),
        ("<br>".join(PARAGRAPHS), True),
    ],
    ids=["whole", "short", "dots", "read more", "brackets", "one paragraph", "line breaks"],
)
def test_whether_a_feed_carries_the_whole_article(text, whole):
    item = rss_item(**{"content:encoded": f"<![CDATA[{text}]]>"})
    assert only(rss(item)).is_whole is whole


SHORT_NEWS = (
    "أُغلق طريق الجبل صباح الأحد بعد انهيار صخري قرب قرية عين الوادي، من دون إصابات.",
    "وقالت البلدية إن جرافتين تعملان على رفع الصخور وإن الطريق يُفتح مساء غد.",
    "ودعت السائقين إلى سلوك الطريق الساحلي حتى انتهاء الأعمال، وإلى القيادة بحذر شديد.",
)


@pytest.mark.parametrize(
    ("element", "ending", "whole"),
    [
        ("content:encoded", "", True),
        ("content:encoded", "<p>وفي الأثناء</p>", False),
        ("description", "", False),
    ],
    ids=["content", "broken off", "teaser"],
)
def test_short_news_is_whole_where_the_feed_says_that_it_is_the_content(element, ending, whole):
    text = paragraphs(*SHORT_NEWS) + ending
    assert only(rss(rss_item(**{element: f"<![CDATA[{text}]]>"}))).is_whole is whole


def test_scripts_and_pictures_leave_no_trace_in_the_text():
    text = "<p>قبل</p><script>alert('x')</script><style>p{}</style><!-- سر --><p>بعد&nbsp;ذلك</p>"
    entry = only(rss(rss_item(description=f"<![CDATA[{text}]]>")))
    assert entry.text == "قبل\nبعد ذلك"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("قال &quot;نعم&quot; &amp;amp; لا", 'قال "نعم" & لا'),
        ("<![CDATA[<b>عاجل</b> | خبر]]>", "عاجل | خبر"),
        ("خـــبر\u202e مقلوب\u2069\x0b", "خـــبر مقلوب"),
        ("  سطر\n   ثان ", "سطر ثان"),
        ("5 &lt; 7 و3 &gt; 2", "5 < 7 و3 > 2"),
    ],
)
def test_titles_are_one_clean_line(written, title):
    assert only(rss(rss_item(title=written))).title == title


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "data:text/html,x",
     "https://user:pass@a.example/", "http://[::1", "http://a.example:99999/"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_kept(link):
    assert only(rss(rss_item(link=link))).url == ""


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Sun, 22 Nov 2026 10:15:00 GMT", datetime(2026, 11, 22, 10, 15, tzinfo=UTC)),
        ("الأحد، 22 تشرين الثاني 2026 10:15", datetime(2026, 11, 22, 10, 15, tzinfo=UTC)),
        ("2026-11-22T10:15:00", datetime(2026, 11, 22, 10, 15, tzinfo=UTC)),
        ("Tue, 01 Jan 2999 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("غدا", None),
    ],
)
def test_dates_that_can_be_true(date, moment):
    body = rss(rss_item(pubDate=date)).encode()
    (entry,) = feeds.read_feed(body, url=URL).entries
    assert entry.published_at == moment


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "application/octet-stream", "image/png", "", "nonsense;;=", "a/b;charset=x"],
)
def test_the_content_decides_not_the_content_type(content_type):
    assert parse(rss(), content_type).format == "rss"


def test_what_stands_before_the_root_is_passed_over():
    noise = "\ufeff\n\n<br />\n<b>Warning</b>: mysql_connect() in <b>/srv/x.php</b>\n"
    assert len(parse(noise + rss(head="")).entries) == 1
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'
    assert len(parse(rss(head=doctype)).entries) == 1


def test_a_web_page_is_told_apart_and_its_feed_named():
    link = '<link href="/rss.xml?a=1&amp;b=2" rel="Alternate" type="application/rss+xml">'
    with pytest.raises(NotAFeed, match=r"a web page, not a feed. Look on the site"):
        parse(page(), "application/rss+xml")
    with pytest.raises(NotAFeed, match=r"page names: https://manara.example/rss.xml") as said:
        feeds.read_feed(page(head=link).encode(), url=URL, content_type="application/rss+xml")
    assert said.value.hint == "https://manara.example/rss.xml?a=1&b=2"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "nothing at all"),
        (" \n\t", "nothing at all"),
        ("%PDF-1.7", "answers with a PDF document"),
        ("{}", "no feed in RSS"),
        ('{"version": "https://jsonfeed.org/version/1.1"', "no feed in RSS"),
        ("{" + '"a":[' * 100_000, "no feed in RSS"),
        ("مرحبا", "no feed in RSS"),
        ("<opml/>", "no feed in RSS"),
        ("\x89PNG\r\n", "no feed in RSS"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(body, words):
    with pytest.raises(NotAFeed, match=words):
        parse(body)


def test_a_feed_without_items_is_a_feed():
    assert parse("<rss version='2.0'><channel><title>x</title></channel></rss>").entries == ()


def test_a_feed_that_was_cut_off_gives_what_came():
    text = rss(*(rss_item(n) for n in range(5)))
    assert len(parse(text[: text.index("manara-3")]).entries) >= 3


@pytest.mark.parametrize("many", [MAX_ENTRIES + 50, 10_000])
def test_of_a_long_feed_the_newest_are_kept_in_their_order(many):
    items = (rss_item(n, pubDate=f"{2000 + n // 400}-01-01T00:00:00Z") for n in range(many))
    newer = rss_item(many, pubDate="2026-11-20T00:00:00Z")
    feed = parse(rss(newer, *items))
    assert feed.truncated
    assert len(feed.entries) == MAX_ENTRIES
    assert feed.entries[0].guid == f"manara-{many}"
    assert feed.title == "صحيفة المنارة"


def test_a_long_json_feed_is_cut_too():
    feed = parse(json_feed(*({"id": n, "title": "خبر"} for n in range(10_000))))
    assert feed.truncated
    assert [entry.guid for entry in feed.entries] == [str(n) for n in range(MAX_ENTRIES)]
