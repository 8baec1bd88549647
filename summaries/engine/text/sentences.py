"""Splitting an Arabic paragraph into sentences, by rules (see docs/decisions/0007).

Arabic has no capital letters, so what follows a full stop says little. The rules look at the word
before the stop, at the mark itself, and at the first word after it; every look is bounded, so the
work is linear in the text's length whatever the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.engine.text import lexicon
from summaries.engine.text.normalise import strip_marks

_STOP = re.compile(r"(?P<mark>[.!?؟۔…‼⁇⁈⁉]++)(?P<closers>[\"”“»«’'\])]*+)")
_QUOTES = '"“”„«»'
_BRACKETS = {")": "(", "]": "["}
_QUOTE_OR_BRACKET = re.compile(r"[\"“”„«»()\[\]]")
# A quotation longer than this is several sentences, too long for one translation.
_LONGEST_QUOTATION = 400
_WINDOW = 40

_WORD_BEFORE = re.compile(r"([^\s«»\"“”()\[\]،؛:/]*)$")
_WORD_AFTER = re.compile(r"[\s«»\"“”()\[\]\u200f\u200e]*([^\s«»\"“”()\[\]،؛:.!?؟]*)")
_CONTINUES = tuple("،؛,;:)]")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}")
# «و» joined to a verb or particle opens a sentence; «وال…» goes on with a list of nouns.
_JOINED_OPENER = re.compile(r"[وف](?!ال)[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d{1,3}")
_GLUED_WORDS = re.compile(r"[\u0620-\u064a]{3,}$")
_GLUED_NEXT = re.compile(r"[\u0620-\u064a]{3}")
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$", re.IGNORECASE)
_HAS_CONTENT = re.compile(r"\w")


def split_sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, stripped; together they hold all of its characters.

    Breaks at newlines and at . ! ? ؟ where they end a sentence; not after abbreviations, initials,
    list numbers, inside numbers, addresses, quotations and brackets, nor at an ellipsis.
    """
    return [sentence for line in paragraph.splitlines() for sentence in _split_line(line)]


