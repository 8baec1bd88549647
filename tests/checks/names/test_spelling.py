"""Spelling: one Arabic name is one English name."""

from summaries.checks.base import Context, Pair
from summaries.checks.names.checks import aligned, key
from summaries.checks.names.spelling import Spelling

FIRST = Pair("قال زيلينسكي ذلك.", "Zelensky said so.")
SECOND = Pair("سافر زيلينسكي أمس.", "Zelenskyy travelled yesterday.")


def test_keys_are_the_same_for_all_forms_of_a_name():
    assert key("السيسي") == key("سيسي")
    assert key("أحمد") == key("احمد")


def test_names_are_aligned_without_what_is_joined_to_them():
    (one,) = aligned(Pair("وزيلينسكي هنا.", "And Zelensky is here."))
    assert (one.arabic, one.english, one.key) == ("زيلينسكي", "Zelensky", key("زيلينسكي"))


def test_a_name_spelled_two_ways():
    ((index, finding),) = Spelling().find_all([FIRST, FIRST, SECOND])
    assert (index, finding.fix) == (2, "Zelensky")


def test_a_name_spelled_otherwise_than_published():
    context = Context(spellings={key("زيلينسكي"): "Zelenskyy"})
    pair = Pair(FIRST.arabic, FIRST.english, context)
    ((_index, finding),) = Spelling().find_all([pair])
    assert finding.fix == "Zelenskyy"
    assert "published" in finding.message


def test_plurals_and_adjectives_are_no_other_spellings():
    pairs = [Pair("في كاتالونيا", "in Catalonia"), Pair("في كاتالونيا", "in Catalonian towns")]
    assert list(Spelling().find_all(pairs)) == []
