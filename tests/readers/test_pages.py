"""The article of a web page, with what the page says of it."""

from datetime import UTC, datetime

import pytest

from summaries.engine.errors import TextRejected
from summaries.engine.text import read_article
from summaries.readers import pages
from tests.readers.outlets import PARAGRAPHS, TITLE, paragraphs
from tests.readers.outlets import page as written

URL = "https://www.manara.example/news/1?utm_source=x"
DAY = datetime(2026, 11, 22, tzinfo=UTC)


def parse(**parts: str):
    return pages.parse(written(**parts).encode(), url=URL)


def test_a_page_through_the_sandbox():
    head = (
        "<link rel='canonical' href='/news/1'><meta property='og:site_name' content='المنارة'>"
        "<meta name='author' content='سلمى حداد'>"
        "<meta property='article:published_time' content='2026-11-22T10:00:00+03:00'>"
    )
    body = written(head=head, title=f"{TITLE} | المنارة").encode()
    found = pages.read_page(body, url=URL, content_type="text/html; charset=utf-8")
    assert found.title == TITLE
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert (found.byline, found.site_name, found.language) == ("سلمى حداد", "المنارة", "ar")
    assert found.published_at == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert found.canonical_url == "https://www.manara.example/news/1"


def test_what_comes_out_is_an_article_for_the_desk():
    found = parse()
    article = read_article(f"{found.title}\n\n{found.text}")
    assert article.headline == TITLE
    assert article.segments[1].text.startswith("أعلن وزير النقل")


@pytest.mark.parametrize(
    ("head", "body", "moment"),
    [
        ("<meta itemprop='datePublished' content='2026-11-22'>", "", DAY),
        ('<script type="application/ld+json">{"datePublished": "2026-11-22"}</script>', "", DAY),
        ("", "<time datetime='2026-11-22'>أمس</time>", DAY),
        ("", "<span class='post-date'>الأحد 22 تشرين الثاني / نوفمبر 2026</span>", DAY),
        (
            "",
            "<div class='publish'>2 جمادى الآخرة 1448 هـ</div>",
            datetime(2026, 11, 12, tzinfo=UTC),
        ),
        ("<meta name='date' content='قريبا'>", "", None),
    ],
)
def test_when_it_was_published(head, body, moment):
    found = parse(head=head, body=body + paragraphs(*PARAGRAPHS))
    assert found.published_at == moment
    assert found.text.splitlines()[0] == PARAGRAPHS[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://wadi.example/news/1",
        "javascript:alert(1)",
        "https://www.manara.example/",
        "file:///x",
    ],
)
def test_an_address_elsewhere_is_not_taken_for_the_pages_own(address):
    assert parse(head=f"<link rel='canonical' href='{address}'>").canonical_url == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "This page is empty"),
        ("<html></html>", "No article was found"),
        (written("<p></p>"), "No article was found"),
        ("%PDF-1.7", "This is a PDF document"),
        (written("<p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك.</p>" * 2), "consent to cookies"),
        (written("<p>Please enable JavaScript and cookies to continue.</p>"), "consent to cookies"),
        (written(f"<p>{PARAGRAPHS[0]}</p><p>اشترك الآن لمتابعة القراءة</p>"), "do not subscribe"),
        (
            written(f"<p>{PARAGRAPHS[0]}</p>", head='<script type="application/ld+json">'
            '{"isAccessibleForFree": false}</script>'),
            "do not subscribe",
        ),
    ],
    ids=["empty", "bare", "blank", "pdf", "cookies", "javascript", "paywall", "declared paywall"],
)  # fmt: skip
def test_pages_without_their_article_are_refused_in_words(body, words):
    with pytest.raises(TextRejected, match=words):
        pages.read_page(body.encode(), url=URL)


def test_an_article_about_cookies_is_an_article():
    body = paragraphs(*PARAGRAPHS, "وتستخدم الشركة ملفات تعريف الارتباط، وهي للمشتركين فقط.")
    assert "ملفات تعريف" in parse(body=body).text


def test_a_page_in_another_language_is_read_for_the_caller_to_judge():
    text = "The minister opened the new line on Monday, after ten years of work on the tunnels."
    assert parse(body=paragraphs(*[f"{text} Part {n}." for n in range(4)])).text.startswith(
        "The min"
    )
