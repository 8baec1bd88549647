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
بحر: sea marine maritime ocean mediterr offshore aquat naut carib baltic aegean fish nav beach coast
    ship shore
شارع شوارع: street road avenue st boulevard lane
برلمان برلماني: parliament legislat mp mep msp mps congress knesset assembl bundestag house
    commons
جامعه جامعات: universit college academ campus school alma harvard yale oxford cambridge stanford
    princeton alumn student degree
متحف متاحف: museum galler
كنيسه كنايس: church cathedral chapel papal ecclesi basilica st vatican
بنك بنوك: bank lend financ
خليج: gulf bay cove golf creek inlet
صحراء: desert sahara sinai sand
مسجد: mosque masjid
ملكي ملكيه: royal king queen monarch propert own possess copyright crown intellect tenure
معاهده معاهدات: treat pact agreement convention
لجنه لجان: committee commission panel board council
معهد معاهد: institut academy college school center centre
وزاره وزارات: ministr department office treasur cabinet foreign interior
معركه معارك: battle fight combat war struggle
ثوره ثورات: revolution revolt upris rebel
كليه كليات: college faculty school kidney renal total overall entire complete universit
جايزه جوايز: prize award grand prix win honor honour reward medal trophy oscar nobel gramm emm
    accolade
قلعه قلاع: castle fort citadel
جسر جسور: bridge viaduct
قصر قصور: palace mansion manor castle short chateau
كاس: cup glass champion bowl trophy
شرطه: police cop officer constab
قديس: saint st san santa
بابا: pope papal pontif father dad
دكتور: dr doctor prof phd
جنرال: general gen gm
فضاء: space outer astro cosm judici orbit nasa
كهف كهوف: cave cavern grotto
مطار مطارات: airport airfield airstrip
فندق فنادق: hotel inn hostel resort motel lodg accommod
سفاره سفارات: embass
صليب: cross crucif crusad
مجره: galax milky
=الغربي =الغربيه: west
=الشرقي =الشرقيه: east orient
ديمقراطي ديمقراطيه: democra
حزب احزاب: part democrat republican labour liberal tor green likud gop conserv socialist communist
اسلام اسلامي اسلاميه: islam muslim moslem
يهودي يهوديه يهود: jew hebrew judai
كاثوليكي كاثوليكيه: cathol
بروتستانتي بروتستانتيه: protest
عربي عربيه عرب: arab
شيوعي شيوعيه: commun marx
سوفيتي سوفياتي سوفييتي سوفيتيه سوفياتيه سوفييتيه: soviet ussr russia
نازي نازيه نازيين: nazi hitler national
اغريقي اغريقيه اغريق: greek greece hellen
فرعون فراعنه: pharao
فيسبوك: facebook
تويتر: twitter tweet
قران: quran koran qur
انجيل: bible gospel evangel
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
    """Tell whether a word begins with it, or has it in a compound: "waterfalls", "northeastern"."""
    if len(opening) < _SHORT:
        return opening in words
    if len(opening) == _SHORT:
        return any(word.startswith(opening) or word.endswith(opening) for word in words)
    return any(opening in word for word in words)
