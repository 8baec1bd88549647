"""Arabic comes out readable whatever is declared."""

import pytest

from summaries.readers import feeds, pages
from summaries.readers.charsets import text_of
from tests.readers.outlets import PARAGRAPHS, TITLE, URL, page, rss, rss_item

# Without what windows-1256 and ISO 8859-6 cannot write.
PLAIN = "أعلن وزير النقل أن الأعمال في الخط الثالث انتهت، وأن الافتتاح يوم الاثنين المقبل."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256", "iso8859-6"]
)
@pytest.mark.parametrize(
    "declared",
    ["", "utf-8", "windows-1256", "iso-8859-6", "iso-8859-1", "us-ascii", "nonsense", "zlib"],
)
@pytest.mark.parametrize(
    "header", ["", "text/xml; charset=windows-1256", "text/xml;charset='utf-8'"]
)
def test_feeds_in_any_encoding_whatever_they_declare(encoding, declared, header):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = rss(rss_item(title=PLAIN, description=PLAIN), head=head)
    body = text.encode(encoding, errors="replace")
    (entry,) = feeds.parse(body, url=URL, content_type=header).entries
    assert (entry.title, entry.text) == (PLAIN, PLAIN)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "windows-1252", ""])
def test_pages_in_windows_1256_whatever_they_declare(declared):
    text = page().replace("charset='utf-8'", f"charset='{declared}'")
    found = pages.parse(text.encode("cp1256", errors="xmlcharrefreplace"), url=URL)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.title == TITLE


def test_a_feed_of_two_encodings_is_read_piece_by_piece():
    first, second = rss_item(1, title=PLAIN), rss_item(2, title="عاجل: " + PLAIN)
    head, _, tail = rss("|").partition("|")
    body = (
        head.encode() + first.encode() + second.encode("cp1256", errors="replace") + tail.encode()
    )
    titles = [entry.title for entry in feeds.parse(body, url=URL).entries]
    assert titles == [PLAIN, "عاجل: " + PLAIN]


def test_a_broken_byte_costs_one_letter():
    data = PLAIN.encode()
    assert text_of(data[:5] + b"\xff" + data[5:]).count("\ufffd") <= 3
    assert PLAIN[10:] in text_of(data[:5] + b"\xff" + data[5:])


def test_what_is_declared_decides_among_other_alphabets():
    russian = "Министр открыл новый порт в городе"
    assert text_of(russian.encode("cp1251"), "text/html; charset=windows-1251") == russian
    french = "Été à la plage, où le maïs pousse"
    assert text_of(french.encode("latin-1"), "text/html; charset=iso-8859-1") == french


def test_control_characters_go_and_lines_stay():
    assert text_of("أ\x00ب\x08\x0b\x1f\n\tت\ufffe".encode()) == "أب\n\tت"
