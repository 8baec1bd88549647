"""The forms in which a name is written: English peoples and plurals, Arabic nisba adjectives."""

from __future__ import annotations

from collections.abc import Iterator

# A nisba's endings: feminine, plurals, dual, adverbial; of «فرنسي» also «فرنسيون» and «فرنسيتين».
_NISBA_ENDINGS = ("", "ة", "ون", "ين", "ات", "ا", "ان", "تان", "تين", "ته")
_NO_PLURAL = (
    "ese", "ish", "ch", "sh", "ss", "x", "z", "men", "woman", "chman", "sman", "shman", "sts",
)  # fmt: skip
# A hard g is written in either way, by country of the writer.
_G_LETTERS = "غج"


def peoples(word: str) -> Iterator[str]:
    """Yield an English demonym and its plural: Egyptian, Egyptians; but only Chinese."""
    yield word
    if not word.endswith(_NO_PLURAL) and word[-1] != "s" and not word.isupper():
        yield word[:-1] + "ies" if word.endswith("ry") else word + "s"


def nisba(form: str) -> Iterator[str]:
    """Yield the forms of an Arabic nisba; of two words also with the article («الكوري الجنوبي»)."""
    if form.startswith("="):
        yield form[1:]
        return
    words = form.split(" ")
    for ending in _NISBA_ENDINGS:
        changed = [word + ending if word.endswith("ي") else word for word in words]
        yield " ".join(changed)
        if len(words) > 1:
            yield " ".join(_definite(word) for word in changed)
            yield " ".join([changed[0], *(_definite(word) for word in changed[1:])])
    if len(words) > 1:
        yield " ".join([words[0] + "ة", *words[1:]])
        # Of people the adjective of the second word may stay singular or be feminine.
        yield " ".join(
            [_definite(words[0] + "ين"), *(_definite(word + "ين") for word in words[1:])]
        )


def _definite(word: str) -> str:
    return word if word.startswith("ال") else "ال" + word


def respelled(arabic: str, english: str) -> Iterator[str]:
    """Yield the other Arabic spellings of a foreign name that has a hard g: «غ» or «ج»."""
    if "g" not in english.lower():
        return
    for letter in _G_LETTERS:
        if letter in arabic:
            for other in _G_LETTERS:
                if other != letter:
                    yield arabic.replace(letter, other)
