"""Words that name one thing, or stand in the name of one: the Earth, the Internet, a river.

Arabic and English translate them in few ways. Where the Arabic has one and the English none of its
translations, a name or a part of one was left out: "Supreme Court", "World War II", "Rhine River".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summaries.checks import arabic
from summaries.checks.base import Span

# Arabic words, folded, "=" before those that count only as written; then how the English word or a
# part of it begins. Each line lists whatever else good English says for it.
_TABLE = """
=الارض =للارض =بالارض: earth ground land world soil planet floor territor field area down global
    surface depth terrest geo strati plot site below property acre country bottom
شمس: sun solar helio daylight
نهر: river stream nile creek fluvial danube rhine thames amazon clyde delta tribut
شلال شلالات: fall cascade cataract niagara
اولمبي اولمبيه اولمبياد: olymp paralymp universiad ioc
محيط: ocean atlantic pacific surround perimeter circumfer environ sea around vicinity ambient
    peripher context setting near
العاب: game toy play sport olymp video firework athlet gymn universiad ride
جمهوريه جمهوري: republic gop presiden
تراث: heritage legacy tradition folk patrimon inherit
محكمه: court tribunal judg trial justice icj icc sentence rul jury case prosecut
اتحاد: union federat uni eu associat soviet ussr alliance league confeder eurozone brexit etihad au
امم: nation un
طيران: air flight aviat fly flew flown pilot emirates
عالميه: world global international universal ww who internation fifa
انترنت: internet online offline web net cyber site digital data access connect email wifi broadband
نهضه: renaiss renew rise reviv awak advanc progress
قطب: pole polar arctic antarctic axis dipol
امبراطور امبراطوريه: emper empir imper reich kaiser tsar czar rome roman dynast domin
محطه محطات: station stop channel plant terminal stage network depot port outlet broadcast
وزير وزيره وزراء: minister secretary premier pm ministr cabinet
بحر: sea marine fish navy beach coast ship shore maritime ocean mediterr offshore aquat naut carib baltic aegean
شارع شوارع: street road avenue st boulevard lane
برلمان برلماني: parliament legislat mp mep msp mps congress knesset assembl bundestag house commons
جامعه جامعات: universit college academ campus school alma harvard yale oxford cambridge stanford
    princeton alumn student degree
متحف متاحف: museum galler
كنيسه كنايس: church cathedral chapel papal ecclesi basilica st vatican
بنك بنوك: bank lend financ rock
خليج: gulf bay cove golf creek inlet
صحراء: desert sahara sinai sand
مسجد: mosque masjid
"""


def _read() -> tuple[dict[str, int], dict[str, int], list[tuple[str, ...]]]:
    """Return the row of each Arabic word in any form, of each as written, and the rows' English."""
    stems: dict[str, int] = {}
    written: dict[str, int] = {}
    english = []
    for row in re.split(r"\n(?! )", _TABLE.strip()):
        words, _, openings = row.partition(":")
        for word in words.split():
            (written if word[0] == "=" else stems)[word.lstrip("=")] = len(english)
        english.append(tuple(openings.split()))
    return stems, written, english


_STEMS, _WRITTEN, _ENGLISH = _read()
_WORD = re.compile(r"[a-z0-9]+")
# Shorter openings are abbreviations and whole words, which others only happen to begin with.
_SHORT = 3


def missing_things(text: str, english_text: str) -> Iterator[Span]:
    """Yield the first place of each such word in an Arabic text whose English has none of it."""
    words = frozenset(_WORD.findall(english_text.lower()))
    seen: set[int] = set()
    for word in arabic.words(text):
        row = _row(word.text)
        if row is None or row in seen:
            continue
        seen.add(row)
        if not any(_has(words, opening) for opening in _ENGLISH[row]):
            yield word.span


@lru_cache(maxsize=50_000)
def _row(word: str) -> int | None:
    found = (_STEMS[stem] for stem in arabic.stems(word) if stem in _STEMS)
    return _WRITTEN.get(word, next(found, None))


def _has(words: frozenset[str], opening: str) -> bool:
    if len(opening) < _SHORT:
        return opening in words
    return any(word.startswith(opening) or word.endswith(opening) for word in words)
