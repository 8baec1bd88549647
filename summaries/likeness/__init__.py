"""Near-duplicates: which articles are the same, reprints of each other, or tell one event.

Plain Python without a database. `fingerprint` makes what is stored of an article and the keys an
index needs, `candidates` picks what to compare, `relation` decides.
"""

from summaries.likeness.candidates import MOST_CANDIDATES, MOST_OF_A_KEY, WINDOW, candidates
from summaries.likeness.compare import Relation, Verdict, relation
from summaries.likeness.fingerprint import (
    VERSION,
    Fingerprint,
    StaleFingerprint,
    fingerprint,
    same_key,
)

__all__ = [
    "MOST_CANDIDATES",
    "MOST_OF_A_KEY",
    "VERSION",
    "WINDOW",
    "Fingerprint",
    "Relation",
    "StaleFingerprint",
    "Verdict",
    "candidates",
    "fingerprint",
    "relation",
    "same_key",
]
