"""English sentences, words and stems, as the guard, the summarizer and the evidence need them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from yasbd import BoundaryDetector

# What a sentence may end with before the closing quotes and brackets.
TERMINAL = ".!?…"
_CLOSING = "\"'”’»)]"
_ALONE_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_OPENS_SENTENCE = re.compile(r"(?:The|A|An|It|He|She|They|We|I|But|And|In|On|At|This|That)\b")
# Letters that NFKD leaves whole although readers see an accent on them.
_FOLD_EXTRA = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "’": "'"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


STOP_WORDS = frozenset(
    (
        """a about after again against all also although am among an and any are as at be
        because been before being between both but by can could did do does doing down during
        each either even ever every few for from further had has have having he her here hers
        him himself his how however i if in into is it its itself just like many may me
        meanwhile might more most much must my neither no nor not now of off on once one only
        onto or other our out over own per rather same shall she should since so some still
        such than that the their them then there these they this those though through thus to
        too toward towards under until up upon us very via was we were what when where whether
        which while who whom whose why will with within without would yet you your said says
        say saying according added told"""
    ).split()
)


@cache
def _detector() -> BoundaryDetector:
    """Return the one English splitter of this process (yasbd-lib, rules only, no model)."""
    return BoundaryDetector(lang="en")


def sentences(text: str) -> tuple[str, ...]:
    """Split English text into sentences; titles, initials, decimals and "U.S." do not end one.

    Line breaks end a sentence. yasbd cuts after initials that open a sentence ("U.N. | Secretary"),
    so such a piece is joined to what follows it, unless that clearly opens a sentence.
    """
    found: list[str] = []
    for line in text.splitlines():
        for piece in (part.strip() for part in _detector().segment(line)):
            if found and _ALONE_INITIALS.fullmatch(found[-1]) and not _OPENS_SENTENCE.match(piece):
                found[-1] = f"{found[-1]} {piece}"
            elif piece:
                found.append(piece)
    return tuple(found)


def is_finished(sentence: str) -> bool:
    """Tell whether a sentence ends as one does, and was not cut off by a token limit."""
    bare = sentence.rstrip(_CLOSING + " ")
    return bool(bare) and bare[-1] in TERMINAL and not bare.endswith("...")


def fold(text: str) -> str:
    """Return text without accents and with straight apostrophes, so that Erdoğan is Erdogan."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFKD", text.translate(_FOLD_EXTRA))
    return "".join(char for char in split if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, folded and lower-cased, possessives removed."""
    return [without_possessive(word).lower() for word in _WORD.findall(fold(text))]


def without_possessive(word: str) -> str:
    """Return "Ukraine" for "Ukraine's" and "forces" for "forces'"."""
    bare = word.rstrip("'")
    return bare[:-2] if bare.lower().endswith("'s") else bare


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a light English stem of a lower-case word: plurals, -ed, -ing and -ly go.

    The plural rules are the S-stemmer of Harman (1991, "How effective is suffixing?", JASIS 42),
    which conflates little that does not belong together; a full Porter stemmer would.
    """
    if len(word) < 4 or not word.isalpha():
        return word
    base = singular(word)
    for suffix in ("ingly", "edly", "ing", "ed", "ly"):
        if base.endswith(suffix) and len(base) - len(suffix) >= 3:
            return _undouble(base.removesuffix(suffix))
    return base.removesuffix("e")


def singular(word: str) -> str:
    """Return a lower-case word without the ending of a plural, as Harman's S-stemmer has it."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def _undouble(base: str) -> str:
    """Return "stop" for "stopp" and "creat" for "create", so that both spellings of a stem meet."""
    if base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base.removesuffix("e")


def content_stems(text: str) -> list[str]:
    """Return the stems of a text's words without the function words and reporting verbs."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def joined(parts: Iterable[str]) -> str:
    """Return sentences as one running text."""
    return " ".join(part.strip() for part in parts if part.strip())
