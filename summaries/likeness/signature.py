"""MinHash: keys that texts share the more likely, the more of their shingles they share.

Broder, "On the resemblance and containment of documents" (1997); bands as in Leskovec, Rajaraman
and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from random import Random

BANDS, ROWS = 24, 2  # two texts that share 30 % of their shingles meet with a chance of 90 %

_MASK = (1 << 64) - 1
_DRAW = Random(1997)
# Multiply-shift hashing (Dietzfelbinger and others, 1997): odd factors, the high bits count.
_FACTORS = tuple(
    (_DRAW.getrandbits(64) | 1, _DRAW.getrandbits(64)) for _ in range(BANDS * ROWS)
)  # fmt: skip


def key(kind: bytes, *codes: int) -> int:
    """Return what a database indexes: a signed 64-bit hash of some codes (32 or 64 bits each)."""
    digest = blake2b(b"".join(one.to_bytes(8) for one in codes), digest_size=8, person=kind)
    return int.from_bytes(digest.digest(), signed=True)


def bands(shingles: Collection[int]) -> tuple[int, ...]:
    """Return the keys of a set of 64-bit shingle hashes: BANDS, or none of an empty set."""
    if not shingles:
        return ()
    lowest = [min([factor * one + term & _MASK for one in shingles]) for factor, term in _FACTORS]
    return tuple(
        key(b"band", at, *lowest[at : at + ROWS]) for at in range(0, len(lowest), ROWS)
    )  # fmt: skip
