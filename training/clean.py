"""One pair at a time: what the model will see of it, and whether it is worth learning from."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from summaries.checks.base import Pair
from summaries.checks.numbers.checks import ChangedNumber, MissingNumber
from summaries.engine.text import for_model
from summaries.engine.text.intake import language_of

_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3"
ARABIC_LETTER = re.compile(f"[{_ARABIC}]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")

# What a page or a program is written with, taken off where the words stay whole without it.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.*?-->")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*\*|``?|(?<!\w)__|__(?!\w)")
_ESCAPE = re.compile(r"\\(?=[^\w\s]|_|$)")
_BULLET = re.compile(r"^\s*(?:#+|[>*•·▪●–-])\s+")
# An accelerator: the key that chooses a menu entry («ملف (&F)», “&File”, “_File”).
_ACCELERATOR = re.compile(r"\s*\([&_]\w\)|(?<!\S)[&_](?=[^\W\d_])")
_INVISIBLE = re.compile("[\u00ad\ufffc]")
# What is left of them, or stands for something a reader would see instead: no text to learn from.
_MARKUP = re.compile(
    r"%(?:\d+\$)?[sdiu]\b|%\(?\w+\)|[{}]|<[/!a-zA-Z]|\[\[|\]\]|[|\\^]|=="
    r"|\w_\w|\*\w|https?:|www\.|&\w+;|\ufffd"
)
# Where a link or a formula stood before somebody took it out: «في ،», «()», «: .».
_HOLE = re.compile(
    r"(?<!\w)(?:في|من|إلى|على|عن|بين|مع|و)\s*[،؛.](?!\w)|\(\s*[،,]?\s*\)|\"\s*\"|: ?[.،]"
)
# “$1” is a dollar in English; Arabic writes the word.
_NUMBERED = re.compile(r"\$[1-9](?![\d.,])")
# Latin marks after Arabic words, as some corpora type them.
_LATIN_MARKS = (
    (re.compile(rf"(?<=[{_ARABIC}])\s*,(?=[\s\"'(]*[{_ARABIC}])"), "،"),
    (re.compile(rf"(?<=[{_ARABIC}])\s*;(?=[\s\"'(]*[{_ARABIC}])"), "؛"),
    (re.compile(rf"(?<=[{_ARABIC}])\?"), "؟"),
)
_GLUED_MARK = re.compile(rf"([،؛])(?=[{_ARABIC}])")

_NUMBER_CHECKS = (ChangedNumber(), MissingNumber())


@dataclass(frozen=True)
class Limits:
    """When a pair is no good.

    `most_words` of either side; `english_per_arabic`: the least and most English words for an
    Arabic one, give or take `slack` words; `letters`: the least share of letters among what is not
    blank; `language_words`: the length from which the language is asked for (shorter: guesswork).
    """

    most_words: int
    english_per_arabic: tuple[float, float]
    slack: int
    letters: float
    language_words: int


def clean_arabic(text: str) -> str:
    """Return Arabic as the translator is given it at run time, without page and program marks."""
    text = _plain(text)
    for wrong, right in _LATIN_MARKS:
        text = wrong.sub(right, text)
    return _GLUED_MARK.sub(r"\1 ", text)


def clean_english(text: str) -> str:
    """Return English with plain quotation marks and single spaces, without page marks."""
    return _plain(text)


def clean_pair(arabic: str, english: str) -> tuple[str, str]:
    """Return both sides clean, with a list's bullets gone where both have one."""
    arabic, english = clean_arabic(arabic), clean_english(english)
    if _BULLET.match(arabic) and _BULLET.match(english):
        arabic, english = _BULLET.sub("", arabic), _BULLET.sub("", english)
    return arabic, english


def _plain(text: str) -> str:
    text = _TAG.sub(" ", _INVISIBLE.sub("", html.unescape(_ESCAPE.sub("", text))))
    text = _ACCELERATOR.sub("", _EMPHASIS.sub("", _LINK.sub(r"\1", text)))
    return for_model(text)


