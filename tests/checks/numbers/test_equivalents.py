"""Numbers said in another form or measure, torn numbers, telephone numbers, and their fixes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from summaries.checks.base import Pair
from summaries.checks.numbers.checks import ChangedNumber, Hedge, MissingNumber, Unit
from summaries.checks.numbers.money import Money
from summaries.checks.numbers.number_words import cardinal, fraction, ordinal, ordinal_suffix

CHECKS = (ChangedNumber(), MissingNumber(), Unit(), Hedge(), Money())


def findings(arabic, english):
    return [finding for check in CHECKS for finding in check.find(Pair(arabic, english))]


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("واحدا وعشرين", 21),
        ("إحدى وعشرين", 21),
        ("اثنين وعشرين", 22),
        ("ثلاثا وعشرين", 23),
        ("أربعا وأربعين", 44),
        ("خمسا وخمسين", 55),
        ("ستا وستين", 66),
        ("سبعا وسبعين", 77),
        ("ثمانيا وثمانين", 88),
        ("تسعا وتسعين", 99),
        ("ثلاثمئة وخمسا وعشرين", 325),
    ],
)
def test_the_accusative_of_a_compound_is_one_number(words, digits):
    assert findings(f"أحصينا {words} لوحة.", f"We counted {digits} panels.") == []

    (found,) = findings(f"أحصينا {words} لوحة.", f"We counted {digits + 1} panels.")
    assert found.fix == str(digits)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("هاتف المكتب 01-345678.", "The office phone is 01-345678."),
        ("أنفقت مليارين ونصف مليار جنيه.", "It spent 2.5 billion pounds."),
        ("بلغت النسبة ستة وثلاثين فاصلة خمسة في المئة.", "The share was 36.5 percent."),
        ("اشترى البيض بدزينة.", "He bought a dozen eggs."),
        ("فاز بثلاثية نظيفة.", "They won 3-0."),
        ("فاز بهدف دون رد.", "They won 1-0."),
        ("فاز بهدفين نظيفين.", "They won 2-0."),
        ("تغطي ربع احتياجاتها.", "It covers 25% of its needs."),
        ("حصدت ثلاثة أرباع الأصوات.", "It took 75% of the votes."),
        ("حصد 25% من الأصوات.", "It took a quarter of the votes."),
        ("استمر نصف قرن.", "It lasted 50 years."),
        ("استمر 50 عاما.", "It lasted half a century."),
        ("دام اللقاء ساعة ونصف الساعة.", "The 90-minute meeting ended."),
        ("دام اللقاء ساعة ونصف.", "The meeting lasted 90 minutes."),
        ("مهلة 48 ساعة.", "A deadline of two days."),
        ("مهلة يومين.", "A deadline of 48 hours."),
        ("مهلة أسبوعين.", "A 14-day deadline."),
        ("بعد سنتين.", "After 24 months."),
        ("مهلة 24 ساعة.", "A deadline of a day."),
        ("مهلة أسبوع.", "A deadline of seven days."),
        ("بعد سنة ونصف.", "After 18 months."),
        ("كلف 4 آلاف و500 مليار سنتيم.", "It cost 45 billion dirhams."),
        ("كلف مليوني دينار.", "It cost JD2 million."),
        ("كلف 350 مليون درهم.", "It cost Dh350m."),
        ("كلف 40 دينارا كويتيا.", "It cost KD 40."),
        ("كلف 40 ريالا.", "It cost SR40."),
        ("كلف 40 جنيها.", "It cost LE 40."),
        ("سنت أمريكي واحد.", "One US cent."),
        ("سنت أمريكي واحد.", "1 US cent."),
        ("قرن ونصف القرن.", "150 years."),
        ("درجة الحرارة 48 درجة مئوية.", "It was 48 degrees Celsius."),
        ("درجة الحرارة 48 درجة مئوية.", "It was 48°C."),
        ("درجة الحرارة 48 درجة.", "It was 48 degrees Celsius."),
        ("17 شخصا على الأقل.", "At least 17 people."),
    ],
)
def test_the_same_in_another_form_passes(arabic, english):
    assert findings(arabic, english) == []


@pytest.mark.parametrize(
    ("arabic", "english", "check", "wrong", "right", "fix"),
    [
        (
            "هاتف المكتب 01-345678.",
            "The office phone is 01-345687.",
            "number",
            "345687",
            "345678",
            "345678",
        ),
        ("هاتفه ٠١-٣٤٥٦٧٨.", "His phone is 01-345687.", "number", "345687", "٣٤٥٦٧٨", "345678"),
        ("عددهم 1450.", "They are 1, 450.", "number", "1, 450", "1450", "1,450"),
        ("قوته 7.8 درجة.", "An 8.7-magnitude quake.", "number", "8.7", "7.8", "7.8"),
        (
            "درجة الحرارة 48 درجة مئوية.",
            "It was 48 degrees Fahrenheit.",
            "unit",
            "48 degrees Fahrenheit",
            "48 درجة مئوية",
            "48 degrees Celsius",
        ),
        (
            "مشى كيلومترين ونصف.",
            "He walked 2.5 miles.",
            "unit",
            "2.5 miles",
            "كيلومترين ونصف",
            "2.5 kilometers",
        ),
        (
            "قتل ما لا يقل عن أحد عشر شخصا.",
            "No more than 11 people died.",
            "hedge",
            "11",
            "أحد عشر",
            None,
        ),
        ("قتل 17 على الأقل.", "No more than 17 died.", "hedge", "17", "17", None),
        ("قتل 17 شخصا على الأقل.", "Up to 17 died.", "hedge", "17", "17", None),
        ("استمر 72 ساعة.", "It lasted 72 days.", "unit", "72 days", "72 ساعة", "72 hours"),
        ("استمر 72 ساعة.", "It was a 72-day trip.", "unit", "72-day", "72 ساعة", "72-hour"),
        (
            "كلف 300 دينار.",
            "It cost 300 dollars.",
            "money",
            "300 dollars",
            "300 دينار",
            "300 dinars",
        ),
        ("كلف 300 دينار.", "It cost $300.", "money", "$300", "300 دينار", "300 dinars"),
        ("كلف 300 يورو.", "It cost $300 million?", "money", "300 million", "300 يورو", "300"),
        ("كلف 300 يورو.", "It cost $300.", "money", "$300", "300 يورو", "€300"),
        (
            "سنت أمريكي واحد.",
            "One US dollar.",
            "money",
            "One US dollar",
            "سنت أمريكي واحد",
            "One US cent",
        ),
        (
            "الدورة الثالثة والثلاثون.",
            "The 32nd session.",
            "number",
            "32nd",
            "الثالثة والثلاثون",
            "33rd",
        ),
        ("المركز الرابع.", "He came seventh.", "number", "seventh", "الرابع", "fourth"),
        ("حضر ثلثاها.", "A third of them came.", "number", "A third", "ثلثاها", "Two thirds"),
        (
            "غطى ثلثا السطح.",
            "It covers one third of the roof.",
            "number",
            "one third",
            "ثلثا",
            "two thirds",
        ),
        (
            "كلف 200 ليرة سورية.",
            "It cost 200 Turkish lira.",
            "money",
            "200 Turkish lira",
            "200 ليرة سورية",
            "200 Syrian pounds",
        ),
        (
            "جمعت ثلاثمئة وخمسا وعشرين قطعة.",
            "She collected 352 pieces.",
            "number",
            "352",
            "ثلاثمئة وخمسا وعشرين",
            "325",
        ),
        (
            "مشى 5 كيلومترات.",
            "He walked 5 miles.",
            "unit",
            "5 miles",
            "5 كيلومترات",
            "5 kilometers",
        ),
        ("استمر ساعتين.", "It lasted two days.", "unit", "two days", "ساعتين", "two hours"),
    ],
)
def test_what_differs_is_found_with_its_words_and_fix(arabic, english, check, wrong, right, fix):
    (found,) = findings(arabic, english)

    assert found.check == check
    assert [span.of(english) for span in found.english] == [wrong]
    assert [span.of(arabic) for span in found.arabic] == [right]
    assert found.fix == fix


def test_percentages_are_not_rounded():
    (found,) = findings("تراجع 0,73 في المئة.", "It fell 0.37 percent.")

    assert (found.check, found.fix) == ("number", "0.73")


def test_an_empty_english_misses_no_numbers():
    assert findings("قتل 40 شخصا.", " ") == []


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (cardinal(25), "twenty-five"),
        (cardinal(30), "thirty"),
        (cardinal(100), None),
        (ordinal(33), "thirty-third"),
        (ordinal(12), "twelfth"),
        (fraction(Fraction(2, 3)), "two thirds"),
        (ordinal_suffix(112), "th"),
        (ordinal_suffix(33), "rd"),
    ],
)
def test_numbers_in_words(made, words):
    assert made == words
