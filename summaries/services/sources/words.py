"""How many words two texts have in common."""

import re

from summaries.engine.text import for_matching

# Shorter ones are in every text.
_WORD = re.compile(r"\w{3,}")


def shared(one: str, other: str) -> float:
    """Return which share of the shorter text's words the other has too, 0 to 1; spellings fold."""
    first, second = (set(_WORD.findall(for_matching(text))) for text in (one, other))
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0