def fault(arabic: str, english: str, limits: Limits) -> str:
    """Return the name of the first filter a cleaned pair fails, "" if it passes them all."""
    return next((name for name, fails in FILTERS.items() if fails(arabic, english, limits)), "")


def arabic_fault(arabic: str, limits: Limits) -> str:
    """Return the name of the first filter a line of Arabic alone fails, "" if none."""
    fails = (name for name, fails in ARABIC_FILTERS.items() if fails(arabic, limits))
    return next(fails, "")


def words(text: str) -> int:
    """Return how many words a text has, counted by its blanks."""
    return len(text.split())


def lengths_differ(arabic: str, english: str, rates: tuple[float, float], slack: int) -> bool:
    """Tell whether a pair has fewer or more English words for an Arabic one than `rates`.

    Give or take `slack` words, because short lines vary more.
    """
    fewest, most = (rate * words(arabic) for rate in rates)
    return not fewest - slack <= words(english) <= most + slack


def _has_markup(arabic: str, limits: Limits) -> bool:
    return bool(_MARKUP.search(arabic) or _NUMBERED.search(arabic))


def _numbers_differ(arabic: str, english: str, limits: Limits) -> bool:
    """Tell whether numbers differ; the desk's own check has the last word, as it reads words."""
    if Counter(_DIGITS.findall(arabic)) == Counter(_DIGITS.findall(english)):
        return False
    pair = Pair(arabic, english)
    return any(True for check in _NUMBER_CHECKS for _finding in check.find(pair))


def _few_letters(text: str, limits: Limits) -> bool:
    visible = len(text) - text.count(" ")
    return len(_LETTER.findall(text)) < limits.letters * visible


def _is_mostly_latin(arabic: str, limits: Limits) -> bool:
    return 2 * len(ARABIC_LETTER.findall(arabic)) <= len(_LETTER.findall(arabic))


def is_in(language: str, text: str, shortest: int) -> bool:
    """Tell whether a text is in a language (ISO 639), in doubt yes, as of one below `shortest`.

    Dialects have codes of their own.
    """
    return words(text) < shortest or language_of(text) in ("", language)


def _is_other_language(arabic: str, english: str, limits: Limits) -> bool:
    shortest = limits.language_words
    return not (is_in("ar", arabic, shortest) and is_in("en", english, shortest))


# What is wrong, by the name under which it is counted; the first that applies.
FILTERS: dict[str, Callable[[str, str, Limits], bool]] = {
    "empty": lambda arabic, english, limits: not (arabic and english),
    "copied": lambda arabic, english, limits: arabic.casefold() == english.casefold(),
    "markup": lambda a, e, limits: _has_markup(a, limits) or bool(_MARKUP.search(e)),
    "no Arabic": lambda arabic, english, limits: _is_mostly_latin(arabic, limits),
    "Arabic in the English": lambda arabic, english, limits: bool(ARABIC_LETTER.search(english)),
    "too long": lambda a, e, limits: max(words(a), words(e)) > limits.most_words,
    "lengths differ": lambda a, e, limits: lengths_differ(
        a, e, limits.english_per_arabic, limits.slack
    ),
    "few letters": lambda a, e, limits: _few_letters(a, limits) or _few_letters(e, limits),
    "other language": _is_other_language,
    "numbers differ": _numbers_differ,
}
ARABIC_FILTERS: dict[str, Callable[[str, Limits], bool]] = {
    "empty": lambda arabic, limits: not arabic,
    "markup": _has_markup,
    "hole": lambda arabic, limits: bool(_HOLE.search(arabic)),
    "no Arabic": _is_mostly_latin,
    "few letters": _few_letters,
    "other language": lambda arabic, limits: not is_in("ar", arabic, limits.language_words),
}
