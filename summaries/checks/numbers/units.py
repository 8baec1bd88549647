"""Arabic units of measure, by the English names that `engine.quantities` gives them."""

from __future__ import annotations

from functools import lru_cache

from summaries.checks.arabic import stems

_WORDS = """
    second|ثانيه ثواني ثوان
    minute|دقيقه دقايق دقيقتين دقيقتان
    hour|ساعه ساعات ساعتين ساعتان
    day|يوم يوما ايام يومين يومان
    week|اسبوع اسبوعا اسابيع اسبوعين اسبوعان
    month|شهر شهرا اشهر شهور شهرين شهران
    year|عام عاما اعوام عامين عامان سنه سنوات سنين سنتين سنتان سنويا
    mile|ميل ميلا اميال
    metre|متر مترا امتار
    kilometre|كيلومتر كيلومترا كيلومترات كم
    centimetre|سنتيمتر سنتيمترا سنتيمترات سم سنتمتر
    kilogram|كيلوغرام كيلوغراما كيلوغرامات كيلوجرام كيلوجراما كغ كغم كجم
    millimetre|مليمتر مليمترا ملليمتر ملم مم
    pound|رطل رطلا ارطال باوند باوندا
    ounce|اوقيه اونصه
    gram|غرام غراما غرامات جرام جراما
    tonne|طن طنا اطنان
    degree|درجه درجات
    barrel|برميل برميلا براميل
    litre|لتر لترا لترات
    hectare|هكتار هكتارا هكتارات
    foot|قدم قدما اقدام
    inch|بوصه بوصات انش
"""
UNITS = {
    word: name
    for name, words in (line.strip().split("|") for line in _WORDS.strip().splitlines())
    for word in words.split()
}


@lru_cache(maxsize=20_000)
def unit_of(word: str) -> str:
    """Return the unit a folded Arabic word names, "" if it names none."""
    return next((UNITS[stem] for stem in stems(word) if stem in UNITS), "")
