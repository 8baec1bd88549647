"""The Arabic words that make a number a bound: «أكثر من», «أقل من»."""

from __future__ import annotations

from summaries.checks.arabic import Word

_OVER = """
    اكثر من|باكثر من|لاكثر من|واكثر من|ازيد من|ما يزيد عن|ما يزيد علي|تزيد عن|تزيد علي|يزيد عن
    |يزيد علي|ما لا يقل عن|لا يقل عن|لا تقل عن|بما لا يقل عن|يفوق|تفوق|ما يفوق|اعلي من|فوق|يتجاوز
    |تتجاوز|تجاوز|تجاوزت|يتخطي|اكبر من|علي الاقل
"""
_UNDER = """
    اقل من|باقل من|لاقل من|ادني من|ما لا يزيد عن|لا يزيد عن|لا تزيد عن|لا يزيد علي|لا تزيد علي
    |لا يتجاوز|لا تتجاوز|لا يتعدي|لا تتعدي|تحت|دون|اصغر من|ما يصل الي|يصل الي|علي الاكثر
"""
_WORDS = {
    tuple(phrase.split()): side
    for side, phrases in (("over", _OVER), ("under", _UNDER))
    for phrase in phrases.strip().split("|")
}
_LONGEST = max(map(len, _WORDS))


def arabic_hedge(tokens: tuple[Word, ...], start: int) -> str:
    """Return "over" or "under" for the number at word `start`, "" if nothing bounds it."""
    before = [token.text for token in tokens[max(start - _LONGEST, 0) : start]]
    for count in range(min(_LONGEST, len(before)), 0, -1):
        if side := _WORDS.get(tuple(before[-count:])):
            return side
    return ""
