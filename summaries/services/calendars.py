"""A date in words, as papers of each language head their pages."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from hijridate import Gregorian


def in_words(day: date, language: str) -> str:
    """Return a date with its weekday; in Arabic with the date of the Hijra beside it.

    That is Umm al-Qura's; beyond its tables (1924 to 2077) it is left out.
    """
    with translation.override(language):
        words = date_format(day, "l j F Y")
    hijri = _hijri(day) if language == "ar" else ""
    return f"{words} · {hijri}" if hijri else words


def _hijri(day: date) -> str:
    try:
        found = Gregorian.fromdate(day).to_hijri()
    except OverflowError:  # Not in the tables.
        return ""
    # The sign of the era stays with its year.
    return f"{found.day} {found.month_name('ar')} {found.year}\N{NO-BREAK SPACE}هـ"
