"""Uploaded files: what is read, and that no file can hold up or bring down the process."""

import io
import time
import zipfile

import docx
import pytest

from summaries.engine.errors import TextRejected
from summaries.readers import limits
from summaries.services.files import text_of_file
from tests.timing import cpu_seconds

PARAGRAPH = "أعلن وزير النقل، أمس الاثنين، افتتاح الميناء الجديد في مدينة الزاهرة."
TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    b'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    b"</Relationships>"
)


def word_file(document: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a Word file by hand, because Word would not make one like these."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
    return data.getvalue()


def word_xml(body: bytes) -> bytes:
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return b'<w:document xmlns:w="%s">%s</w:document>' % (namespace, body)


def paragraphs(*lines: str) -> bytes:
    runs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return word_xml(f"<w:body>{runs}</w:body>".encode())


def page(body: str, title: str = "الميناء الجديد") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def test_a_word_file_is_read_paragraph_by_paragraph():
    document = docx.Document()
    for line in ("الميناء الجديد", "", PARAGRAPH):
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    assert text_of_file("a.docx", data.getvalue()) == f"الميناء الجديد\n\n{PARAGRAPH}"
    assert text_of_file("A.DOCX", word_file(paragraphs(PARAGRAPH))) == PARAGRAPH


def test_a_page_is_read_with_its_title_and_without_its_menu():
    body = f"<nav>الرئيسية</nav><article>{f'<p>{PARAGRAPH}</p>' * 3}</article>"
    text = text_of_file("a.htm", page(body))
    assert text.startswith("الميناء الجديد\n\nأعلن وزير النقل")
    assert "الرئيسية" not in text


def test_what_comes_out_is_never_longer_than_the_desk_may_see():
    text = text_of_file("a.docx", word_file(paragraphs("ا" * 300_000)))
    assert len(text) == 200_001


def flipped(data: bytes, marker: bytes, offset: int, value: int) -> bytes:
    """Overwrite one byte of every zip header that starts with `marker`."""
    changed, at = bytearray(data), data.find(marker)
    while at >= 0:
        changed[at + offset] = value
        at = data.find(marker, at + 1)
    return bytes(changed)


GOOD = word_file(paragraphs(PARAGRAPH))
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


@pytest.mark.parametrize(
    "data",
    [
        b"not a zip",
        GOOD[: len(GOOD) // 2],
        word_file(b"<w:document"),
        word_file(b""),
        word_file(word_xml(b"")),
        word_file(b"<html/>"),
        flipped(flipped(GOOD, LOCAL, 6, 1), CENTRAL, 8, 1),
        flipped(flipped(GOOD, LOCAL, 8, 99), CENTRAL, 10, 99),
        flipped(GOOD, b"word/document.xml", 17, 0xFF),
    ],
    ids=[
        "no zip", "cut off", "broken XML", "empty XML", "no body", "other XML", "encrypted",
        "unknown compression", "damaged compression",
    ],
)  # fmt: skip
def test_a_damaged_word_file_is_refused_in_words(data):
    with pytest.raises(TextRejected, match=r"not a readable Word file. Save it again as .docx"):
        text_of_file("a.docx", data)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: word_file(word_xml(b"<w:body>" + b"<w:p/>" * 1_000_000 + b"</w:body>"))),
        ("a.docx", lambda: word_file(paragraphs("ا</w:t></w:r><w:r><w:t>" * 900_000))),
        ("a.html", lambda: page("<p>x" * 900_000)),
        ("a.html", lambda: page("<br>" * 900_000)),
        ("a.html", lambda: page("<div>" * 200_000)),
        ("a.html", lambda: page("<a href=x>ا</a>" * 190_000)),
    ],
    ids=["paragraphs", "runs", "p", "br", "nested div", "links"],
)
def test_a_file_that_takes_too_much_is_refused_and_costs_this_process_nothing(name, make):
    data = make()

    def refuse():
        with pytest.raises(TextRejected, match="Paste its text instead"):
            text_of_file(name, data)

    start = time.perf_counter()
    assert cpu_seconds(refuse, runs=1) < 1
    assert time.perf_counter() - start < limits.WALL_SECONDS + 5


def test_the_rows_of_a_table_in_a_word_file_are_kept_in_their_place():
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "السعر الجديد", "٥٫٧٥٪"
    document.add_paragraph("الخاتمة.")
    data = io.BytesIO()
    document.save(data)
    assert text_of_file("a.docx", data.getvalue()).splitlines() == [
        PARAGRAPH,
        "السعر الجديد ٥٫٧٥٪",
        "الخاتمة.",
    ]
