"""Amounts of money: currency and amount, reported once."""

from __future__ import annotations

import pytest

from summaries.checks.base import Pair
from summaries.checks.numbers.checks import ChangedNumber, MissingNumber, Unit
from summaries.checks.numbers.money import Money

CHECKS = (ChangedNumber(), MissingNumber(), Unit(), Money())


def findings(arabic, english):
    pair = Pair(arabic, english)
    return [finding for check in CHECKS for finding in check.find(pair)]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("دفعت 5 ملايين دولار أمريكي.", "It paid US$5 million."),
        ("دفعت 5 ملايين دولار.", "It paid 5 million US dollars."),
        ("كلفت 200 ليرة سورية.", "It cost 200 Syrian pounds."),
        ("كلفت 200 ليرة تركية.", "It cost 200 Turkish lira."),
        ("كلفت 200 جنيه إسترليني.", "It cost £200."),
        ("كلفت 300 جنيه مصري.", "It cost EGP 300."),
        ("كلفت مئة شيكل.", "It cost 100 shekels."),
        ("مليارات الدولارات.", "Billions of dollars."),
        ("وزنه 17 رطلا.", "It weighs 17 pounds."),
        ("دفعت ألفي ريال سعودي.", "It paid 2,000 Saudi riyals."),
    ],
)
def test_the_same_money_passes(arabic, english):
    assert findings(arabic, english) == []


@pytest.mark.parametrize(
    ("arabic", "english", "wrong", "fix"),
    [
        ("دفعت 5 ملايين يورو.", "It paid $5 million.", "$5 million", "€5 million"),
        (
            "دفعت 5 ملايين يورو.",
            "It paid 5 million dollars.",
            "5 million dollars",
            "5 million euros",
        ),
        (
            "دفعت 30 دينارا كويتيا.",
            "It paid 30 Iraqi dinars.",
            "30 Iraqi dinars",
            "30 Kuwaiti dinars",
        ),
        ("دفعت 30 ريالا قطريا.", "It paid 30 dirhams.", "30 dirhams", "30 Qatari riyals"),
        ("دفعت 5 ملايين دولار.", "It paid $5 billion.", "5 billion", "5 million"),
        ("دفعت 30 دولارا.", "It paid $80.", "80", "30"),
        ("وزنه 17 رطلا.", "It weighs 17 euros.", "17", None),
    ],
)
def test_other_money_is_found_once(arabic, english, wrong, fix):
    (found,) = findings(arabic, english)

    assert (found.check, found.fix) == ("money", fix)
    assert found.english[0].of(english) == wrong
