"""How foreign an Arabic word looks: «لوكسمبورغ» does, «استكشافات» does not.

The letters of names and of ordinary words follow each other differently (letter trigrams as in
Cavnar and Trenkle 1994, "N-gram-based text categorization"); how usual the word is says the rest.
The scores are log odds; what a word's being usual counts for was fitted on parallel sentences.
"""

from __future__ import annotations

import lzma
from functools import lru_cache

from summaries.checks.arabic import stems
from summaries.checks.names.lexicon import (
    DATA,
    arabic_words,
    is_arabic,
    rare_arabic_words,
    usual_arabic_words,
)

# Log odds of being a name, by how usual the word is, and what the letters' count for beside them.
USUAL, ORDINARY, RARE = -5.6, -3.0, -1.5
LETTERS = 0.28
_LONG_ENDINGS = ("تين", "تان", "اتها", "اتهم", "اتنا", "اتك", "يتين", "يتان", "تهما", "تها", "تهم",
                 "ونه", "ونها", "ونهم", "وها", "تموه", "ناها")  # fmt: skip
_SHORTEST_PART = 4
# Small words that careless typing joins to the next one: «عنما», «لايزال».
_SMALL = ("عن", "من", "في", "ما", "لا", "علي", "الي", "او", "ان", "هو", "هي", "غير", "لم", "لن",
          "ال", "كل", "يا", "بعد", "قبل")  # fmt: skip


@lru_cache(maxsize=1)
def _trigrams() -> dict[str, float]:
    with lzma.open(DATA / "name_letters.txt.xz", "rt", encoding="utf-8") as file:
        rows = (line.split() for line in file)
        return {letters: int(hundredths) / 100 for letters, hundredths in rows}


def letter_score(word: str) -> float:
    """Return how much likelier the letters of a folded word are in a name than in a usual word."""
    known, marked = _trigrams(), f"^{word}$"
    return sum(known.get(marked[i : i + 3], 0.0) for i in range(len(marked) - 2))


@lru_cache(maxsize=50_000)
def is_usual(word: str) -> bool:
    """Tell whether a folded word is a very frequent one, with or without clitics."""
    return any(stem in usual_arabic_words() for stem in stems(word))


@lru_cache(maxsize=50_000)
def foreignness(word: str) -> float:
    """Return the log odds that a folded Arabic word is a foreign name, from its form alone."""
    forms = stems(word)
    for known, odds in ((usual_arabic_words(), USUAL), (arabic_words(), ORDINARY)):
        inside = [form for form in forms if form in known]
        if inside:
            return odds + LETTERS * max(map(letter_score, inside))
    if _is_inflected(word) or _is_two_words(word):
        return USUAL
    odds = RARE if _is_rare(word) else 0.0
    return odds + LETTERS * max(map(letter_score, forms))


def _is_inflected(word: str) -> bool:
    """Tell whether a word is an Arabic one with a long ending, which names hardly have."""
    return any(
        stem.endswith(ending)
        and {stem[: -len(ending)], stem[: -len(ending)] + "ه"} & arabic_words()
        for stem in stems(word)
        for ending in _LONG_ENDINGS
    )


def _is_two_words(word: str) -> bool:
    """Tell whether a long word is two usual ones without the space between them."""
    known = usual_arabic_words()
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(
        word[cut:] in known and any(stem in known for stem in stems(word[:cut])) for cut in cuts
    )


def _is_rare(word: str) -> bool:
    """Tell whether a word is a rare Arabic one, one with endings, or two typed as one."""
    if is_arabic(word) or any(form in rare_arabic_words() for form in stems(word)):
        return True
    rests = (word.removeprefix(small) for small in _SMALL if word.startswith(small))
    return word.startswith("اا") or any(is_arabic(rest) for rest in rests if len(rest) > 1)
