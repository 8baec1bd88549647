"""Known names inside longer ones: the UN in its agencies', Germany in "the German army"."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from summaries.checks import arabic, gazetteer
from summaries.checks.gazetteer import Mention

# Shorter names are found inside words that have nothing to do with them.
_SHORTEST = 4


def is_in_arabic(mention: Mention, text: str) -> bool:
    """Tell whether an Arabic text has an entity inside a longer name: the UN in its agencies'."""
    folded = arabic.fold(text).text
    return not mention.weak and any(
        name in folded for entity in mention.entities for name in _forms("arabic", entity)
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
