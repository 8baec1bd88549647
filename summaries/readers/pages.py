"""The article of a web page, by trafilatura."""

from __future__ import annotations

import re

from summaries.engine.errors import TextRejected
from summaries.engine.text.intake import MAX_CHARACTERS, SIGNATURES
from summaries.engine.text.normalise import Removals, clean_line, for_matching
from summaries.readers import page_facts, records, sandbox
from summaries.readers.charsets import text_of
from summaries.readers.dates import moment_of
from summaries.readers.feed_entries import LONGEST_NAME, LONGEST_TITLE
from summaries.readers.markup import line, tree_of
from summaries.readers.types import Page

# Under so many letters a text that speaks of cookies or subscriptions is about nothing else.
_STUB = 600
_LEAST = 40  # letters: one short sentence; menus and footers alone have fewer
_LONGEST_DATE = 60
_LETTER = re.compile(r"[^\W\d_]")
_COOKIE_WALL = re.compile(
    r"ملفات تعريف الارتباط|الكوكيز|كوكيز|(?:accept|enable|use)\W+(?:\w+\W+){0,3}cookies"
    r"|(?:enable|requires?) javascript|تفعيل (?:ال)?جافا|checking your browser|captcha"
    r"|verify (?:that )?you are (?:a )?human|التحقق من أنك (?:إنسان|لست)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"للمشتركين|(?:اشترك|سجل|سجّل)(?: الدخول| الآن)? (?:ل|كي )(?:متابعة|قراءة|تقرأ|تتابع)"
    r"|اشترك (?:الآن )?(?:لإكمال|لاستكمال|للاطلاع)"
    r"|لمتابعة القراءة|لمواصلة القراءة|لقراءة (?:المقال|الخبر|المادة|النص) (?:كامل|بالكامل)"
    r"|subscribers? only|subscribe to (?:continue|read)",
    re.IGNORECASE,
)

_TOO_COMPLICATED = "This page is too complicated to read. Paste its text instead."
_NO_ARTICLE = "No article was found in this page. Paste its text instead."
_EMPTY = "This page is empty. Open it in a browser, and paste the article's text instead."
_NOT_A_PAGE = "This is {kind}, not a web page. Open it, copy the article's text and paste that."
_WALL = (
    "This page asks for consent to cookies or for a check of the browser and shows no article. "
    "Open it in a browser, and paste the article's text instead."
)
_SUBSCRIBERS = (
    "This page shows only the beginning of its article to those who do not subscribe. "
    "Paste the whole text instead."
)


def read_page(body: bytes, *, url: str, content_type: str = "") -> Page:
    """Return the article of a page that came from `url`, in whatever language.

    Raises TextRejected, in words for an editor: no article, a cookie wall, the first lines before
    a paywall, something else than a page, or a page that takes too much to read.
    """
    try:
        answer = sandbox.read("article", body, url=url, content_type=content_type)
    except sandbox.ReadingFailed as error:
        raise TextRejected(_TOO_COMPLICATED) from error
    if refusal := answer.get("refusal"):
        raise TextRejected(refusal)
    return records.page_from(answer["read"])


def parse(body: bytes, *, url: str, content_type: str = "") -> Page:
    """Do what `read_page` does, in this process: for the sandbox and for tests."""
    import trafilatura

    for signature, kind in SIGNATURES.items():
        if body.startswith(signature):
            raise TextRejected(_NOT_A_PAGE.format(kind=kind))
    markup = text_of(body, content_type)
    root = tree_of(markup)
    if root is None:
        raise TextRejected(_EMPTY)
    facts = page_facts.of(root, url)
    found = trafilatura.bare_extraction(
        root, url=url or None, with_metadata=True, include_comments=False, include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    text = _lines(found.text if found else "")
    _refuse_walls(text or markup, len(_LETTER.findall(text)), facts.for_subscribers)
    if found is None:
        raise TextRejected(_NO_ARTICLE)
    byline, site = _byline(found.author), line(found.sitename)[:LONGEST_NAME]
    title = _without_site(line(found.title), site)
    text = _body(text, title, line(found.title), byline, site)
    if len(_LETTER.findall(text.replace(title, ""))) < _LEAST:
        raise TextRejected(_NO_ARTICLE)
    return Page(
        title=title[:LONGEST_TITLE],
        text=text[: MAX_CHARACTERS + 1],
        byline=byline,
        published_at=facts.published_at or moment_of(found.date),
        canonical_url=facts.canonical_url,
        language=facts.language,
        site_name=site,
    )


def _lines(text: str | None) -> str:
    lines = (clean_line(one, Removals()) for one in (text or "").splitlines())
    return "\n".join(filter(None, lines))


def _refuse_walls(text: str, letters: int, for_subscribers: bool) -> None:
    """Refuse what a page shows in place of its article, or of the rest of it."""
    if letters >= _STUB:
        return
    if for_subscribers or _PAYWALL.search(text):
        raise TextRejected(_SUBSCRIBERS)
    if _COOKIE_WALL.search(text):
        raise TextRejected(_WALL)


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site behind a bar or dash."""
    head, bar, tail = re.fullmatch(r"(.*?)(?:\s*([|–—-])\s+([^|–—-]*))?", title).groups()
    return head if bar and head and site and for_matching(tail) == for_matching(site) else title


def _body(text: str, *credits: str) -> str:
    """Return a text without the lines at its top that repeat the title or are only a date."""
    known = {for_matching(each) for each in credits}
    lines = text.splitlines()
    while lines and (for_matching(lines[0]) in known or _is_date(lines[0])):
        del lines[0]
    return "\n".join(lines)


def _is_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATE and moment_of(text) is not None


def _byline(author: str | None) -> str:
    """Return the author's name; "" for an address in its place."""
    name = line(author)
    return "" if "@" in name or "//" in name else name.replace("; ", "، ")[:LONGEST_NAME]
