"""Numbers of a pair: what is found, at which words, with which fix; and what is let pass."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.base import Pair
from summaries.checks.numbers.checks import ChangedNumber, Hedge, MissingNumber, Unit

CHECKS = (ChangedNumber(), MissingNumber(), Unit(), Hedge())


def findings(arabic, english, **more):
    pair = Pair(arabic, english, **more)
    return [finding for check in CHECKS for finding in check.find(pair)]


GOOD = [
    ("أصيب ٢٥ شخصا.", "Twenty-five people were hurt."),
    ("سجل هدفين في ساعتين.", "He scored 2 goals in 2 hours."),
    ("نزح ألفان من السكان.", "Some 2,000 residents fled."),
    ("في الأشهر الثلاثة الماضية.", "In the last 3 months."),
    ("منذ سبعينيات القرن الماضي.", "Since the 1970s."),
    ("في القرن التاسع عشر.", "In the 19th century."),
    ("بلغت الكلفة 1.5 مليار.", "It cost 1.5bn."),
    ("مليون ونصف لاجئ.", "One and a half million refugees."),
    ("عشرات القتلى ومئات الجرحى.", "Dozens of dead and hundreds of wounded."),
    ("عشرات الآلاف من المتظاهرين.", "Tens of thousands of protesters."),
    ("بضعة آلاف من السكان.", "Several thousand residents."),
    ("لويس السادس عشر.", "Louis XVI."),
    ("ثلث السكان ونصف المدن.", "A third of the people and half of the cities."),
    ("منذ عقدين.", "For two decades."),
    ("منذ عشرين عاما.", "For two decades."),
    ("استمرت ثلاثة أعوام ونصف العام.", "It lasted three and a half years."),
    ("بين 5 و10 ملايين دولار.", "Between $5 million and $10 million."),
    ("انتهت المباراة 3-1.", "The match ended 1-3."),
    ("الأرقام ٣ و٣ فقط.", "The number 3 only."),
    ("12 - ينظر المجلس في الأمر.", "The council considers it."),
    ("ما لا يقل عن 40 قتيلا.", "No less than 40 dead."),
    ("نسبة 50 بالمئة.", "A share of 50 percent."),
    ("يوم الاثنين.", "On a Monday."),
    ("باع 3 ملايين وخمسة ملايين نسخة.", "It sold three million and five million copies."),
    ("بقي 1.7 مليون قبل أربعة أعوام.", "There were 1.7 million four years ago."),
]

BAD = [
    ("أصيب ٢٥ شخصا.", "Some 26 people were hurt.", "number", "26", "٢٥", "25"),
    ("قتل ثلاثة جنود.", "Five soldiers died.", "number", "Five", "ثلاثة", "Three"),
    (
        "نزح 3 ملايين لاجئ.",
        "Some 3 billion refugees fled.",
        "number",
        "3 billion",
        "3 ملايين",
        "3 million",
    ),
    ("نزح 12500 شخص.", "Some 12,600 people fled.", "number", "12,600", "12500", "12,500"),
    ("قتل 5 وجرح 7.", "Killed were 7, wounded 7.", "number", "7", "5", "5"),
    ("سجل هدفين.", "He scored 5 goals.", "number", "5", "", None),
    ("فاز الفريق.", "The team won in 2019 games.", "number", "2019", "", None),
    ("حل في المركز الرابع.", "He came seventh.", "number", "seventh", "الرابع", "fourth"),
    ("آلاف المتظاهرين.", "Millions of protesters.", "number", "Millions", "آلاف", None),
    ("قتل 40 شخصا.", "People were killed.", "number_missing", "", "40", None),
    ("زادت 40 بالمئة.", "They grew by 40.", "unit", "40", "40", None),
    ("بعد 6 ساعات.", "After 6 days.", "unit", "6 days", "6 ساعات", "6 hours"),
    ("أكثر من 40 قتيلا.", "Fewer than 40 dead.", "hedge", "40", "40", None),
]


@pytest.mark.parametrize(("arabic", "english"), GOOD)
def test_true_numbers_pass(arabic, english):
    assert findings(arabic, english) == []


@pytest.mark.parametrize(("arabic", "english", "check", "wrong", "right", "fix"), BAD)
def test_wrong_numbers_are_found_once_at_their_words(arabic, english, check, wrong, right, fix):
    (found,) = findings(arabic, english)

    assert found.check == check
    assert "".join(span.of(english) for span in found.english) == wrong
    assert "".join(span.of(arabic) for span in found.arabic) == right
    assert found.fix == fix
    assert "%(" not in found.message


def test_a_summary_may_leave_out_but_not_add():
    article = "قتل 40 شخصا.\nوجرح 7."

    assert findings(article, "Seven were hurt.", is_summary=True) == []
    (found,) = findings(article, "Eight were hurt.", is_summary=True)
    assert (found.check, found.arabic) == ("number", ())


@given(st.integers(10, 10**9), st.integers(10, 10**9))
def test_digits_are_compared_by_value(said, known):
    wrong = findings(f"عددهم {known} منهم.", f"There are {said:,} of them.")

    assert bool(wrong) == (said != known)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_survived(arabic, english):
    for finding in findings(arabic, english):
        assert all(0 <= span.start < span.end <= len(english) for span in finding.english)
        assert all(0 <= span.start < span.end <= len(arabic) for span in finding.arabic)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("1 2 3 " * 800, "4 " * 1000),
        ("مليون و" * 700, "a million and " * 140),
        ("1" * 5000, "1" * 5000),
    ],
)
def test_hostile_text_takes_no_quadratic_time(arabic, english):
    started = time.perf_counter()
    findings(arabic, english)

    assert time.perf_counter() - started < 5
