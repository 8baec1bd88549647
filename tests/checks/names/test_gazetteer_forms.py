"""The written forms that the gazetteer's build makes of a name."""

from __future__ import annotations

import pytest

from scripts.gazetteer.forms import nisba, peoples, respelled


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Egyptian", ["Egyptian", "Egyptians"]),
        ("Iraqi", ["Iraqi", "Iraqis"]),
        ("Chinese", ["Chinese"]),
        ("British", ["British"]),
        ("Dutchman", ["Dutchman"]),
        ("US", ["US"]),
        ("Swiss", ["Swiss"]),
    ],
)
def test_peoples_have_their_plural(word, forms):
    assert list(peoples(word)) == forms


@pytest.mark.parametrize("form", ["فرنسي", "فرنسية", "فرنسيون", "فرنسيين", "فرنسيات", "فرنسيتان"])
def test_a_nisba_has_gender_number_and_case(form):
    assert form in set(nisba("فرنسي"))


@pytest.mark.parametrize(
    "form", ["كوري جنوبي", "الكوري الجنوبي", "الكورية الجنوبية", "كوريين جنوبيين"]
)
def test_both_words_of_a_nisba_agree(form):
    assert form in set(nisba("كوري جنوبي"))


def test_an_irregular_plural_stays_as_it_is():
    assert list(nisba("=أتراك")) == ["أتراك"]


@pytest.mark.parametrize(
    ("arabic", "english", "other"),
    [
        ("هامبورغ", "Hamburg", ["هامبورج"]),
        ("هامبورج", "Hamburg", ["هامبورغ"]),
        ("جدة", "Jeddah", []),
    ],
)
def test_a_hard_g_is_written_in_two_ways(arabic, english, other):
    assert list(respelled(arabic, english)) == other
