"""What is kept of an article to tell what other articles are to it."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice, pairwise
from sys import byteorder

from summaries.checks.dates.arabic_moments import moments
from summaries.likeness import signature
from summaries.likeness.words import Kind, code, folded, kind_of, split

VERSION = 2  # of what is stored; fingerprints of different versions must not be compared

MOST_WORDS = 1_000  # of the body; a reprint shows in them
LEAD = 80  # words of the body in which news says what happened
DETAILED = 300  # words of the body in which details are looked for
MOST_KEYWORDS = 16
SHORTEST_BODY = 12  # words; what is shorter has no copies

_MOST_HEADLINE = 40
_MOST_DATES = 12
_DATED = 400  # characters of headline and body in which dates are looked for
_HEAD = struct.Struct("<BBBB32s")
_MIX = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_MASK = (1 << 64) - 1

WEIGHTS = {
    Kind.FUNCTION: 0.0,
    Kind.USUAL: 0.4,
    Kind.KNOWN: 1.0,
    Kind.RARE: 2.0,
    Kind.NUMBER: 1.5,
    Kind.FIGURE: 1.5,
    Kind.ORDINAL: 0.4,
    Kind.WEEKDAY: 0.4,
    Kind.COUNT: 0.4,
    Kind.MONTH: 0.0,
}

_NOUNS = frozenset([Kind.USUAL, Kind.KNOWN, Kind.RARE])
_NUMBERS = frozenset([Kind.NUMBER, Kind.FIGURE, Kind.COUNT])


@dataclass(frozen=True)
class Fingerprint:
    """An article as coded words (`words.code`): `headline`, the first MOST_WORDS of `body`, and
    `dates` (month times 32 plus day; Hijri ones from 512 on) that it names early.

    `same_key` is 64 hexadecimal digits, the same for the same body; "" where the body is too short
    to be anything's copy.
    """

    same_key: str
    headline: tuple[int, ...]
    body: tuple[int, ...]
    dates: frozenset[int]

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Every three words of the body in a row, as 64-bit hashes."""
        first, second, third = _MIX
        return frozenset(
            a * first + b * second + c * third & _MASK
            for a, b, c in zip(self.body, self.body[1:], self.body[2:], strict=False)
        )

    @cached_property
    def opening(self) -> tuple[int, ...]:
        """The words of headline and lead that are no function words and in no date, in order.

        Whatever is told within three days names the same days, so they tell nothing.
        """
        words = _undated((*self.headline, *self.body[:LEAD]))
        return tuple(word for word in words if kind_of(word) is not Kind.FUNCTION)

    @cached_property
    def phrases(self) -> frozenset[tuple[int, int]]:
        """Every two words of `opening` in a row that are no weekday."""
        words = [word for word in self.opening if kind_of(word) is not Kind.WEEKDAY]
        return frozenset(pairwise(words))

    @cached_property
    def details(self) -> frozenset[tuple[int, ...]]:
        """What reports of one event take over in any words: figures that are hardly met by
        chance, and numbers of two digits with what they count.
        """
        words = _undated((*self.headline, *self.body[:DETAILED]))
        figures = {(word,) for word in words if kind_of(word) is Kind.FIGURE}
        counted = {
            (number, noun)
            for number, noun in pairwise(words)
            if kind_of(number) is Kind.NUMBER and kind_of(noun) in _NOUNS
        }
        return frozenset(figures | counted)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """The index keys that reprints share: up to `signature.BANDS`."""
        return signature.bands(self.shingles) if len(self.body) >= SHORTEST_BODY else ()

    @cached_property
    def keywords(self) -> tuple[int, ...]:
        """The index keys that reports of one event share: its most telling words and phrases."""
        words = dict.fromkeys(word for word in self.opening if WEIGHTS[kind_of(word)] >= 1)
        phrases = dict.fromkeys(pairwise(self.opening))
        half = MOST_KEYWORDS // 2
        telling = sorted(words, key=lambda word: -WEIGHTS[kind_of(word)])[:half]
        paired = sorted(phrases, key=lambda two: -sum(WEIGHTS[kind_of(one)] for one in two))
        paired = paired[: MOST_KEYWORDS - len(telling)]
        return tuple(signature.key(b"word", *one) for one in (*((w,) for w in telling), *paired))

    def to_bytes(self) -> bytes:
        """Return what to store: 36 bytes, and four for each word."""
        dates = _packed("H", sorted(self.dates))
        words = _packed("I", (*self.headline, *self.body))
        digest = bytes.fromhex(self.same_key or "00" * 32)
        head = _HEAD.pack(VERSION, len(self.headline), len(self.dates), bool(self.same_key), digest)
        return head + dates + words

    @classmethod
    def from_bytes(cls, stored: bytes) -> Fingerprint:
        """Return the fingerprint that `to_bytes` stored. Raises StaleFingerprint."""
        if len(stored) < _HEAD.size or stored[0] != VERSION:
            raise StaleFingerprint(
                f"This is no fingerprint of version {VERSION}; make it anew from the text."
            )
        _, headline, dates, is_keyed, digest = _HEAD.unpack_from(stored)
        start = _HEAD.size + 2 * dates
        words = _unpacked("I", stored[start:])
        return cls(
            digest.hex() if is_keyed else "",
            words[:headline],
            words[headline:],
            frozenset(_unpacked("H", stored[_HEAD.size : start])),
        )


