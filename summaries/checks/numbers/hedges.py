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
# After the number, or after the noun it counts.
_OVER_AFTER = "علي الاقل|علي اقل تقدير|كحد ادني|او اكثر|فاكثر|او يزيد|فما فوق"
_UNDER_AFTER = "علي الاكثر|علي اكثر تقدير|كحد اقصي|او اقل|فاقل|فما دون"


def _table(over: str, under: str) -> dict[tuple[str, ...], str]:
    return {
        tuple(phrase.split()): side
        for side, phrases in (("over", over), ("under", under))
        for phrase in phrases.strip().split("|")
    }


_WORDS = _table(_OVER, _UNDER)
_WORDS_AFTER = _table(_OVER_AFTER, _UNDER_AFTER)
_LONGEST = max(map(len, _WORDS))
_REACH = 3


def arabic_hedge(tokens: tuple[Word, ...], start: int, after: int) -> str:
    """Return "over" or "under" for the number at words `start` to `after`, "" if unbounded."""
    before = [token.text for token in tokens[max(start - _LONGEST, 0) : start]]
    for count in range(min(_LONGEST, len(before)), 0, -1):
        if side := _WORDS.get(tuple(before[-count:])):
            return side
    return _hedge_after([token.text for token in tokens[after : after + _REACH + _LONGEST]])


def _hedge_after(following: list[str]) -> str:
    for skip in range(_REACH):
        if following[skip : skip + 1] and not following[skip].isalpha():
            break
        for count in (3, 2, 1):
            if side := _WORDS_AFTER.get(tuple(following[skip : skip + count])):
                return side
    return ""
