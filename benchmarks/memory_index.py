"""The index in memory: what a database does with the same keys; for tests and measurements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from summaries.likeness.candidates import MOST_OF_A_KEY, WINDOW, candidates
from summaries.likeness.compare import Relation, Verdict, relation
from summaries.likeness.fingerprint import Fingerprint


class MemoryIndex:
    """Articles by their keys. Ids are numbers that grow with time, as a database gives them."""

    def __init__(self) -> None:
        self._articles: dict[int, tuple[Fingerprint, date]] = {}
        self._by_key: defaultdict[int, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._articles)

    def add(self, article: int, found: Fingerprint, day: date) -> None:
        """Store an article. Ids must come in growing order."""
        self._articles[article] = (found, day)
        for key in {*found.bands, *found.keywords}:
            self._by_key[key].append(article)

    def candidates(self, one: Fingerprint, day: date) -> list[int]:
        """Return the ids worth comparing, the likeliest first."""
        found = {key: self._newest(key) for key in one.bands}
        found |= {key: self._newest(key, day) for key in one.keywords}
        return candidates(found)

    def _newest(self, key: int, day: date | None = None) -> list[int]:
        ids = self._by_key.get(key, [])[::-1]
        if day is not None:
            ids = [one for one in ids if abs(self._articles[one][1] - day) <= WINDOW]
        return ids[:MOST_OF_A_KEY]

    def relatives(self, one: Fingerprint, day: date) -> list[tuple[int, Verdict]]:
        """Return the articles that are something to a new one, the closest first."""
        verdicts = (
            (article, relation(one, self._articles[article][0]), self._articles[article][1])
            for article in self.candidates(one, day)
        )
        kept = [
            (article, verdict)
            for article, verdict, written in verdicts
            if _counts(verdict, abs(written - day))
        ]
        order = list(Relation)
        return sorted(kept, key=lambda one: (order.index(one[1].relation), -one[1].score))


def _counts(verdict: Verdict, apart: timedelta) -> bool:
    if verdict.relation is Relation.RELATED:
        return apart <= WINDOW
    return verdict.relation is not Relation.UNRELATED
