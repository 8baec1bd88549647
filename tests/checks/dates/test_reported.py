"""Faults that editors met: doubled months, Hijri years, relative dates, ranges and zones."""

from __future__ import annotations

from datetime import date

import pytest

from summaries.checks.arabic import fold
from summaries.checks.base import Context, Pair
from summaries.checks.dates.checks import Date, DateMissing, Time, Weekday
from summaries.checks.dates.months import arabic_month_words, english_month_words

CHECKS = (Date(), DateMissing(), Weekday(), Time())
TODAY = Context(date=date(2024, 7, 2))


def found(arabic, english, **more):
    pair = Pair(arabic, english, **more)
    return [finding for check in CHECKS for finding in check.find(pair)]


# Arabic, English, check, English words underlined, fix.
DIFFERENT = [
    (
        "عاد الفريق في آذار/ مارس.",
        "The team returned in April/March.",
        "date",
        "April/March",
        "March",
    ),
    ("في آذار/ مارس", "In March/April", "date", "March/April", "March"),
    ("في يناير 2023", "In January/February 2023", "date", "January/February 2023", "January 2023"),
    (
        "في 15 آذار 2018",
        "On March/April 15, 2018",
        "date",
        "March/April 15, 2018",
        "March 15, 2018",
    ),
    ("في 15 مارس/ آذار العام الماضي", "In March/April 2018", "date", "March/April 2018", None),
    ("في أيار", "In October/November", "date", "October/November", None),
    ("في سنة 1350 للهجرة", "In the year 1350", "date", "1350", "1350 AH"),
    ("عام 1350 هجرية", "In 1350", "date", "1350", "1350 AH"),
    ("في 1 محرم 1445", "On 1 Safar 1445 AH", "date", "1 Safar 1445 AH", "1 Muharram 1445 AH"),
    ("في رمضان 1445", "In Ramadan 1446 AH", "date", "Ramadan 1446 AH", "Ramadan 1445 AH"),
    ("صدر القرار في 7/10/2023.", "It was issued on July 10, 2023.", "date", "July 10, 2023", None),
    ("من 5 إلى 12 كانون الثاني", "December 5 to 12", "date", "December 5 to 12", "January 5 to 12"),
    ("يبدأ العمل الأسبوع المقبل.", "Work starts next month.", "date", "next month", "next week"),
    ("يبدأ العمل الأسبوع المقبل.", "Work started last week.", "date", "last week", "next week"),
    ("توفي قبل أسبوع.", "He died a month ago.", "date", "a month ago", "one week ago"),
    ("وصل أمس.", "He arrives tomorrow.", "date", "tomorrow", "yesterday"),
    ("وصل أمس الأول.", "He came tomorrow.", "date", "tomorrow", "the day before yesterday"),
    ("الساعة 15:00 بتوقيت غرينتش", "At 3 pm local time", "time", "3 pm local time", "3 pm GMT"),
    ("الساعة 15:00 بالتوقيت المحلي", "At 15:00 GMT", "time", "15:00 GMT", "15:00 local time"),
]


@pytest.mark.parametrize(("arabic", "english", "check", "words", "fix"), DIFFERENT)
def test_a_wrong_date_is_one_finding_whose_fix_ends_it(arabic, english, check, words, fix):
    (finding,) = found(arabic, english)

    assert (finding.check, finding.english[0].of(english), finding.fix) == (check, words, fix)
    if fix:
        span = finding.english[0]
        assert found(arabic, english[: span.start] + fix + english[span.end :]) == []


