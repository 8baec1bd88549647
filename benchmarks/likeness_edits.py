"""What newsrooms do to agency copy, done by a program: each edit returns another `Article`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random

from benchmarks.likeness_articles import Article

Edit = Callable[[Article, Article, Random], Article]

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_VOWELS = "\u064e\u064f\u0650\u0652\u0651"
_VARIANTS = str.maketrans({"أ": "ا", "إ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و"})
_PRESENTED = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFE8D, 0xFEF5)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_AGENCIES = ("وكالة المدى نيوز", "(شبكة الضفاف)", "عاجل | مراسل النخيل")
_REPLACED = 0.06  # of the words


def respelled(article: Article, other: Article, random: Random) -> Article:
    """Write the body in another orthography under another headline: nothing is said otherwise."""
    changes = [_voweled, _stretched, _varied, _digits, _presented]
    text = article.text
    for change in random.sample(changes, 3):
        text = change(text, random)
    return Article(other.headline, tuple(text.split("\n")))


def _voweled(text: str, random: Random) -> str:
    return "".join(
        char + random.choice(_VOWELS) if "ب" <= char <= "ي" and random.random() < 0.3 else char
        for char in text
    )


def _stretched(text: str, random: Random) -> str:
    return text.replace("ست", "سـت").replace("مح", "مـــح")


def _varied(text: str, random: Random) -> str:
    return text.translate(_VARIANTS)


def _digits(text: str, random: Random) -> str:
    return text.translate(_ARABIC_DIGITS)


def _presented(text: str, random: Random) -> str:
    return "".join(_PRESENTED.get(char, char) for char in text)


def headline_swapped(article: Article, other: Article, random: Random) -> Article:
    """Put the words of the first sentence over the text, and one word of the text away."""
    words = article.sentences[0].split()
    return replaced(
        Article(" ".join(words[: random.randint(5, 9)]), article.sentences), other, random, 0.01
    )


def cut(article: Article, other: Article, random: Random) -> Article:
    """Keep the first third to three quarters of the words."""
    words = article.text.split(" ")
    kept = max(25, int(len(words) * random.uniform(0.33, 0.75)))
    return Article(article.headline, tuple(" ".join(words[:kept]).split("\n")))


def dropped(article: Article, other: Article, random: Random) -> Article:
    """Leave out one sentence of two or more, not the first."""
    sentences = list(article.sentences)
    if len(sentences) > 2:
        del sentences[random.randrange(1, len(sentences))]
    return headline_swapped(Article(article.headline, tuple(sentences)), other, random)


def added(article: Article, other: Article, random: Random) -> Article:
    """Add a paragraph about something else at the end."""
    return Article(article.headline, (*article.sentences, *other.sentences[:2]))


def credited(article: Article, other: Article, random: Random) -> Article:
    """Put a kicker and an agency's line before the text."""
    return Article(other.headline, (random.choice(_AGENCIES), *article.sentences))


def replaced(article: Article, other: Article, random: Random, share: float = _REPLACED) -> Article:
    """Put words of another article in the place of some that are no numbers."""
    pool = [word for word in other.text.split() if not any(c.isdigit() for c in word)]
    edited = (
        " ".join(
            random.choice(pool)
            if random.random() < share and not any(c.isdigit() for c in word)
            else word
            for word in sentence.split()
        )
        for sentence in article.sentences
    )
    return Article(article.headline, tuple(edited))


def mixed(article: Article, other: Article, random: Random) -> Article:
    """Do two of the others."""
    for edit in random.sample([headline_swapped, cut, dropped, added, credited, replaced], 2):
        article = edit(article, other, random)
    return article


def refilled(article: Article, other: Article, random: Random) -> Article:
    """Change every number: tomorrow's round-up from today's form letter. No reprint."""
    text = "".join(
        str((int(char) + random.randint(1, 9)) % 10) if char in "0123456789" else char
        for char in article.text
    )
    return Article(article.headline, tuple(text.split("\n")))


REPRINTS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (headline_swapped, cut, dropped, added, credited, replaced, mixed)
}
