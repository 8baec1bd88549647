"""One pair at a time: what is cleaned of it, and which filter it fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.clean import (
    FILTERS,
    Limits,
    arabic_fault,
    clean_arabic,
    clean_english,
    clean_pair,
    fault,
    is_in,
    lengths_differ,
)

LIMITS = Limits(
    most_words=30, english_per_arabic=(0.7, 2.2), slack=3, letters=0.6, language_words=5
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("وصل الوزير, ثم غادر", "وصل الوزير، ثم غادر"),
        ("وصل الوزير ,ثم غادر", "وصل الوزير، ثم غادر"),
        ("وصل;غادر", "وصل؛ غادر"),
        ("هل وصل الوزير?", "هل وصل الوزير؟"),
        ("بلغ العدد 1,200 شخص", "بلغ العدد 1,200 شخص"),
        ("باع ٣٫٥ مليون", "باع 3.5 مليون"),
        ("قَالَ «نعم»", 'قال "نعم"'),
        ("<b>خبر</b> &amp; رأي", "خبر & رأي"),
        ("حفظ (&S)", "حفظ"),
        ("اقرأ [الدليل](https://example.org/a)", "اقرأ الدليل"),
        ("**تنبيه** مهم", "تنبيه مهم"),
        ("كتا\u00adب", "كتاب"),
        ("  سطر\u00a0واحد ", "سطر واحد"),
        ("النبي ﷺ", "النبي صلى الله عليه وسلم"),
    ],
)
def test_clean_arabic(raw, clean):
    assert clean_arabic(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("“Yes,” he said…", '"Yes," he said...'),
        ("&File", "File"),
        ("&amp;File", "File"),
        ("_Open", "Open"),
        ("research &amp; development", "research & development"),
        ("He works at R&D", "He works at R&D"),
        ("a < b", "a < b"),
        (r"the \_night \"prayers\"\\", 'the night "prayers"'),
        ("one\u200btwo", "onetwo"),
    ],
)
def test_clean_english(raw, clean):
    assert clean_english(raw) == clean


@pytest.mark.parametrize(
    ("arabic", "english", "clean"),
    [
        ("- أول", "- First", ("أول", "First")),
        ("* أول", "# First", ("أول", "First")),
        ("- أول", "First", ("- أول", "First")),
        ("-5 درجات", "-5 degrees", ("-5 درجات", "-5 degrees")),
    ],
)
def test_bullets_go_where_both_sides_have_one(arabic, english, clean):
    assert clean_pair(arabic, english) == clean


@given(st.text(max_size=60))
def test_cleaning_twice_changes_little(text):
    """What is clean has no blanks to spare and no invisible marks, whatever came in."""
    once = clean_arabic(text)
    assert once == once.strip()
    assert "  " not in once
    assert "\u00ad" not in once


GOOD = (
    "وصل الوزير إلى العاصمة أمس لإجراء محادثات",
    "The minister arrived in the capital yesterday",
)
LONG = " ".join(["كلمة"] * 31)


@pytest.mark.parametrize(
    ("arabic", "english", "reason"),
    [
        (*GOOD, ""),
        ("", "Nothing", "empty"),
        ("شيء", "", "empty"),
        ("Windows", "windows", "copied"),
        ("مرحبا %s", "Hello %s", "markup"),
        ("مرحبا %1$s", "Hello %1$s", "markup"),
        ("مرحبا {name}", "Hello {name}", "markup"),
        ("مرحبا $1", "Hello $1", "markup"),
        ("مرحبا [[دار]]", "Hello house", "markup"),
        ("انظر https://example.org", "See the page", "markup"),
        ("انظر user_id هنا", "See user_id here", "markup"),
        ("كلفت 5 ملايين", "It cost $5 million", ""),
        ("اسم الملف: أ\\ب", "File name: a", "markup"),
        ("كلفت 5.2 ملايين", "It cost $5.2 million", ""),
        ("زادت 10% في عام", "It rose 10% in a year", ""),
        ("Visual Studio على", "Visual Studio on", "no Arabic"),
        ("قال نعم", "He said نعم", "Arabic in the English"),
        (LONG, LONG.replace("كلمة", "word"), "too long"),
        ("نعم", "Yes, of course, this is really far more than the Arabic says", "lengths differ"),
        (" ".join(["كلمة"] * 20), "word word", "lengths differ"),
        ("(أ/ب/12/34/56)", "(A/B/12/34/56)", "few letters"),
        (GOOD[0], "Le ministre est arrivé hier dans la capitale pour des négociations", "other"),
        (
            "وزیر امور خارجه ایران امروز در تهران سخن می‌گوید",
            "The minister speaks today here",
            "other",
        ),
        ("قتل 12 شخصا", "14 people were killed", "numbers differ"),
        ("قتل 12 شخصا", "Twelve people were killed", ""),
        ("بلغ العدد 1200", "The number reached 1,200", ""),
        ("نعم", "Oui", ""),
    ],
)
def test_fault(arabic, english, reason):
    found = fault(*clean_pair(arabic, english), LIMITS)
    assert found.startswith(reason)
    assert bool(found) == bool(reason)


def test_every_filter_is_tested():
    tested = test_fault.pytestmark[0].args[1]
    assert {name.split()[0] for name in FILTERS} == {row[2].split()[0] for row in tested if row[2]}


@pytest.mark.parametrize(
    ("arabic", "reason"),
    [
        (GOOD[0], ""),
        ("", "empty"),
        ("انظر {{قالب}}", "markup"),
        ("ولد في ، ودرس في القاهرة", "hole"),
        ("المدينة () عاصمة البلاد", "hole"),
        ("سماها الكاتب: .", "hole"),
        ("سافر من و.م.أ إلى بلده", ""),
        ("The Beatles فرقة", "no Arabic"),
        ("12/3 - 14/5 يوم", "few letters"),
        ("وزیر امور خارجه ایران امروز در تهران سخن می‌گوید", "other language"),
    ],
)
def test_arabic_fault(arabic, reason):
    assert arabic_fault(arabic, LIMITS) == reason


@pytest.mark.parametrize(
    ("arabic", "english", "differs"),
    [
        ("كلمة " * 10, "word " * 10, False),
        ("كلمة " * 10, "word " * 4, False),
        ("كلمة " * 10, "word " * 3, True),
        ("كلمة " * 10, "word " * 25, False),
        ("كلمة " * 10, "word " * 26, True),
    ],
)
def test_lengths_differ(arabic, english, differs):
    assert lengths_differ(arabic, english, (0.7, 2.2), 3) is differs


def test_short_lines_are_not_asked_for_their_language():
    assert is_in("en", "Bonjour tout le monde", 5)
    assert not is_in("en", "Bonjour tout le monde, je suis très content", 5)
