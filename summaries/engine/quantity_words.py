"""The number words, scales, currencies and units that `quantities` reads."""

from __future__ import annotations

SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
SMALL = {word: n for n, word in enumerate(SMALL_WORDS)}
TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SCALES |= {"trillion": 10**12, "bn": 10**9, "mn": 10**6, "tn": 10**12, "lakh": 10**5}
SCALES |= {"mln": 10**6, "bln": 10**9, "trn": 10**12, "crore": 10**7}
GLUED_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9}
ORDINALS = {
    word: n
    for n, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ).split(),
        1,
    )
} | {word[:-1] + "ieth": n for word, n in TENS.items()}
PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + plural: n for word, n in ORDINALS.items() if 2 < n <= 10 for plural in ("", "s")
}
VAGUE = {f"{word}s": n for word, n in SCALES.items() if len(word) > 3} | {"tens": 10, "scores": 20}
# Before a scale they make it vague: "several thousand".
SOME = frozenset("several few many".split())
TIMES = {"twice": 2, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2}
TIMES |= {"triple": 3, "tripled": 3, "tripling": 3, "quadrupled": 4, "thrice": 3}

SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₪": "shekel", "%": "percent"}
CURRENCIES = {"usd": "dollar", "eur": "euro", "gbp": "pound", "sar": "riyal", "aed": "dirham"} | {
    form: word
    for word in (
        "dollar euro pound yen yuan ruble rouble rupee riyal rial dinar dirham lira shekel krona"
        " franc peso cent"
    ).split()
    for form in (word, word + "s")
}
CURRENCIES |= {"rouble": "ruble", "roubles": "ruble", "rials": "riyal", "rial": "riyal"}
MEASURES = {
    form: word
    for word in (
        "second minute hour day night week month year decade mile metre kilometre centimetre"
        " kilogram gram tonne degree barrel litre hectare acre knot inch foot"
    ).split()
    for form in (word, word + "s")
} | {"km": "kilometre", "kilometer": "kilometre", "kilometers": "kilometre", "kms": "kilometre"}
MEASURES |= {"meter": "metre", "meters": "metre", "kg": "kilogram", "kilo": "kilogram"}
MEASURES |= {
    "kilos": "kilogram",
    "ton": "tonne",
    "tons": "tonne",
    "feet": "foot",
    "cm": "centimetre",
}
MEASURES |= {"liter": "litre", "liters": "litre", "am": "am", "pm": "pm", "mph": "mph"}
UNITS = CURRENCIES | MEASURES | {"percent": "percent", "pct": "percent", "percentage": "percent"}
# Words that `quantities` reads as numbers: with a capital they are still no names.
NUMBER_WORDS = frozenset({*SMALL, *TENS, *SCALES, *ORDINALS, *PARTS, *VAGUE, *TIMES})
