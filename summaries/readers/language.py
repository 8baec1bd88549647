"""In which language a text is, offline."""

from __future__ import annotations

from summaries.engine.text import intake

# What Arab outlets publish in besides Arabic, and their neighbours in the same letters.
NAMES = intake.OTHER_LANGUAGES | {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ru": "Russian",
    "tr": "Turkish",
    "zh": "Chinese",
}
# Arabic as the detector sorts it.
_ARABIC = frozenset(("ar", "arz", "ary", "apc"))


def language_of(text: str) -> str:
    """Return the code of a text's likeliest language (ISO 639), "ar" for Arabic; "" if unsure."""
    code = intake.language_of(text)
    return "ar" if code in _ARABIC else code


def name_of(code: str) -> str:
    """Return the English name of a language, "" for one that has none here."""
    return NAMES.get(code, "")
