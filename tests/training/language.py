"""A small language to learn: Arabic words in sentences of one pattern, and what they mean.

The verb comes first and the adjective behind its noun, so a translation needs the source's words
and their places; sentences are drawn evenly, so English alone foretells nothing.
"""

import random
from pathlib import Path

from training.work import Work, write_json, write_rows

VERBS = {"زار": "visited", "درس": "studied", "فتح": "opened", "رسم": "drew", "وصف": "described"}
VERBS |= {"باع": "sold", "نقل": "moved", "رفض": "refused", "طلب": "ordered", "شاهد": "watched"}
PEOPLE = {"الوزير": "minister", "الطبيب": "doctor", "المدير": "director", "الطالب": "student"}
PEOPLE |= {"الكاتب": "writer", "السفير": "ambassador", "القاضي": "judge", "الرئيس": "president"}
THINGS = {"الكتاب": "book", "البيت": "house", "السوق": "market", "المتحف": "museum"}
THINGS |= {"الجسر": "bridge", "المشروع": "project", "القانون": "law", "التقرير": "report"}
QUALITIES = {"الجديد": "new", "القديم": "old", "الكبير": "big", "الصغير": "small"}
QUALITIES |= {"الطويل": "long", "الجميل": "lovely", "الأول": "first", "الأخير": "last"}
PLACES = {"عمان": "Amman", "القاهرة": "Cairo", "بغداد": "Baghdad", "تونس": "Tunis", "دبي": "Dubai"}
Pair = tuple[str, str]


def sentences(count: int, seed: int = 1) -> list[Pair]:
    """Return `count` different pairs of Arabic and English."""
    rng, made = random.Random(seed), {}
    while len(made) < count:
        verb, who, what, place = (rng.choice(list(w)) for w in (VERBS, PEOPLE, THINGS, PLACES))
        first, second = rng.choice(list(QUALITIES)), rng.choice(list(QUALITIES))
        arabic = f"{verb} {who} {first} {what} {second} في {place}"
        subject = f"The {QUALITIES[first]} {PEOPLE[who]}"
        thing = f"the {QUALITIES[second]} {THINGS[what]}"
        made[arabic] = f"{subject} {VERBS[verb]} {thing} in {PLACES[place]}."
    return list(made.items())


def prepared(root: Path, count: int = 400) -> Work:
    """Return a work folder as `prepare` and `filter` leave it: pairs, labels, sources."""
    work, pairs = Work(root), sentences(count)
    cuts = count // 2, count - 60, count - 30
    write_rows(work.filtered, pairs[: cuts[0]])
    named = [("parallel/made_up.tsv", *pair) for pair in pairs]
    write_rows(work.pairs, named[cuts[0] : cuts[1]])
    write_rows(work.validation, named[cuts[1] : cuts[2]])
    write_rows(work.test, named[cuts[2] :])
    facts = {"tier": "A", "licence": "CC0 1.0", "origin": "written for the tests", "domain": "toy"}
    facts |= {"parallel": True, "to_label": 0, "dropped": {}}
    counts = {"weight": 2.0, "kept": count // 2, "used": True, "why": ""}
    left_out = facts | {"weight": 0, "kept": 0, "used": False, "why": "unstated"}
    files = {"parallel/made_up.tsv": facts | counts, "parallel/in_doubt.tsv": left_out}
    write_json(work.sources, {"files": files})
    return work
