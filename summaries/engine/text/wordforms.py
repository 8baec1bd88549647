"""Words as a full-text index holds them: folded spellings, Arabic prefixes taken off.

A light stemmer in the manner of light10 (Larkey, Ballesteros and Connell, "Light stemming for
Arabic information retrieval", 2007) that takes off prefixes only and keeps every form it came by,
so that a word that merely begins like a prefix («وزير») is still found as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.engine.text.normalise import for_matching

MOST_CHARACTERS = 40  # of one word; what is longer is no word
SHORTEST_STEM = 3

# Letters here but marks to SQLite's FTS5, whose Unicode is older: it would see two words.
_NO_LETTERS = "\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3"
_WORD = re.compile(rf"[^\W_{_NO_LETTERS}]+")
# Between the thousands of a number: «1,200» is one word, whose half nobody looks for.
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d,)\d{1,3}(?:,\d{3})+(?!,?\d)", re.ASCII)
# The article «ال» and «لل», with or without the conjunctions and prepositions written onto them.
_ARTICLE = re.compile(f"^(?:[وف]?[بك]?ال|[وف]?لل)(?=[ء-ي]{{{SHORTEST_STEM}}})")
_PARTICLE = re.compile(f"[وفبكل](?=[ء-ي]{{{SHORTEST_STEM}}})")


def index_words(text: str) -> set[str]:
    """Return every form under which the words of `text` can be found."""
    return {form for word in _words(text) for form in _forms(word)}


def query_words(text: str) -> list[str]:
    """Return the forms to look for, in their order, once each: all of them must be there.

    The article comes off, because «الوزير», «وزير» and «للوزير» are one word to who searches; a
    single leading letter stays, because it may belong to the word.
    """
    return list(dict.fromkeys(_ARTICLE.sub("", word, count=1) for word in _words(text)))


def _words(text: str) -> Iterator[str]:
    text = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), for_matching(text))
    return (match[0][:MOST_CHARACTERS] for match in _WORD.finditer(text))


def _forms(word: str) -> Iterator[str]:
    yield word
    if article := _ARTICLE.match(word):
        yield word[article.end() :]
        # «والوزير» is found by somebody who typed only «الو…», too.
        yield word[word.index("ل", 1) - 1 :] if "ال" in article[0] else word
    elif _PARTICLE.match(word):
        yield word[1:]
        if _PARTICLE.match(word[1:]):
            yield word[2:]
