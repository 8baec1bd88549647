"""The numbers people see beside the article's sentences, and the segments they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from summaries.services.errors import Invalid

HEADLINE = "H"
# A thousand sentences take a fifth of it.
_MOST_CHARACTERS = 100_000
_MOST_DIGITS = 5  # of a label
_ITEM = re.compile(r"(\w{1,5}):([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Numbering:
    """Labels ("H", "1", "2", …) of segments, as one page showed them.

    A form carries the numbering it was made with: when sentences are restored, joined or divided
    meanwhile, its numbers still mean what the person saw.
    """

    segments: dict[str, int]

    @classmethod
    def of(cls, rows: Iterable) -> "Numbering":
        """Return the numbering of a page's rows."""
        return cls({row.number: row.segment.pk for row in rows})

    @classmethod
    def parse(cls, code: str) -> "Numbering":
        """Read what `code` wrote. What does not look like it is an empty numbering."""
        items = code.split() if len(code) <= _MOST_CHARACTERS else []
        found = [_ITEM.fullmatch(item) for item in items]
        return cls({item[1]: int(item[2]) for item in found if item}) if all(found) else cls({})

    def code(self) -> str:
        """Return the numbering for a hidden field."""
        return " ".join(f"{label}:{pk}" for label, pk in self.segments.items())

    def pks(self, text: str) -> tuple[int, ...]:
        """Return the segments that "H 1, 3" means, in source order, each once.

        Digits of any script count. Raises Invalid naming what is no number of the article.
        """
        labels = dict.fromkeys(
            _label(word) for word in re.split(r"[\s,،;؛]+", text.strip()) if word
        )
        for label in labels:
            if label not in self.segments:
                shown = label if len(label) <= 20 else f"{label[:20]}…"
                raise Invalid(_("The article has no sentence “%(label)s”.") % {"label": shown})
        return tuple(pk for label, pk in self.segments.items() if label in labels)

    def labels(self, pks: Iterable[int]) -> str:
        """Return the numbers of segments, space-separated, in source order."""
        wanted = set(pks)
        return " ".join(label for label, pk in self.segments.items() if pk in wanted)

    def translated(self, text: str, now: "Numbering") -> str:
        """Return labels of this numbering as those of `now`; what is no label stays as typed."""
        try:
            return now.labels(self.pks(text))
        except Invalid:
            return text


def _label(word: str) -> str:
    is_number = word.isdecimal() and len(word) <= _MOST_DIGITS
    return str(int(word)) if is_number else word.upper()
