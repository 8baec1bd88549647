"""Words underlined in a text: the right characters, whole letters, and nothing but text as HTML."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from summaries.models import Finding
from summaries.templatetags.findings import Mark, marked


def _bad(start: int, end: int, about: str = "f1") -> Mark:
    return Mark(start, end, about, "bad")


def _warn(start: int, end: int, about: str = "f2") -> Mark:
    return Mark(start, end, about, "warn")


BAD = '<mark class="bad" aria-describedby="f1">'
WARN = '<mark class="warn" aria-describedby="f2">'
BOTH = '<mark class="bad" aria-describedby="f1 f2">'


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("On 15 May.", [], "On 15 May."),
        ("On 15 May.", [_bad(3, 9)], f"On {BAD}15 May</mark>."),
        ("15 May", [_bad(0, 6)], f"{BAD}15 May</mark>"),
        ("ab cd", [_bad(0, 2), _warn(3, 5)], f"{BAD}ab</mark> {WARN}cd</mark>"),
        ("abcd", [_bad(1, 3), _warn(0, 4)], f"{WARN}a</mark>{BOTH}bc</mark>{WARN}d</mark>"),
        ("abcd", [_bad(0, 3), _warn(2, 4)], f"{BAD}ab</mark>{BOTH}c</mark>{WARN}d</mark>"),
        ("abcd", [_bad(1, 3), _bad(1, 3)], f"a{BAD}bc</mark>d"),
        ("abcd", [_bad(2, 2), _bad(9, 12), _bad(3, 1)], "abcd"),
        ("abcd", [_bad(2, 99)], f"ab{BAD}cd</mark>"),
        ("", [_bad(0, 3)], ""),
        ("<b>5</b>", [_bad(3, 4)], f"&lt;b&gt;{BAD}5</mark>&lt;/b&gt;"),
        ("a & b", [_bad(2, 3)], f"a {BAD}&amp;</mark> b"),
        # Outside of the first plane: an index counts characters, not halves of them.
        ("😀 15 May 😀", [_bad(2, 8)], f"😀 {BAD}15 May</mark> 😀"),
        # A letter keeps its signs, whichever side of the edge they stand on.
        ("مَدرسة", [_bad(0, 1)], f"{BAD}مَ</mark>درسة"),
        ("مَدرسة", [_bad(1, 3)], f"{BAD}مَد</mark>رسة"),
        ("cafe\u0301 au", [_bad(0, 4)], f"{BAD}cafe\u0301</mark> au"),
        ("👩\u200d🚀 up", [_bad(0, 1)], f"{BAD}👩\u200d🚀</mark> up"),
    ],
)  # fmt: skip
def test_words_are_underlined(text, marks, html):
    assert marked(text, marks) == html


class _Reader(HTMLParser):
    """Collects the text, and the text under marks with what they are about."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.about, self.tags, self.pieces = "", "", [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.about = dict(attrs)["aria-describedby"]

    def handle_endtag(self, tag):
        self.about = ""

    def handle_data(self, data):
        self.text += data
        self.pieces.append((self.about, data))


texts = st.text(alphabet=st.sampled_from("ab <>&\"'مرحبَ\u0301\u200d😀"), max_size=30)
spans = st.tuples(st.integers(-3, 33), st.integers(-3, 33), st.sampled_from(["f1", "f2"]))


@given(texts, st.lists(spans, max_size=6))
def test_no_mark_changes_the_text_or_makes_html_of_it(text, found):
    html = marked(text, [_bad(*span) for span in found])
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert unescape(re.sub(r"</?mark[^>]*>", "", html)) == text
    assert set(reader.tags) <= {"mark"}
    for start, end, about in found:
        under = {about_of for at, about_of in _by_place(reader) if max(0, start) <= at < end}
        assert all(about in names.split() for names in under)


def _by_place(reader: _Reader):
    place = 0
    for about, data in reader.pieces:
        yield from ((place + n, about) for n in range(len(data)))
        place += len(data)


def test_what_is_said_keeps_each_quotation_in_its_direction():
    found = Finding(
        message="The Arabic says «%(arabic)s», the English “%(english)s”.",
        values={"arabic": "آذار", "english": "100% May"},
    )
    with override("en"):
        words = found.words
        plain = Finding(message="100% of it is missing.").words
    assert words == "The Arabic says «\u2068آذار\u2069», the English “\u2068100% May\u2069”."
    assert plain == "100% of it is missing."
