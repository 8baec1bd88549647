"""Recognising one line of page furniture by its look and its words alone."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from summaries.engine.text import lexicon
from summaries.engine.text.normalise import for_matching, strip_marks

LONGEST_HEADLINE = 24  # words; two full lines of a newspaper headline
_LONGEST_CREDIT = 5
_LONGEST_FOOTER = 8
_LONGEST_CALL = 25  # the call and the headline it points to, on one line

_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"[^\W_]+")
_FULL_STOP = re.compile(r"(?<![.…])[.۔][\"”“»«)]*$")
_MARK_AT_END = re.compile(r"[.۔!?؟…:،؛][\"”“»«)]*$")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.؟] \S")
_SEPARATOR = re.compile(r"\s*[-–—/|،,+]\s*|\s+و(?=وكالات)")
_WRAPPED = re.compile(r"[(\[][^()\[\]]+[)\]]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+", re.IGNORECASE)
_HASHTAGS = re.compile(r"#[^\s#،,]+(?:[\s،,]+#[^\s#،,]+)*[\s،,]*")
_LABEL = re.compile(r"([^:|]*?)\s*[:|]")


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """Fold a line once for all the questions that are asked about it in a row."""
    return for_matching(text)


def is_headline_like(text: str) -> bool:
    """Return whether a line is short and neither ends with nor contains a full sentence."""
    return (
        _is_short(text, LONGEST_HEADLINE)
        and not _FULL_STOP.search(text)
        and not _SENTENCE_INSIDE.search(text)
    )


def is_agency(text: str) -> bool:
    """Return whether the line is only a credit: an agency, a paper, a byline, a photographer.

    A known agency alone or joined to a place («بيروت - رويترز»); a short line in Latin letters or
    in brackets; «وكالة …», «… نيوز» and the like; «المصدر: …».
    """
    if not _is_short(text, _LONGEST_CREDIT):
        return False
    folded = _folded(text).strip("()[] :.")
    if _is_known_agency(folded):
        return True
    if _FULL_STOP.search(text):
        return False
    if _WRAPPED.fullmatch(text) or not _ARABIC_LETTER.search(text):
        return bool(_WORD.search(text))
    return _label(text) in lexicon.CREDITS_WITH_COLON or _is_credit(folded.split())


def _is_known_agency(folded: str) -> bool:
    parts = [part for part in _SEPARATOR.split(folded) if part]
    others = [part for part in parts if part not in lexicon.AGENCIES]
    is_place = len(others) == 1 and len(others[0].split()) <= 2
    return folded in lexicon.AGENCIES or (len(others) < len(parts) and (not others or is_place))


def _is_credit(words: list[str]) -> bool:
    if not words:
        return False
    longest = lexicon.CREDIT_FIRST_WORDS.get(words[0], 0)
    return len(words) <= max(longest, lexicon.CREDIT_LAST_WORDS.get(words[-1], 0))


def is_name_like(text: str) -> bool:
    """Return whether a line may be a bare name: up to three words, or five around a dash."""
    words = text.split()
    dashed = any(word in "-–—|/" for word in words)
    return len(words) <= (_LONGEST_CREDIT if dashed else 3) and not _MARK_AT_END.search(text)


def is_footer(text: str) -> bool:
    """Return whether the line belongs to the page: buttons, tags, dates, copyright, rules."""
    if not _WORD.search(strip_marks(text)) or is_tag_block(text):
        return True
    if _ADDRESS.fullmatch(text) or _HASHTAGS.fullmatch(text):
        return True
    if not _is_short(text, _LONGEST_FOOTER):
        return False
    folded = _folded(text)
    if text.startswith("©") or is_bare(text, lexicon.FOOTERS) or _is_date(folded):
        return True
    stamp = folded.startswith(lexicon.STAMPS) and any(c.isdigit() for c in folded)
    return stamp or _opens_with(folded, lexicon.FOOTER_OPENINGS)


def is_tag_block(text: str) -> bool:
    """Return whether the line is a heading of tags, comments or buttons, with or without them."""
    return _is_short(text, _LONGEST_CALL) and (
        is_bare(text, lexicon.FOOTER_BLOCKS) or _label(text) in lexicon.FOOTER_BLOCKS
    )


def is_teaser_call(text: str) -> bool:
    """Return whether the line invites to another story or a channel («اقرأ أيضا», «تابعونا»)."""
    return _is_short(text, _LONGEST_CALL) and (
        is_bare(text, lexicon.TEASER_CALLS)
        or _label(text) in lexicon.TEASER_CALLS
        or _opens_with(_folded(text), lexicon.TEASER_OPENINGS)
    )


def is_bare(text: str, phrases: Set[str]) -> bool:
    """Return whether the line is one of the (folded) phrases with nothing but marks around it."""
    return _folded(text).strip(" :.|«»-–!…()0123456789") in phrases


def _is_short(text: str, words: int) -> bool:
    # The cheap test first: most lines of an article are long.
    return len(text) <= words * 20 and len(text.split()) <= words


def _is_date(folded: str) -> bool:
    words = _WORD.findall(folded)
    return any(word.isdigit() for word in words) and all(
        word.isdigit() or word in lexicon.DATE_WORDS for word in words
    )


def _label(text: str) -> str:
    """Return the folded words before the line's first colon or bar, "" if it has none."""
    label = _LABEL.match(text)
    return _folded(label[1]) if label else ""


def _opens_with(folded: str, phrases: tuple[str, ...]) -> bool:
    return folded.startswith(phrases) and any(
        folded.startswith(p) and not folded[len(p) :][:1].isalnum() for p in phrases
    )
