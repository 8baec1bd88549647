"""The Arabic words for numbers, folded, with the small words that may be written onto them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class NumberWord(NamedTuple):
    """What a word means: `kind` is "unit", "ten", "tens", "hundred", "scale", "plural" (of a
    scale), "ordinal", "part", "parts" (of a fraction), "decade" or "fold" (multiplier adjective).

    `joined` tells that "and" is written onto it, `definite` that the article is.
    """

    kind: str
    value: Fraction
    other: Fraction | None = None
    joined: bool = False
    definite: bool = False


_UNITS = {
    1: "واحد واحده احد احدي",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاث ثلاثه",
    4: "اربع اربعه",
    5: "خمس خمسه",
    6: "ست سته",
    7: "سبع سبعه",
    8: "ثمان ثماني ثمانيه",
    9: "تسع تسعه",
}
# With the alif of the accusative: «ثلاثا وعشرين»; the form of two has none.
_ACCUSATIVES = ("واحد", "", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني", "تسع")
_TENS_STEMS = "عشر ثلاث اربع خمس ست سبع ثمان تسع".split()
_HUNDRED = ("ميه", "مايه")
_TWO_HUNDRED = [f"{stem}{end}" for stem in ("ميت", "مايت") for end in ("ان", "ين", "ي", "ا")]
_HUNDRED_STEMS = {3: "ثلاث", 4: "اربع", 5: "خمس", 6: "ست", 7: "سبع", 9: "تسع"}
# Singular, its dual's stem, and plural of each scale.
_SCALES = {
    10**3: ("الف", "الاف الوف"),
    10**6: ("مليون", "ملايين"),
    10**9: ("مليار بليون", "مليارات بلايين بليونات"),
    10**12: ("تريليون ترليون", "تريليونات ترليونات"),
}
_ORDINALS = {
    1: "اول اولي حادي حاديه",
    2: "ثاني ثانيه ثان",
    3: "ثالث ثالثه",
    4: "رابع رابعه",
    5: "خامس خامسه",
    6: "سادس سادسه",
    7: "سابع سابعه",
    8: "ثامن ثامنه",
    9: "تاسع تاسعه",
    10: "عاشر عاشره",
}
_PARTS = {
    Fraction(1, 2): "نصف",
    Fraction(1, 3): "ثلث",
    Fraction(2, 3): "ثلثا ثلثي ثلثين ثلثان",
    Fraction(1, 4): "ربع",
    Fraction(1, 6): "سدس",
}
_PLURAL_PARTS = {3: "اثلاث", 4: "ارباع", 5: "اخماس", 6: "اسداس", 8: "اثمان", 10: "اعشار"}
_FOLDS = {2: "ثنايي ثناييه مزدوج مزدوجه", 3: "ثلاثي ثلاثيه", 4: "رباعي رباعيه", 5: "خماسي خماسيه"}
_FOLDS |= {6: "سداسي سداسيه", 7: "سباعي سباعيه"}
_BARE = ("", "ب", "ل", "ك", "ف")
_AND = ("و", "وب", "ول", "وك")
_THE = ("ال", "بال", "كال", "فال", "لل")
_AND_THE = ("وال", "وبال", "وكال", "ولل")
# "I am not", the West of a name, quantity.
_NOT_NUMBERS = frozenset("لست ولست وست كميه كميات وكميه وكميات لميه لستا الثلاثا الاربعا".split())
_POSSESSIVES = ("ه", "ها", "هم", "هن", "هما", "نا", "كم")


def _base() -> dict[str, NumberWord]:
    """Return the words without anything written onto them."""
    table: dict[str, NumberWord] = {}

    def add(words: str, kind: str, value: Fraction | int, other: int | None = None) -> None:
        for word in words.split():
            second = None if other is None else Fraction(other)
            table.setdefault(word, NumberWord(kind, Fraction(value), second))

    for n, words in _UNITS.items():
        add(words, "unit", n)
    for n, stem in enumerate(_ACCUSATIVES, 1):
        if stem:
            add(f"{stem}ا", "unit", n)
    add("عشر عشره", "ten", 10)
    for n, stem in enumerate(_TENS_STEMS, 2):
        add(f"{stem}ون {stem}ين", "tens", 10 * n)
        add(" ".join(stem + end for end in ("ينيات", "ينات", "ونيات", "ينياته")), "decade", 10 * n)
    add(" ".join(_HUNDRED), "hundred", 100)
    add(" ".join(_TWO_HUNDRED), "hundred", 200)
    for n, stem in (*_HUNDRED_STEMS.items(), (8, "ثمان"), (8, "ثماني")):
        add(" ".join(stem + hundred for hundred in _HUNDRED), "hundred", 100 * n)
    for scale, (singulars, plurals) in _SCALES.items():
        for singular in singulars.split():
            add(f"{singular}ان {singular}ين {singular}ي", "dual", 2 * scale)
            add(singular, "scale", scale)
            add(f"{singular}ا", "scale", scale, 2 * scale)
        add(plurals, "plural", scale)
    add("ميات", "plural", 100)
    add("عشرات دزينات", "plural", 10)
    add("دزينه", "scale", 12)
    add("دزينتين دزينتان دزينتي دزينتا", "dual", 24)
    for n, words in _ORDINALS.items():
        add(words, "ordinal", n)
        add(f"{words.split()[0]}ا", "ordinal", n)
    for part, words in _PARTS.items():
        add(words, "part", part)
    for n, stem in ((2, "نصف"), (3, "ثلث"), (4, "ربع"), (5, "خمس"), (6, "سدس")):
        add(" ".join(stem + whose for whose in _POSSESSIVES), "part", Fraction(1, n))
    add(" ".join(f"ثلثي{whose} ثلثا{whose}" for whose in _POSSESSIVES), "part", Fraction(2, 3))
    for n, words in _PLURAL_PARTS.items():
        add(words, "parts", n)
    for n, words in _FOLDS.items():
        add(words, "fold", n)
    return table


def _with_proclitics() -> dict[str, NumberWord]:
    base = _base()
    table = dict(base)
    groups = ((_BARE, False, False), (_AND, True, False), (_THE, False, True))
    for proclitics, joined, definite in (*groups, (_AND_THE, True, True)):
        for proclitic in proclitics:
            for word, meaning in base.items():
                whole = meaning._replace(joined=joined, definite=definite)
                table.setdefault(proclitic + word, whole)
    return {word: meaning for word, meaning in table.items() if word not in _NOT_NUMBERS}


NUMBER_WORDS = _with_proclitics()
PERCENT = frozenset("بالميه بالمايه المايه الميه".split())
# Nouns that hold a number of years or days: the other language may count those.
SPANS_OF_TIME = {
    form: n
    for n, forms in ((10, "عقد عقدين عقدان عقود"), (100, "قرن قرنين قرنان قرون"))
    for form in forms.split()
}
