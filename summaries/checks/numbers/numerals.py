"""What digits written with points and commas may mean."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")

# Longer runs of digits are no numbers, and Python refuses to read those above 4,300.
LONGEST = 300


@lru_cache(maxsize=4096)
def digit_values(text: str) -> frozenset[Fraction]:
    """Return the values of ASCII digits with "." and "," in them: "1.234" is 1,234 or 1.234.

    Both marks stand for both things in Arabic: the Maghreb writes 1.234,5 and the Mashriq 1,234.5.
    """
    text = text[:LONGEST]
    marks = re.findall(r"[.,]", text)
    if not marks:
        return frozenset({Fraction(text)})
    values = set()
    if _THOUSANDS.fullmatch(text):
        values.add(Fraction(re.sub(r"[.,]", "", text)))
    if len(marks) == 1 and not (marks[0] == "," and values):
        values.add(Fraction(text.replace(",", ".")))
    if len(set(marks)) == 2:
        whole, _, decimals = text.rpartition(marks[-1])
        values.add(Fraction(f"{re.sub('[.,]', '', whole)}.{decimals}"))
    return frozenset(values or {Fraction(re.sub(r"[.,]", "", text))})
