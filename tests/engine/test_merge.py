"""Merging two people's versions: sides stay whole, conflicts show, nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.merge import Choice, Outcome, Side, align, merge, outcome, picked
from tests.timing import cpu_seconds

A = "Ferries from Ramla resume on Thursday."
A2 = "Ferries from Ramla resume on Friday."
A3 = "Ferries from Ramla will resume on Thursday morning."
B = "Two of five piers are damaged."
C = "Owners of small boats wait until Saturday."
N = "The municipality thanked the engineers."

LISTS = st.lists(st.sampled_from([A, A2, A3, B, C, N, "", "x", "ميناء الرملة"]), max_size=8)


@given(LISTS, LISTS, LISTS)
def test_taking_one_side_everywhere_gives_that_side(base, mine, theirs):
    choices = merge(base, mine, theirs)
    assert picked(choices, [Side.MINE] * len(choices)) == mine
    assert picked(choices, [Side.THEIRS] * len(choices)) == theirs


@given(LISTS, LISTS)
def test_the_only_change_is_the_merge(base, changed):
    assert picked(merge(base, changed, base)) == changed
    assert picked(merge(base, base, changed)) == changed


@given(LISTS, LISTS)
def test_the_same_change_is_no_conflict(base, changed):
    choices = merge(base, changed, changed)
    assert not any(choice.is_conflict for choice in choices)
    assert picked(choices) == changed


@given(LISTS, LISTS)
def test_aligned_items_keep_their_order(before, after):
    pairs = align(before, after)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "found"),
    [
        ("a", "a", "a", Outcome.UNCHANGED),
        ("a", "b", "a", Outcome.MINE),
        ("a", "a", "b", Outcome.THEIRS),
        ("a", "b", "b", Outcome.BOTH),
        ("a", "b", "c", Outcome.CONFLICT),
        ("a", None, "c", Outcome.CONFLICT),
    ],
)
def test_outcomes(base, mine, theirs, found):
    assert outcome(base, mine, theirs) is found


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "conflicts"),
    [
        ([A2, B, C], [A, B], [A2, B], 0),
        ([A, B, C, N], [A2, B, C], [A2, B, C, N], 0),
        ([A2, B, C], [A3, B, C], [A2, B, C], 1),
        ([A, C], [A, B + " Work goes on.", C], [A, C], 1),
        ([A, N, B, C], [A, N, B, C], [A, N, B, C], 0),
        ([N, A, B, C], [A, B, C, N], [N, A, B, C, N], 0),
    ],
    ids=["edit and delete", "add and edit", "both edit", "delete against edit", "same", "places"],
)
def test_sentences_merge(mine, theirs, merged, conflicts):
    choices = merge([A, B, C], mine, theirs)
    assert picked(choices) == merged
    assert sum(choice.is_conflict for choice in choices) == conflicts


def test_a_rewritten_sentence_is_one_choice_not_two():
    assert merge([A], [N], [B]) == [Choice(A, N, B)]


def test_long_lists_pair_by_place():
    before = [f"{n} old" for n in range(100)]
    after = [f"new {n}" for n in range(100)]
    assert align(before, after) == [(n, n) for n in range(100)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a", "b"] * 2000, ["b", "a"] * 2000),
        (["a", "b"] * 2000, ["a", "b", "b"] * 1500),
        ([str(n) for n in range(9000)], [str(n if n % 2 else -n) for n in range(9000)]),
    ],
)
def test_endless_lists_keep_nobody_waiting(before, after):
    choices = merge(before, after, before[::-1])
    assert picked(choices, [Side.MINE] * len(choices)) == after
    assert cpu_seconds(lambda: merge(before, after, before[::-1])) < 1
