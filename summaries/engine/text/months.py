"""The names of the months in Arabic, folded: no marks, no hamza, «ه» for «ة», «ي» for «ى».

Gregorian months have three sets of names: of Egypt and the Gulf, of the Levant and Iraq (Syriac
ones), and of the Maghreb (French ones). Newspapers often print two for one month.
"""

from __future__ import annotations

_ARABIC = (
    "يناير|كانون الثاني|كانون ثاني|كانون ثان|جانفي|ينار",
    "فبراير|شباط|فيفري|فبرير",
    "مارس|اذار|مارت",
    "ابريل|نيسان|افريل",
    "مايو|ايار|ماي|مايس",
    "يونيو|يونيه|حزيران|جوان",
    "يوليو|يوليه|تموز|جويليه|يوليوز",
    "اغسطس|اب|اوت|غشت|اوغسطس|اغسطوس",
    "سبتمبر|ايلول|شتنبر|سيبتمبر",
    "اكتوبر|تشرين الاول|تشرين اول",
    "نوفمبر|تشرين الثاني|تشرين ثاني|تشرين ثان|نونبر|نوفمير",
    "ديسمبر|كانون الاول|كانون اول|دجنبر|ديسمبير",
)
GREGORIAN = {name: n for n, names in enumerate(_ARABIC, 1) for name in names.split("|")}

HIJRI_PATTERNS = (
    "محرم|المحرم",
    "صفر",
    "ربيع ?الاول|ربيع اول",
    "ربيع ?(?:الاخر|الثاني)|ربيع ثاني?",
    "جماد[يه]? ?(?:الاول[يه]?)",
    "جماد[يه]? ?(?:الاخر[هي]?|الثاني[ه]?)",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذ[ويا] ?القعده",
    "ذ[ويا] ?الحجه",
)
