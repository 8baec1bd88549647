"""Match results that Arabic says without a number: «بهدف نظيف» is 1-0, «بثلاثية دون رد» 3-0."""

from __future__ import annotations

from summaries.checks.arabic import Word

_GOAL = frozenset({"هدف", "بهدف"})
_CLEAN = frozenset({"نظيف", "نظيفه", "نظيفين"})
_WITHOUT = frozenset({"دون", "بدون", "بلا"})


def is_score(tokens: tuple[Word, ...], at: int) -> bool:
    """Tell whether a word stands for 0 («نظيفة», «رد»), or as «هدف» before those for 1."""
    before, word, after, later = (
        tokens[n].text if 0 <= n < len(tokens) else "" for n in range(at - 1, at + 3)
    )
    if word in _GOAL:
        return after in _CLEAN or after in _WITHOUT or (after == "من" and later in _WITHOUT)
    return word in _CLEAN or (word == "رد" and before in _WITHOUT)