SAME = [
    ("في يناير/ فبراير 2023", "In January/February 2023"),
    ("بين يناير وفبراير", "In January/February"),
    ("في حزيران/ يونيو", "In June/Haziran"),
    ("في سنة 1350 للهجرة", "In 1931"),
    ("في سنة 1350 للهجرة", "In 1350 AH"),
    ("في سنة 1350 للهجرة", "In the year 1350 of the Hijra"),
    ("في 7/10/2023", "On October 7, 2023"),
    ("في 10/7/2023 ثم في 10/25/2023", "On October 7, 2023 and October 25, 2023"),
    ("من 5 إلى 12 كانون الثاني", "From January 5 to 12"),
    ("في شباط 2021", "In early 2021"),
    ("في شباط 2021", "In 02/2021"),
    ("يبدأ العمل الأسبوع المقبل.", "Work starts next week."),
    ("قبل أسبوعين", "14 days ago"),
    ("توفي قبل أسبوعين.", "He died two months ago."),  # told by the check of units
    ("قبل عام", "12 months ago"),
    ("بعد أسبوعين من وصوله", "A month ago"),
    ("أمس واليوم", "Tomorrow"),
    ("الساعة 15:00 بالتوقيت المحلي", "At 3 pm local time"),
    ("الساعة 15:00 بتوقيت غرينتش", "At 15:00 GMT"),
    ("في 3 جمادى الآخرة 1445", "On 3 Jumada al-Thani 1445 AH"),
    ("في 3 جمادى الآخرة 1445", "On 3 Jumada al-Akhirah 1445 AH"),
]


@pytest.mark.parametrize(("arabic", "english"), SAME)
def test_what_means_the_same_is_let_pass(arabic, english):
    assert found(arabic, english) == []


def test_a_doubled_month_is_found_in_a_summary():
    article = "عاد في نهاية تشرين الأول.\nثم سافر."

    (finding,) = found(article, "He returned at the end of October/November.", is_summary=True)

    assert finding.fix == "October"


def test_a_number_after_a_month_is_no_year_and_stays():
    arabic = "في يناير سار 1500 متر."

    assert found(arabic, "In January 1500 meters were walked.") == []
    assert found(arabic, "In January 1500 meters were walked.", is_summary=True) == []


@pytest.mark.parametrize(
    ("arabic", "english", "words"),
    [
        ("أعلن في شباط 2021 عن خطة.", "A plan of 2021 was announced.", "شباط 2021"),
        ("ولد في جويلية 2012.", "He was born in Joulia in 2012.", "جويلية 2012"),
        ("من 5 إلى 12 كانون الثاني", "They met.", "5 إلى 12 كانون الثاني"),
    ],
)
def test_a_month_left_out_is_one_finding_though_the_year_stays(arabic, english, words):
    (finding,) = found(arabic, english)

    assert finding.check == "date_missing"
    assert finding.arabic[0].of(arabic) == words
    assert found(arabic, english, is_summary=True) == []


@pytest.mark.parametrize("arabic", ["عادوا الأحد.", "عادوا اليوم الأربعاء."])
def test_a_weekday_left_out_is_found_unless_another_day_stands_for_it(arabic):
    assert [finding.check for finding in found(arabic, "They returned.")] == ["weekday"]
    assert found(arabic, "They returned today.") == []
    assert found("عاد الاثنان.", "The two returned.") == []


YEARS = [
    ("بلغت الأرباح هذا العام رقما قياسيا.", "Profits reached a record in 2022.", False),
    ("بلغت الأرباح هذا العام رقما قياسيا.", "Profits reached a record in 2024.", True),
    ("في الأشهر التسعة الأولى من العام", "In the first nine months of 2022", False),
    ("من العام، مقارنة بالعام الماضي", "In 2024, compared with a year earlier", True),
    ("في الأشهر التسعة الأولى من العام", "In the first nine months of 2024", True),
]


@pytest.mark.parametrize(("arabic", "english", "same"), YEARS)
def test_this_year_is_the_year_of_the_article(arabic, english, same):
    assert (found(arabic, english, context=TODAY) == []) is same


def test_a_hijri_month_is_named_in_the_message():
    (finding,) = found("في 1 محرم 1445", "On 1 Safar 1445 AH")

    assert "1 Muharram 1445 AH" in finding.message


@pytest.mark.parametrize("word", ["al-thani", "al-akhirah", "jumada", "july", "shaban", "hijjah"])
def test_words_of_english_months_are_known(word):
    assert word in english_month_words


@pytest.mark.parametrize("name", ["جويلية", "جمادى الآخرة", "آذار", "ذو الحجة", "كانون الثاني"])
def test_words_of_arabic_months_are_known_as_folded(name):
    assert set(fold(name).text.split()) <= arabic_month_words
