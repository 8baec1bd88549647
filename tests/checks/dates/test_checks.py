"""Dates, weekdays and times: what is the same, what differs, and how it is said."""

from __future__ import annotations

from datetime import date

import pytest

from summaries.checks.base import Context, Pair
from summaries.checks.dates.checks import Date, DateMissing, Time, Weekday

CHECKS = (Date(), DateMissing(), Weekday(), Time())


def found(arabic, english, **more):
    pair = Pair(arabic, english, **more)
    return [finding for check in CHECKS for finding in check.find(pair)]


SAME = [
    ("وصل الوفد في 25 يونيو/ حزيران.", "The delegation arrived on June 25."),
    ("وصل الوفد في ٢٥ حزيران ٢٠٢٢.", "The delegation arrived on 25 June 2022."),
    ("وصل الوفد في السابع من تشرين الأول.", "The delegation arrived on the 7th of October."),
    ("افتتح المعرض في أول أيار 2019.", "The fair opened on May 1, 2019."),
    ("تبدأ الدراسة في 12 شتنبر.", "Classes start on 12 Sept."),
    ("تنتهي الحملة في 3 جويلية 2021.", "The campaign ends on July 3, 2021."),
    ("يبدأ الموسم في غشت.", "The season starts in August."),
    ("اجتمعوا يومي 20 و 26 تموز.", "They met on 20 and 26 July."),
    ("من 12 فبراير حتى 28 مارس 2020", "February 12–March 28, 2020"),
    ("صدر القرار بتاريخ 25/6/2022.", "The decision was issued on June 25, 2022."),
    ("صدر القرار بتاريخ 3/4/2024.", "The decision was issued on 4/3/2024."),
    ("صدر الكتاب عام 1998 في القاهرة.", "The book, printed in Cairo, dates from 1998."),
    ("موسم 2011-2012 كان صعبا.", "The 2011-12 season was hard."),
    ("في سبعينيات القرن الماضي", "In the 1970s"),
    ("في التسعينات", "In the nineties"),
    ("في مطلع الألفية", "In the early 2000s"),
    ("في القرنين الثامن عشر والتاسع عشر", "In the 18th and 19th centuries"),
    ("التقيا يوم الأربعاء.", "They met on Wednesday."),
    ("التقيا أمس.", "They met on Tuesday."),
    ("الساعة 9:30 مساء بالتوقيت المحلي", "At 9:30 p.m. local time"),
    ("الساعة التاسعة والنصف مساء", "At 21:30 local time"),
    ("في الخامسة إلا ربعا عصرا", "At 4:45 pm"),
    ("الساعة 12 ظهرا", "At noon"),
    ("عند منتصف الليل", "At midnight"),
    ("الساعة 15:00 بتوقيت مكة المكرمة", "At 12:00 GMT"),
    ("يوم 15 رمضان 1445هـ", "On 25 March 2024"),
    ("15 رمضان 1445 الموافق 25 مارس 2024", "25 March 2024"),
    ("مارس الضغط على خصومه.", "He put pressure on his rivals."),
    ("عاد أبي إلى البيت.", "My father went home."),
    ("ستشرح جون الأمر.", "June Harding will explain it."),
    ("في السبعينيات من عمره", "In his seventies"),
    ("خلال الأشهر الثلاثة الماضية", "In the last 3 months"),
]


@pytest.mark.parametrize(("arabic", "english"), SAME)
def test_the_same_moment_is_let_pass_however_it_is_written(arabic, english):
    assert found(arabic, english) == []


