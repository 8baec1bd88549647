"""What a page showed of a brief, so that nobody decides on text that they did not see."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from summaries.models import Revision, Segment

# Short enough for a key or a version; anything longer was not written by a page.
_NUMBER = re.compile(r"[0-9]{1,18}")
_PAIR = re.compile(r"([0-9]{1,18}):([0-9]{1,18})")


@dataclass(frozen=True)
class Seen:
    """The number of the summary's version, and the version of each sentence by its key.

    As text, in a hidden field of the forms that decide: "3 41:0 42:7". The findings that kept it
    from being published (`gate.digest`) are in a field of their own.
    """

    revision: int | None = None
    versions: Mapping[int, int] = field(default_factory=dict)
    blocking: frozenset[str] = frozenset()

    @classmethod
    def of(cls, revision: Revision | None, segments: Iterable[Segment]) -> "Seen":
        """Return what a page with this version and these sentences shows."""
        number = revision.number if revision else None
        return cls(number, {segment.pk: segment.version for segment in segments})

    @classmethod
    def parse(cls, text: str) -> "Seen":
        """Read the field back; what cannot be read was not seen."""
        first, *rest = text.split() or [""]
        pairs = filter(None, map(_PAIR.fullmatch, rest))
        number = int(first) if _NUMBER.fullmatch(first) else None
        return cls(number, {int(pair[1]): int(pair[2]) for pair in pairs})

    def with_blocking(self, digests: str) -> "Seen":
        """Return the same with what blocked, as its field has it: digests with spaces between."""
        return replace(self, blocking=frozenset(digests.split()))

    def __str__(self) -> str:
        pairs = (f"{pk}:{version}" for pk, version in self.versions.items())
        return " ".join([str(self.revision or 0), *pairs])

    def shows(self, pk: int, version: int) -> bool:
        """Say whether the page showed this version of the sentence `pk`."""
        return self.versions.get(pk) == version
