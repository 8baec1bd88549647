"""The names of months and weekdays in Arabic, folded as `arabic.fold` does, and in English."""

from __future__ import annotations

import re

from summaries.engine.text.months import GREGORIAN

# Words of everyday language too: «ومارس» is "and practised", «نيسان» a make of car.
AMBIGUOUS = frozenset("مارس مارت نيسان ماي جوان اوت ينار مايس".split())

WEEKDAYS = {
    name: n
    for n, names in enumerate(
        (
            "الاثنين|الاتنين",
            "الثلاثاء|الثلاثا|الثلثاء|ثلاثاء",
            "الاربعاء|الاربعا|اربعاء",
            "الخميس|خميس",
            "الجمعه|جمعه",
            "السبت|سبت",
            "الاحد|احد الشعانين|احد السعف|احد الفصح|احد القيامه|احد العنصره",
        )
    )
    for name in names.split("|")
}
WEEKDAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
HIJRI_NAMES = (
    "Muharram|Safar|Rabi al-Awwal|Rabi al-Thani|Jumada al-Ula|Jumada al-Akhirah|Rajab|Shaban"
    "|Ramadan|Shawwal|Dhu al-Qadah|Dhu al-Hijjah"
).split("|")
HIJRI_ENGLISH = (
    r"(?:al-)?Muharram",
    r"Safar",
    r"Rabi[`']? ?(?:[Aa]l-?|[Uu]l-?)?[ -]?(?:[Aa]wwal|I\b|1\b)",
    r"Rabi[`']? ?(?:[Aa](?:l|th)-?|[Uu][lt]h?-?)?[ -]?(?:[Tt]h?ani|[Aa]kh?ir|II\b|2\b)",
    r"Jumad[ai][`']? ?(?:[Aa]l-?|[Uu]l-?)?[ -]?(?:[UuAaOo]w?w?la|[Aa]wwal|I\b|1\b)",
    r"Jumad[ai][`']? ?(?:[Aa](?:l|th)-?|[Uu]l-?)?[ -]?(?:[Aa]kh?ir[ah]*|[Tt]h?ani(?:yah?)?|II\b)",
    r"Rajab",
    r"Sha[`']?ban",
    r"Ramad[ah]?an",
    r"Shawwal",
    r"(?:Dh?u|Zu)[ -]?'?(?:[Aa]l|[Uu]l|l)?[ -]?[QK]a?i?[`']?i?d[ae]h?",
    r"(?:Dh?u|Zu)[ -]?'?(?:[Aa]l|[Uu]l|l)?[ -]?[Hh]ijj?[ae]h?",
)
_ENGLISH_HIJRI_SPELLINGS = (
    "muharram moharram safar rabi rabia awwal awal thani akhir akhirah akhira jumada jumadi jamada"
    " ula oola awwal thaniyah thania rajab shaban sha'ban shaaban ramadan ramadhan shawwal shawal"
    " dhu zu dhul zul thul qadah qa'dah qida qa'da qada hijjah hijja hijjat ah"
)
_PARTICLES = ("al", "ul", "ath", "uth", "el")


def _english_words() -> frozenset[str]:
    """Return the words of the English names, each also joined to its article ("al-thani")."""
    hijri = {word for name in HIJRI_NAMES for word in re.split(r"[ -]", name.lower())}
    hijri |= set(_ENGLISH_HIJRI_SPELLINGS.split())
    joined = {f"{article}-{word}" for article in _PARTICLES for word in hijri}
    return frozenset(hijri | joined | {name.lower() for name in MONTH_NAMES} | set(_PARTICLES))


english_month_words = _english_words()
"""Lower-case words of the names of months in English, of both calendars, articles included."""

arabic_month_words = frozenset(word for name in GREGORIAN for word in name.split()) | frozenset(
    "محرم المحرم صفر ربيع جمادي جماد الاولي الاخره الاخر الثانيه رجب شعبان رمضان شوال"
    " ذو ذي ذا القعده الحجه".split()
)
"""Folded words of the names of months in Arabic, those of the Maghreb and of the Hijra included."""
