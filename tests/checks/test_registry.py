"""How the checks are run together: severities, order, and time on hostile texts."""

from collections import Counter

import pytest

from summaries.checks import registry
from summaries.checks.base import Pair, Severity
from summaries.checks.registry import ARTICLE_CHECKS, CHECKS, check_article, check_pair
from tests.timing import cpu_seconds

ARABIC = "قال المتحدث إن الطريق مفتوح أمام الحافلات."
BROKEN = "He said &amp; the الطريق (is open to buses."


def test_every_check_has_a_name_of_its_own_and_a_title():
    every = (*CHECKS, *ARTICLE_CHECKS)
    assert len({check.name for check in every}) == len(every)
    assert registry.titles() == {check.name: check.title for check in every}
    assert all(check.title and isinstance(check.severity, Severity) for check in every)


def test_findings_come_in_reading_order():
    found = [f for f in check_pair(Pair(ARABIC, BROKEN)) if f.english]
    places = [finding.english[0].start for finding in found]
    assert places == sorted(places)
    assert [f.check for f in found] == ["placeholder", "untranslated", "brackets"]


@pytest.mark.parametrize(
    ("setting", "expected"), [("warning", ["warning"]), ("blocking", ["blocking"]), ("off", [])]
)
def test_a_severity_can_be_set_for_each_check(setting, expected):
    found = check_pair(Pair(ARABIC, BROKEN), {"untranslated": setting})
    assert [f.severity for f in found if f.check == "untranslated"] == expected
    assert [f.severity for f in found if f.check == "brackets"] == ["warning"]


@pytest.mark.parametrize(
    "hostile", ["(" * 2000, "1 " * 1000, "1 January " * 200, "الطريق x " * 200]
)
def test_one_text_has_no_endless_findings(hostile):
    found = Counter(finding.check for finding in check_pair(Pair(ARABIC, hostile)))
    assert max(found.values()) <= registry.MOST_FINDINGS


def test_an_article_has_the_findings_of_each_sentence():
    good = Pair("وصل الوفد مساء أمس.", "The delegation arrived last night.")
    first, second = check_article([good, Pair(ARABIC, BROKEN)], {"brackets": "off"})
    assert first == []
    assert {"placeholder", "untranslated"} <= {f.check for f in second}
    assert "brackets" not in {f.check for f in second}


HOSTILE = {
    "one word": "a" * 2000,
    "capitals": "A" * 2000,
    "names": "Aa " * 660,
    "digits": "1" * 2000,
    "numbers": "1,1.1-" * 333,
    "quotes": "\"'“" * 660,
    "apostrophes": " 'a" * 660,
    "brackets": "([{" * 660,
    "markup": "<a " * 660,
    "blanks": "a" + " " * 1998 + "b",
    "former": "former " * 285,
    "here is": "here is the " * 160,
    "number words": "hundred thousand and " * 95,
    "months": "May 1, " * 285,
    "underscores": "_" * 2000,
}
HOSTILE_ARABIC = {
    "one word": "ا" * 5000,
    "articles": "ال" * 2500,
    "tatweel": "ا" + "ـ" * 4998,
    "conjunctions": "و" * 5000,
    "negations": "لا " * 1600,
    "digits": "١" * 5000,
    "hundreds": "مئة و" * 1000,
    "offices": "نائب رئيس " * 500,
    "marks": "«" * 5000,
}


@pytest.mark.parametrize("english", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_no_english_takes_a_check_long(check, english):
    assert _seconds(check, Pair("وصل الوفد إلى المدينة.", english)) < 2


@pytest.mark.parametrize("arabic", HOSTILE_ARABIC.values(), ids=HOSTILE_ARABIC)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_no_arabic_takes_a_check_long(check, arabic):
    assert _seconds(check, Pair(arabic, "The delegation reached the town.")) < 2


def _seconds(check, pair) -> float:
    # What a check reads it remembers, so one run counts; the tables are loaded before it.
    list(check.find(Pair(ARABIC, BROKEN)))
    return cpu_seconds(lambda: list(check.find(pair)), runs=1)
