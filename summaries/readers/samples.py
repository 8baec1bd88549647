"""A small document of each kind, read once before the first fork.

Parsers load what they need on first use (the names of months, tables of characters). A forked
reader cannot: it may open no file.
"""

from __future__ import annotations

import codecs
import encodings
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from summaries.engine.errors import TextRejected

_URL = "https://outlet.example/news/1"
_PARAGRAPH = "<p>أعلن وزير النقل، أمس الاثنين، افتتاح الميناء الجديد في مدينة الزاهرة.</p>"
_PAGE = (
    "<html lang='ar'><head><title>الميناء الجديد</title><link rel='canonical' href='/news/1'>"
    "<meta property='og:url' content='/news/1'><meta property='og:site_name' content='المنارة'>"
    "<meta name='author' content='سلمى'></head><body><article><h1>الميناء</h1>"
    f"<time>22 نوفمبر 2026</time>{_PARAGRAPH * 9}<a href='/news/2'>خبر</a></article></body></html>"
)
_RSS = (
    "<rss version='2.0'><channel><title>المنارة</title><item><title>خبر</title><link>/1</link>"
    f"<pubDate>12 رجب 1448 هـ</pubDate><description><![CDATA[{_PARAGRAPH}]]></description></item>"
    "</channel></rss>"
)
_JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": "خبر"}]}'
_CUT_OFF = "<rss version='2.0'><channel><item><title>a &nbsp; b</title>"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1"
    b"/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 32>>stream\nBT /F 9 Tf 9 9 Td (sample) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>"
)


# Standard and date modules that the libraries import where they need them, if they do.
_ON_FIRST_USE = (
    "_strptime dateutil.easter dateutil.rrule dateutil.tz dateutil.zoneinfo linecache tracemalloc"
).split()


def warm_up(readers: Mapping[str, Callable[..., Any]]) -> None:
    """Read a sample with each reader, so that all of their libraries are loaded."""
    import tld

    for name in _ON_FIRST_USE:
        import_module(name)
    for module in iter_modules(encodings.__path__):
        with suppress(LookupError):
            codecs.lookup(module.name)
    # Knows the public suffixes from a file, and would fetch them anew where that cannot be opened.
    tld.get_tld(_URL, fail_silently=True)
    for feed in (_RSS, _CUT_OFF, _JSON, _RSS.replace("rss", "feed")):
        _try(readers["feed"], feed.encode(), url=_URL)
    _try(readers["feed"], _RSS.encode("cp1256"), url=_URL, content_type="text/xml; charset=x")
    _try(readers["listing"], _PAGE.encode(), url=_URL, link_pattern="/news/*")
    for page in (_PAGE, _PAGE.replace("<time>", "<p class='date'>"), "<p>"):
        _try(readers["article"], page.encode(), url=_URL)
    _try(readers["page"], _PAGE.encode())
    _try(readers["word"], _word())
    _try(readers["word"], b"PK")
    _try(readers["pdf"], _PDF)
    _try(readers["pdf"], b"%PDF")


def _try(reader: Callable[..., Any], *data: bytes, **told: str) -> None:
    with suppress(TextRejected):
        reader(*data, **told)


def _word() -> bytes:
    import docx

    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph("الميناء")
    document.add_table(rows=1, cols=1)
    document.save(data)
    return data.getvalue()