def _split_line(line: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for end in [*_boundaries(line), len(line)]:
        piece = line[start:end].strip()
        start = end
        if sentences and not _HAS_CONTENT.search(piece):
            sentences[-1] = f"{sentences[-1]} {piece}".rstrip()
        elif piece:
            sentences.append(piece)
    return sentences


def _boundaries(line: str) -> Iterator[int]:
    """Yield the offsets at which a sentence of `line` ends and another begins."""
    inside = _quoted(line)
    start, item = 0, 0
    for stop in _STOP.finditer(line):
        number = _list_number(line, stop, start, item)
        if number:
            item = number
        elif stop.end() < len(line) and not inside[stop.end()] and _ends_sentence(line, stop):
            start = stop.end()
            yield start


def _quoted(line: str) -> bytearray:
    """Return a flag for every offset of `line`: 1 where a cut would fall inside a quotation."""
    flags = bytearray(len(line) + 1)
    quote: int | None = None
    brackets: list[tuple[str, int]] = []
    for match in _QUOTE_OR_BRACKET.finditer(line):
        mark, at = match[0], match.start()
        opened = None
        if mark in _QUOTES:
            opened, quote = _pair_quote(line, at, quote)
        elif mark not in _BRACKETS:
            brackets.append((mark, at))
        elif brackets and brackets[-1][0] == _BRACKETS[mark]:
            opened = brackets.pop()[1]
        if opened is not None and at - opened <= _LONGEST_QUOTATION:
            flags[opened + 1 : at + 1] = b"\x01" * (at - opened)
    return flags


def _pair_quote(line: str, at: int, quote: int | None) -> tuple[int | None, int | None]:
    """Return (start of the quotation that the mark at `at` closes, start of the one now open).

    Spacing decides, because writers of Arabic type both « and » (and “ and ”) at either end, and
    because one forgotten mark must not turn the rest of the paragraph inside out.
    """
    space_before = at == 0 or line[at - 1].isspace() or line[at - 1] in "([:،"
    space_after = at + 1 == len(line) or line[at + 1].isspace() or line[at + 1] in ".،؛:!?؟)]"
    opens = quote is None if space_before == space_after else space_before
    return (None, at) if opens else (quote, None)


def _list_number(line: str, stop: re.Match[str], start: int, item: int) -> int:
    """Return the number of a list item ("2.") that ends at `stop`, or 0 if it is none."""
    word = _words_before(line, stop.start())[1]
    if stop["mark"] != "." or not _NUMBER.fullmatch(word):
        return 0
    opening = line[max(start, stop.start() - len(word) - _WINDOW) : stop.start() - len(word)]
    number, opening = int(word), opening.rstrip()
    leads = not opening or (number == 1 and opening.endswith(":"))
    return number if leads or (item and number == item + 1) else 0


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    """Decide one stop, which is neither at the end of the line nor inside a quotation."""
    rest = line[stop.end() : stop.end() + _WINDOW]
    if rest.lstrip().startswith(_CONTINUES):
        return False
    if not rest[0].isspace():
        return _ends_sentence_without_space(line, stop, rest)
    previous, word = _words_before(line, stop.start())
    mark = stop["mark"]
    following = strip_marks(_WORD_AFTER.match(rest)[1])
    asks = any(c in "!?؟‼⁇⁈⁉" for c in mark)
    if not asks and mark not in (".", "۔"):
        return False  # an ellipsis
    if stop["closers"]:
        return _ends_after_quotation(asks, following)
    if asks:
        return word.casefold() not in lexicon.EXCLAIMED_NAMES
    return not _is_abbreviation(previous, word, following)


def _ends_sentence_without_space(line: str, stop: re.Match[str], rest: str) -> bool:
    """A forgotten space («انتهى.وقال») is mended; addresses, times and decimals stay whole."""
    before = line[max(0, stop.start() - _WINDOW) : stop.start()]
    if _ADDRESS.search(before):
        return False
    if stop["mark"] == ".":
        return bool(_GLUED_WORDS.search(before) and _GLUED_NEXT.match(rest))
    asks = any(c in "!?؟" for c in stop["mark"])
    return asks and not stop["closers"] and bool(_ARABIC_LETTER.match(rest))


def _ends_after_quotation(asks: bool, following: str) -> bool:
    """A stop just inside closing marks: does the sentence around the quotation end there too?"""
    if asks:
        return following.startswith("و") and _opens_sentence(following)
    return following not in lexicon.REPORTING


def _is_abbreviation(previous: str, word: str, following: str) -> bool:
    """Return whether the full stop after `word` belongs to the word alone."""
    if len(word) == 2 and word[0] == "و":
        word = word[1]  # «وأ. كريم»; no Arabic word of two letters begins with «و»
    if len(word) == 1 and word.isalpha():
        era = previous[-1:].isdigit() or word.isascii()  # «1445 هـ.», «2024 م.», "KV u."
        return previous not in lexicon.LABELLED and not (era and _opens_sentence(following))
    if word in lexicon.TITLES or word[1:] in lexicon.TITLES:
        return True  # «لأ.د.»: titles take joined particles
    if word.casefold() in lexicon.ABBREVIATIONS or _INITIALISM.fullmatch(word):
        return not _opens_sentence(following)
    return False


def _opens_sentence(word: str) -> bool:
    return word in lexicon.OPENERS or bool(_JOINED_OPENER.match(word))


def _words_before(line: str, at: int) -> tuple[str, str]:
    """Return the two words that end at offset `at`, bare of tashkeel and tatweel."""
    before = strip_marks(line[max(0, at - _WINDOW) : at])
    word = _WORD_BEFORE.search(before)
    return _WORD_BEFORE.search(before[: word.start()].rstrip())[1], word[1]
