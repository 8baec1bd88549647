"""How well an Arabic word spells a name that English writes in Latin letters.

A weighted edit distance over letter groups (Wagner and Fischer 1974, with costs set by hand as in
Freeman, Condon and Ackerman 2006, "Cross linguistic name matching in English and Arabic"): what
both scripts write alike costs nothing, vowels cost little, consonants that differ cost one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from summaries.checks.names.letters import (
    ARABIC_ALONE,
    FINAL,
    LATIN_ALONE,
    LATIN_ENDING,
    MAX_LATIN,
    SPELLINGS,
)

VOWELS = frozenset("aeiouy'-")
_WEAK_ARABIC = frozenset("اويعهء")
# What a vowel counts for beside a consonant when costs are set against a word's length.
VOWEL_WEIGHT = 0.4
SUBSTITUTION = 1.2
# Costs above this share of a word's weight cannot become a match: such pairs are given up early.
GIVE_UP = 0.45
MAX_LETTERS = 30
# Sounds told apart before the letters are aligned; vowels, «و», «ي» and h are none.
_ARABIC_SOUNDS = str.maketrans("بفتطثدضذظسصزشجكقغخمنلر", "PFTTTTTTTSSSSKKKKKMNLR", "اويعهحء")
_LATIN_SOUNDS = str.maketrans("bpvftdszxcjgkqmnlr", "PPFFTTSSSKKKKKMNLR", "aeiouyhw'-")


@lru_cache(maxsize=200_000)
def similarity(arabic: str, latin: str) -> float:
    """Return 0.0 to 1.0: how well a folded Arabic word spells a folded, lower-case Latin one."""
    if not arabic or not latin or max(len(arabic), len(latin)) > MAX_LETTERS:
        return 0.0
    weight = max(arabic_weight(arabic), latin_weight(latin))
    if weight == 0 or not _sound_alike(arabic, latin):
        return 0.0
    cost = _cost(arabic, latin, weight * GIVE_UP)
    return max(0.0, 1 - cost / weight)


@lru_cache(maxsize=50_000)
def arabic_weight(word: str) -> float:
    """Return how many consonants an Arabic word has, with a part of one for each long vowel."""
    return sum(VOWEL_WEIGHT if letter in _WEAK_ARABIC else 1.0 for letter in word)


@lru_cache(maxsize=50_000)
def latin_weight(word: str) -> float:
    """Return how many consonants a Latin word has; doubled letters and h after one count once."""
    total, last = 0.0, ""
    for letter in word:
        if letter in VOWELS:
            total += 0 if last in VOWELS and last else VOWEL_WEIGHT
        elif letter != last and not (letter == "h" and last and last not in VOWELS):
            total += 1.0
        last = letter
    return total


@lru_cache(maxsize=50_000)
def arabic_sounds(word: str) -> str:
    """Return the consonants of a folded Arabic word, those that sound alike written alike."""
    return "".join(sound for sound, _same in groupby(word.translate(_ARABIC_SOUNDS)))


@lru_cache(maxsize=50_000)
def latin_sounds(word: str) -> str:
    """Return the consonants of a lower-case Latin word as `arabic_sounds` writes them."""
    for letters in ("ch", "ce", "ci", "cy"):
        word = word.replace(letters, "s")
    sounds = word.translate(_LATIN_SOUNDS)
    return "".join(sound for sound, _same in groupby(sounds))


def near(sounds: str, choices: Sequence[str], most: int = 40) -> list[int]:
    """Return the indexes of the consonant sequences that may be the same name, nearest first."""
    limit = max(1, (len(sounds) + 1) // 2)
    found = extract(sounds, choices, scorer=Levenshtein.distance, score_cutoff=limit, limit=most)
    return [index for _choice, _distance, index in found]


def _sound_alike(arabic: str, latin: str) -> bool:
    """Tell at little cost whether two words can be the same name."""
    first, second = arabic_sounds(arabic), latin_sounds(latin)
    limit = max(1, max(len(first), len(second)) // 2)
    return Levenshtein.distance(first, second, score_cutoff=limit) <= limit


def _cost(arabic: str, latin: str, limit: float) -> float:
    """Return the least cost of spelling `latin` with `arabic`, or infinity above `limit`."""
    width = len(latin) + 1
    infinity = float("inf")
    rows = [[infinity] * width for _ in range(len(arabic) + 1)]
    rows[0][0] = 0.0
    for i, row in enumerate(rows):
        alive = False
        for j in range(width):
            cost = row[j]
            if cost > limit:
                continue
            alive = True
            _skip_latin(row, latin, j, cost)
            if i < len(arabic):
                _spell(rows, arabic, latin, i, j)
        if not alive and (i == 0 or min(rows[min(i + 1, len(arabic))]) > limit):
            return infinity
    return rows[-1][-1] if rows[-1][-1] <= limit else infinity


def _skip_latin(row: list[float], latin: str, j: int, cost: float) -> None:
    """Pass over a Latin letter that Arabic does not write."""
    if j >= len(latin):
        return
    alone = LATIN_ENDING if j == len(latin) - 1 else LATIN_ALONE
    row[j + 1] = min(row[j + 1], cost + alone.get(latin[j], 1.0))


def _spell(rows: list[list[float]], arabic: str, latin: str, i: int, j: int) -> None:
    """Pass over the next Arabic letter or two with every Latin group they may stand for."""
    cost = rows[i][j]
    below = rows[i + 1]
    below[j] = min(below[j], cost + ARABIC_ALONE.get(arabic[i], 1.0))
    if j == len(latin):
        return
    if arabic[i] not in _WEAK_ARABIC and latin[j] not in VOWELS:
        below[j + 1] = min(below[j + 1], cost + SUBSTITUTION)
    for length in (1, 2):
        group = arabic[i : i + length]
        spellings = SPELLINGS.get(group) if len(group) == length else None
        if spellings and latin[j] in spellings:
            _apply(rows[i + length], latin, j, cost, spellings[latin[j]])
    if i == len(arabic) - 1 and arabic[i] in FINAL and latin[j] in FINAL[arabic[i]]:
        _apply(below, latin, j, cost, FINAL[arabic[i]][latin[j]])


def _apply(
    row: list[float], latin: str, j: int, cost: float, spellings: tuple[tuple[str, float], ...]
) -> None:
    following = latin[j : j + MAX_LATIN]
    for letters, more in spellings:
        if following.startswith(letters) and cost + more < row[j + len(letters)]:
            row[j + len(letters)] = cost + more
