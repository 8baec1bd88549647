"""Which stored articles are worth comparing with a new one, from what an index found.

The index is a table of rows (key, day, article). Asking it for each key of the new article, newest
first and no more than so many, costs the same whatever a hostile source has published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import log

WINDOW = timedelta(days=3)  # before and after: reports of one event
MOST_OF_A_KEY = 50  # articles asked of the index for one key
MOST_CANDIDATES = 20  # compared with the new article


def candidates(found: Mapping[int, Sequence[int]], most: int = MOST_CANDIDATES) -> list[int]:
    """Return the articles of the index's answers, the likeliest first, at most `most`.

    `found` has the article ids of each key. A key that few articles have counts for more; among
    equals the newest id comes first.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    for articles in found.values():
        weight = log(1 + MOST_OF_A_KEY / max(1, len(articles)))
        for article in articles:
            votes[article] += weight
    return sorted(votes, key=lambda article: (-votes[article], -article))[:most]