class StaleFingerprint(ValueError):
    """What was stored is of another version of this package, or broken."""


def fingerprint(headline: str, text: str) -> Fingerprint:
    """Return what to keep of an article: of its headline ("" if it has none) and its body.

    Diacritics, tatweel, spellings of alef, yeh and hamza, presentation forms, the digits' script,
    punctuation and spacing change nothing. Time is linear in the length of the text.
    """
    head, body = folded(headline), folded(text)
    words = tuple(code(word) for word in islice(split(body), MOST_WORDS))
    return Fingerprint(
        _same_key(body, len(words)),
        tuple(code(word) for word in islice(split(head), _MOST_HEADLINE)),
        words,
        _dates(f"{head} . {body}"[:_DATED]),
    )


def same_key(text: str) -> str:
    """Return the `Fingerprint.same_key` of a body alone."""
    body = folded(text)
    return _same_key(body, len(list(islice(split(body), SHORTEST_BODY))))


def _undated(words: tuple[int, ...]) -> tuple[int, ...]:
    """Return coded words without months and the numbers beside them."""
    months = {at for at, word in enumerate(words) if kind_of(word) is Kind.MONTH}
    beside = months | {at - 1 for at in months} | {at + 1 for at in months}
    return tuple(
        word
        for at, word in enumerate(words)
        if at not in beside or (at not in months and kind_of(word) not in _NUMBERS)
    )


def _same_key(body: str, words: int) -> str:
    if words < SHORTEST_BODY:
        return ""
    return sha256(" ".join(split(body)).encode(errors="surrogatepass")).hexdigest()


def _dates(text: str) -> frozenset[int]:
    """Return the days of a month that a folded text names."""
    found = (
        32 * moment.month + moment.day + (512 if moment.calendar == "hijri" else 0)
        for moment in moments(text)
        if moment.day and moment.month
    )
    return frozenset(islice(found, _MOST_DATES))


def _packed(kind: str, numbers: Iterable[int]) -> bytes:
    """Return numbers as bytes, the lowest first on every machine."""
    packed = array(kind, numbers)
    if byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpacked(kind: str, stored: bytes) -> tuple[int, ...]:
    packed = array(kind)
    packed.frombytes(stored[: len(stored) - len(stored) % packed.itemsize])
    if byteorder == "big":
        packed.byteswap()
    return tuple(packed)
