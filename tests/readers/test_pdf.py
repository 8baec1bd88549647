"""The text layer of PDFs: order, words and paragraphs."""

import shutil
import subprocess

import pytest

from summaries.engine.errors import TextRejected
from summaries.readers import documents
from summaries.readers.pdf_lines import Glyph, Line, lines_of, paragraphs_of
from tests.browser.conftest import ARGUMENTS, NAMES
from tests.readers.outlets import PARAGRAPHS, TITLE, page

WIDTH, HEIGHT = 10.0, 16.0


def drawn(visual: str, y: float = 700.0, gap: float = 0.0) -> list[Glyph]:
    """Draw a line from left to right as it looks; a space is a gap that nothing fills."""
    glyphs, x = [], 50.0
    for char in visual:
        if char != " ":
            glyphs.append(Glyph(char, x, x + WIDTH, x, y, HEIGHT))
        x += WIDTH / 2 if char == " " else WIDTH + gap
    return glyphs


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("ديدج ربخ", "خبر جديد"),
        ("2026 ماع", "عام 2026"),
        (".12.5% ةبسنب", None),
        ("رتم ٤٢٫٥", "٤٢٫٥ متر"),
        ("Metro Systems ةكرش", "شركة Metro Systems"),
        ("www.metro.example عقوم", "موقع www.metro.example"),
        ("22/11/2026 خيراتب", "بتاريخ 22/11/2026"),
        ("(ءابنأ) ةلاكو", "وكالة (أنباء)"),
        (")ءابنأ( ةلاكو", "وكالة (أنباء)"),
        ("«معن» لاق", "قال «نعم»"),
        ("Breaking news", "Breaking news"),
    ],
)
def test_a_line_is_put_in_logical_order(visual, logical):
    (line,) = lines_of(drawn(visual))
    assert line.text == (logical or "بنسبة %12.5.")


def test_the_order_of_drawing_does_not_matter():
    glyphs = drawn("ديدج ربخ")
    assert lines_of(glyphs) == lines_of(glyphs[::-1])


def test_marks_go_to_the_letter_they_stand_over():
    letters = drawn("ربخ")
    mark = Glyph("\u064e", letters[2].left + 3, letters[2].right - 3, letters[2].x, 706.0, 4.0)
    (line,) = lines_of([mark, *letters])
    assert line.text == "خَبر"


def test_a_ligature_gives_both_its_letters():
    alef, lam = (Glyph(char, 60.0, 70.0, 60.0, 700.0, HEIGHT) for char in "ال")
    (line,) = lines_of([alef, lam, Glyph("س", 70.0, 80.0, 70.0, 700.0, HEIGHT)])
    assert line.text == "سلا"


def test_lines_become_paragraphs():
    def line(text, y, left=50.0, height=HEIGHT):
        return Line(text, left, 550.0, y, height)

    pages = [
        [
            line("عنوان", 760, height=24),
            line("أول الكلام", 720),
            line("آخره.", 700, left=400),
            line("فقرة ثانية", 680),
            line("تتصل", 660),
            line("بعد فراغ", 610),
        ],
        [line("على صفحة أخرى.", 760)],
    ]
    assert list(paragraphs_of(pages)) == [
        "عنوان", "أول الكلام آخره.", "فقرة ثانية تتصل", "بعد فراغ على صفحة أخرى.",
    ]  # fmt: skip


def pdf_file(
    content: bytes = b"", *, kids: bytes = b"[3 0 R]", box: bytes = b"[0 0 600 800]"
) -> bytes:
    """Write a PDF by hand, in the one font that every reader knows."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids" + kids + b">>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<</Font<<"
        b"/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length "
        + str(len(content)).encode()
        + b">>stream\n" + content + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )  # fmt: skip


def test_a_small_pdf_through_the_sandbox():
    content = b"BT /F 12 Tf 50 700 Td (The port of Ramla) Tj 0 -15 Td (reopens today.) Tj ET"
    assert documents.text_of_pdf(pdf_file(content)) == "The port of Ramla reopens today."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf_file(), "holds pictures of text"),
        (b"%PDF-1.7 and nothing", "not a readable PDF"),
        (b"", "not a readable PDF"),
        (pdf_file(kids=b"[2 0 R 2 0 R]"), "PDF"),
        (pdf_file(b"q " * 500_000 + b"0 0 m " * 500_000), "PDF"),
        (pdf_file(b"BT ", box=b"[0 0 1e30 1e30]"), "PDF"),
    ],
    ids=["scan", "damaged", "empty", "loop of pages", "deep stack", "huge page"],
)
def test_what_holds_no_text_is_refused_in_words(data, words):
    with pytest.raises(TextRejected, match=words):
        documents.text_of_pdf(data)


def test_a_pdf_of_endless_text_is_cut():
    content = b"BT /F 1 Tf 0 700 Td " + b"(news ) Tj 0 -2 Td " * 100_000 + b"ET"
    try:
        assert len(documents.text_of_pdf(pdf_file(content))) <= 200_001
    except TextRejected as refusal:
        assert "too complicated" in str(refusal)  # noqa: PT017


@pytest.mark.browser
def test_an_arabic_pdf_from_a_real_browser(tmp_path):
    """The words of the article come back in order; vowel signs may be lost with their letters."""
    article, printed = tmp_path / "article.html", tmp_path / "article.pdf"
    article.write_text(page().replace("lang='ar'", "lang='ar' dir='rtl'"), "utf-8")
    # A process of its own: Playwright's loop would get in the way of the browser tests'.
    subprocess.run(
        [
            next(filter(None, map(shutil.which, NAMES))),
            "--headless",
            *ARGUMENTS,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            article.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = " ".join(documents.text_of_pdf(printed.read_bytes()).split())
    assert TITLE in text
    for paragraph in (PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3]):
        assert paragraph in text
