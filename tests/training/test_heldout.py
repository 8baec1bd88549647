"""Which pairs are set apart, and that nothing near to them stays behind."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from training.corpora import Source
from training.heldout import Row, Shares, fraction, set_apart
from training.leaks import LeakIndex


def source(tier: str) -> Source:
    return Source(f"parallel/{tier}.tsv", Path("a"), "", "MIT", "news", tier)


BEST, GOOD = source("A"), source("B")
ALL = Shares(test=1.0, validation=0.0, fewest=3)


def test_fraction_is_of_the_words_alone():
    assert fraction("قال نعم.") == fraction("«قَال» نعم") != fraction("قال لا")
    assert 0 <= fraction("") < 1


def test_fractions_spread_evenly():
    places = [fraction(f"الجملة رقم {number}") for number in range(2000)]
    assert 0.45 < sum(place < 0.5 for place in places) / 2000 < 0.55


def test_only_long_pairs_of_the_best_tier_are_set_apart():
    assert ALL.part(Row(BEST, "ثلاث كلمات هنا", "three")) == "test"
    assert ALL.part(Row(BEST, "كلمتان هنا", "two")) == ""
    assert ALL.part(Row(GOOD, "ثلاث كلمات هنا", "three")) == ""


def test_shares_follow_each_other():
    row = Row(BEST, "ثلاث كلمات هنا", "three")
    place = fraction(row.arabic)
    assert Shares(place / 2, place, 3).part(row) == "validation"
    assert Shares(place / 4, place / 4, 3).part(row) == ""


def test_what_is_near_to_a_test_pair_is_not_learnt():
    rows = [
        Row(BEST, "وصل الوزير إلى المدينة صباح اليوم", "The minister came this morning"),
        Row(GOOD, "وصل الوزير إلى العاصمة صباح اليوم", "He came to the capital"),
        Row(GOOD, "كلام آخر", "The minister came this morning!"),
        Row(GOOD, "كلام مختلف", "Something else"),
    ]
    dropped = defaultdict(Counter)
    leaks = LeakIndex()
    parts = set_apart(rows, ALL, leaks, dropped)
    assert parts == {"test": rows[:1], "validation": [], "": rows[3:]}
    assert dropped == {"parallel/B.tsv": {"leak: held-out test": 2}}
    assert leaks.find(rows[0].arabic) == "held-out test"
