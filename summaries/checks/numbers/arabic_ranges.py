"""The first number of a range in Arabic: it takes scale and per cent from the last."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from summaries.checks.arabic import Word
from summaries.checks.numbers.arabic_number_words import NUMBER_WORDS
from summaries.checks.numbers.arabic_pieces import NO_NUMBER
from summaries.checks.numbers.figures import Figure

_SCALE_KINDS = frozenset({"scale", "dual", "plural"})
_LINKS = frozenset({"", "-", "–", "—", "/", "الي", "او", "حتي", "و", "من"})


def ranged(
    found: list[tuple[int, int, Figure]], tokens: tuple[Word, ...]
) -> list[tuple[int, int, Figure]]:
    """Give the first number of «5 إلى 10 ملايين» the scale of the last; per cent as well."""
    result = list(found)
    for n in range(len(found) - 1, 0, -1):
        (first_at, end, first), (start, after, last) = found[n - 1], result[n]
        between = "".join(token.text for token in tokens[end:start])
        scale = _scale(tokens[start:after])
        if between not in _LINKS or first.kind not in ("number", "part"):
            continue
        if between == "" and not NUMBER_WORDS.get(tokens[start].text, NO_NUMBER).joined:
            continue
        scaled = {value * scale for value in first.values}
        if scale > 1 and _scale(tokens[first_at:end]) == 1:
            first = replace(first, values=first.values | scaled)
        if last.kind == "percent":
            first = replace(first, kind="percent")
        result[n - 1] = (first_at, end, first)
    return result


def _scale(tokens: tuple[Word, ...]) -> Fraction:
    """Return the scale a number ends with, 1 where it has none."""
    kinds = (NUMBER_WORDS.get(token.text, NO_NUMBER) for token in tokens)
    return next((k.value for k in kinds if k.kind in _SCALE_KINDS and k.value >= 1000), Fraction(1))
