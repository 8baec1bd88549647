"""Known names inside longer ones: the UN in its agencies', Germany in "the German army"."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from summaries.checks import arabic
from summaries.checks.base import Span
from summaries.checks.names import gazetteer
from summaries.checks.names.gazetteer import Mention

# Shorter names are found inside words that have nothing to do with them.
_SHORTEST = 4
# What Arabic joins to a word before it, and how long that is at most.
_BEFORE = re.compile(r"(?:^|[^\w])[وف]?(?:لل|[بلك]?(?:ال)?)$")
_MOST_BEFORE = 6


def is_in_arabic(mention: Mention, text: str, direction: str = "") -> bool:
    """Tell whether an Arabic text has an entity inside a longer name: the UN in its agencies'.

    Inside another country's only where English says the `direction` as well: "southern Sudan".
    """
    return not mention.weak and any(
        _is_part(name, entity, text, bool(direction))
        for entity in mention.entities
        for name in _forms("arabic", entity)
    )


def _is_part(name: str, entity: str, text: str, inside: bool) -> bool:
    """Tell whether words of an Arabic text begin with a name, and name no other country."""
    folded = arabic.fold(text)
    # «للبرازيل» has lost the first letter of its article.
    bare = name.removeprefix("ال")
    name = bare if len(bare) > _SHORTEST else name
    place = folded.text.find(name)
    while place >= 0:
        before = _BEFORE.search(folded.text, max(place - _MOST_BEFORE, 0), place)
        span = folded.span(place, place + len(name))
        if before and (inside or not _is_another(entity, span, text)):
            return True
        place = folded.text.find(name, place + 1)
    return False


def _is_another(entity: str, span: Span, text: str) -> bool:
    """Tell whether a span is a part of another country's name: Sudan in "South Sudan"."""
    return any(
        one.kind == "country" and entity not in one.entities and one.span.overlaps(span)
        for one in gazetteer.in_arabic(text)
    )


def is_in_english(mention: Mention, text: str) -> bool:
    """Tell whether an English text has an entity inside a longer name."""
    return any(name in text for entity in mention.entities for name in _forms("english", entity))


def arabic_forms(entity: str) -> tuple[str, ...]:
    """Return the Arabic names of an entity, folded, those of a few letters left out."""
    return _forms("arabic", entity)


def _forms(language: str, entity: str) -> tuple[str, ...]:
    return _all_forms(language).get(entity, ())


@lru_cache(maxsize=2)
def _all_forms(language: str) -> dict[str, tuple[str, ...]]:
    """Return the names of every entity in a language, those too short to be told apart left out."""
    names = gazetteer.arabic_names() if language == "arabic" else gazetteer.english_names()
    found: dict[str, list[str]] = defaultdict(list)
    for name, entities in names.entities():
        if len(name) > _SHORTEST:
            for entity in entities:
                found[entity].append(name)
    return {entity: tuple(forms) for entity, forms in found.items()}