# Arabic, English, check, English words underlined, fix.
DIFFERENT = [
    ("كان ذلك في 15 مارس/ آذار.", "It was on 15 May last.", "date", "15 May", "15 March"),
    ("في 25 يونيو", "On June 26", "date", "June 26", "June 25"),
    ("في 25 يونيو", "On the 26th of June", "date", "26th of June", "25th of June"),
    ("في 25 يونيو 2022", "On Jun. 25, 2021", "date", "Jun. 25, 2021", "Jun. 25, 2022"),
    ("في أيلول 2001", "In August 2001", "date", "August 2001", "September 2001"),
    ("في يونيو", "In June 2019", "date", "June 2019", "June"),
    ("في 25 يونيو", "On June 25, 2022", "date", "June 25, 2022", "June 25"),
    ("وقعت الدولتان الاتفاق.", "They signed it in 2019.", "date", "2019", None),
    ("عام ١٩٩٨", "In 1989", "date", "1989", "1998"),
    ("منذ 1995-96", "Since 2005-96", "date", "2005-96", "1995-96"),
    ("في سبعينيات القرن الماضي", "In the 1980s", "date", "1980s", "1970s"),
    ("القرن التاسع عشر", "The 18th century", "date", "18th century", "19th century"),
    ("يوم الثلاثاء", "On Thursday", "weekday", "Thursday", "Tuesday"),
    ("الساعة 9:30 صباحا", "At 8:30 a.m.", "time", "8:30 a.m.", "9:30 a.m."),
    ("الساعة 9:30 صباحا", "At 9:30 p.m.", "time", "9:30 p.m.", "9:30 a.m."),
    ("الساعة 15:00 بتوقيت غرينتش", "At 3 pm Mecca time", "time", "3 pm Mecca time", None),
    ("يوم 15 رمضان 1445هـ", "On 26 May 2024", "date", "26 May 2024", None),
]


@pytest.mark.parametrize(("arabic", "english", "check", "words", "fix"), DIFFERENT)
def test_a_changed_or_added_moment_is_one_finding(arabic, english, check, words, fix):
    (finding,) = found(arabic, english)

    assert finding.check == check
    assert finding.english[0].of(english) == words
    if fix:
        assert finding.fix == fix


def test_the_message_names_both_and_the_arabic_is_underlined_as_a_whole():
    arabic = "كان ذلك في 15 مارس/ آذار العام."
    (finding,) = found(arabic, "It was on 15 May.")

    assert finding.arabic[0].of(arabic) == "15 مارس/ آذار"
    assert finding.message == "«15 مارس/ آذار» is 15 March, the English says “15 May”."


def test_a_hijri_date_is_shown_converted():
    (finding,) = found("يوم 15 رمضان 1445هـ", "On 26 May 2024")

    assert "25 March 2024" in finding.message


MISSING = [
    ("وصلوا في 3 نيسان إلى عمان.", "They arrived in Amman.", "date_missing"),
    ("تأسست عام 1954.", "It was founded.", "date_missing"),
    ("يعودون يوم السبت.", "They return.", "weekday"),
]


@pytest.mark.parametrize(("arabic", "english", "check"), MISSING)
def test_a_date_left_out_is_found_in_a_translation_and_not_in_a_summary(arabic, english, check):
    assert [finding.check for finding in found(arabic, english)] == [check]
    assert found(arabic, english, is_summary=True) == []


def test_a_summary_may_not_join_a_year_from_another_sentence():
    article = "تحدثا في 25 يونيو.\nبدأت العملية في 24 فبراير 2022."

    (finding,) = found(article, "They spoke on June 25, 2022.", is_summary=True)

    assert finding.fix == "June 25"
    assert found(article, "It began on 24 February 2022.", is_summary=True) == []


RELATIVE = [
    ("التقيا أمس.", "They met on 1 July.", True),
    ("التقيا أمس.", "They met on 3 July.", False),
    ("التقيا أمس.", "They met on Monday.", True),
    ("التقيا أمس.", "They met on Friday.", False),
    ("في 15 مارس من العام الماضي", "On 15 March 2023", True),
    ("في 15 مارس من العام الماضي", "On 15 March 2022", False),
    ("في 25 يونيو", "On 25 June 2024", True),
    ("في 25 يونيو", "On 25 June 2022", False),
    ("العام الماضي", "In 2023", True),
    ("العام الماضي", "In 2015", False),
]


@pytest.mark.parametrize(("arabic", "english", "same"), RELATIVE)
def test_relative_dates_count_from_the_day_of_the_article(arabic, english, same):
    context = Context(date=date(2024, 7, 2))

    assert (found(arabic, english, context=context) == []) is same
