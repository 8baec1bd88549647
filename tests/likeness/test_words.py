"""Words as codes: equal for spellings of one word, and of a kind."""

import pytest

from summaries.likeness.words import Kind, code, folded, kind_of, split, stem


def coded(word):
    return code(folded(word))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الوزير", "للوزير"),
        ("والرئيس", "بالرئيس"),
        ("أحمد", "احمد"),
        ("١٢٤٠", "1,240"),
        ("٣٫٥", "3.5"),
        ("تونسية", "تونسي"),
        ("الصنوبر", "صنوبر"),
    ],
)
def test_spellings_of_one_word_are_one_code(one, other):
    assert coded(one) == coded(other)


@pytest.mark.parametrize(("one", "other"), [("1240", "1241"), ("ثلاثة", "أربعة"), ("12", "1.2")])
def test_other_words_are_other_codes(one, other):
    assert coded(one) != coded(other)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("من", Kind.FUNCTION),
        ("وعلى", Kind.FUNCTION),
        ("القلعاوي", Kind.RARE),
        ("85", Kind.NUMBER),
        ("1,240", Kind.FIGURE),
        ("3.5", Kind.FIGURE),
        ("2031", Kind.COUNT),
        ("7", Kind.COUNT),
        ("السادسة", Kind.ORDINAL),
        ("الثلاثاء", Kind.WEEKDAY),
        ("أعلن", Kind.USUAL),
    ],
)
def test_words_have_a_kind(word, kind):
    assert kind_of(coded(word)) is kind


def test_short_words_keep_what_may_be_theirs():
    assert stem("ولد") == "ولد"
    assert stem("الي") == "الي"
    assert stem("عالمي") == "عالم"


def test_words_are_cut_and_marks_are_none():
    assert [len(word) for word in split("خ" * 90)] == [40]
    assert list(split("قال: «85,5%»، ثم…")) == ["قال", "85,5", "ثم"]
