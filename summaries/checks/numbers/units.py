"""Units of measure in Arabic, by the English names that `engine.quantities` gives them."""

from __future__ import annotations

from functools import lru_cache

from summaries.checks.arabic import Word, stems

_WORDS = """
    second|ثانيه ثواني ثوان
    minute|دقيقه دقايق دقيقتين دقيقتان
    hour|ساعه ساعات ساعتين ساعتان
    night|ليله ليالي ليال
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
_FORMS = [line.strip().split("|") for line in _WORDS.strip().splitlines()]
UNITS = {word: name for name, words in _FORMS for word in words.split()}
# Duals, made of the first form: «كيلومترين», «درجتان».
UNITS |= {
    words.split()[0].removesuffix("ه") + "ت" * words.split()[0].endswith("ه") + ending: name
    for name, words in _FORMS
    for ending in ("ان", "ين")
}
_TEMPERATURES = {
    **dict.fromkeys(("ميويه", "ميويتين", "ميويتان", "سيليزيوس", "سلسيوس"), "degree Celsius"),
    **dict.fromkeys(("فهرنهايت", "فهرنهايتيه"), "degree Fahrenheit"),
}
# What stands alone for one of it: «خلال أسبوع» may be "within seven days".
ONES = frozenset({"دقيقه", "ساعه", "يوم", "اسبوع", "شهر", "عام", "سنه"})


@lru_cache(maxsize=20_000)
def unit_of(word: str) -> str:
    """Return the unit a folded Arabic word names, "" if it names none."""
    return next((UNITS[stem] for stem in stems(word) if stem in UNITS), "")


def arabic_unit(tokens: tuple[Word, ...], start: int, after: int) -> tuple[str, int]:
    """Return the unit of the number at words `start` to `after`, and the word after both.

    A dual («ساعتين») and a lone «أسبوع» are their own unit.
    """
    name = unit_of(tokens[start].text) if after == start + 1 else ""
    if not name:
        name = unit_of(tokens[after].text) if after < len(tokens) else ""
        after += bool(name)
    if name == "degree" and after < len(tokens) and tokens[after].text in _TEMPERATURES:
        return _TEMPERATURES[tokens[after].text], after + 1
    return name, after


def differ(unit: str, other: str) -> bool:
    """Tell whether two units contradict each other; "degree" may be of either scale."""
    return bool(unit and other) and not (unit.startswith(other) or other.startswith(unit))
