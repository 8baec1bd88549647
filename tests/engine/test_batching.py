"""Batches by token budget, and cutting sentences beyond the model's limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.batching import combined, distinct, rejoin, split_long, token_batches
from summaries.engine.types import Flag, Provenance, Translation


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("lengths", "budget", "expected"),
    [
        ([], 10, []),
        ([5], 10, [[0]]),
        ([50], 10, [[0]]),
        ([2, 9, 3], 10, [[1], [2, 0]]),
        ([4, 4, 4, 4], 8, [[0, 1], [2, 3]]),
        ([1, 1, 1, 6], 6, [[3], [0, 1, 2]]),
    ],
)
def test_batches_hold_to_the_budget_longest_first(lengths, budget, expected):
    assert token_batches(lengths, budget) == expected


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 600), st.integers(1, 4))
def test_every_sentence_is_in_exactly_one_batch(lengths, budget, workers):
    batches = token_batches(lengths, budget, workers=workers)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[i] for i in batch)
        assert longest * len(batch) <= budget or len(batch) == 1


def test_sentences_of_different_limits_never_share_a_batch():
    batches = token_batches([3, 3, 3, 3], 100, limits=[128, 256, 128, 256])
    assert batches == [[1, 3], [0, 2]]


def test_little_work_is_spread_over_all_workers():
    assert len(token_batches([10] * 8, 512)) == 1
    assert len(token_batches([10] * 8, 512, workers=2)) == 2


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("جملة قصيرة.", 9, ["جملة قصيرة."]),
        ("قال كذا؛ ثم رحل مسرعا", 3, ["قال كذا؛", "ثم رحل مسرعا"]),
        ("قال كذا، ثم رحل مسرعا", 3, ["قال كذا،", "ثم رحل مسرعا"]),
        ("قال كذا،ثم رحل مسرعا", 3, ["قال كذا،", "ثم رحل مسرعا"]),
        ("قال الوزير: لن نرفع الضرائب", 3, ["قال الوزير:", "لن نرفع الضرائب"]),
        ("هل عاد؟ نعم عاد أمس.", 3, ["هل عاد؟", "نعم عاد أمس."]),
        ("أ ب، ج د؛ ه و، ز ح", 4, ["أ ب، ج د؛", "ه و، ز ح"]),
        ("بلغ العدد 2،300 شخص اليوم", 3, ["بلغ العدد 2،300", "شخص اليوم"]),
        ("عند الساعة 12:30 ظهرا", 3, ["عند الساعة 12:30", "ظهرا"]),
        ("واحد اثنان ثلاثة أربعة خمسة", 2, ["واحد اثنان", "ثلاثة أربعة", "خمسة"]),
    ],
)
def test_long_sentences_are_cut_at_the_strongest_clause_mark(text, limit, expected):
    assert split_long(text, words, limit) == expected


def test_one_endless_word_is_cut_between_letters():
    assert split_long("ا" * 10, len, 4) == ["اا", "ااا", "اا", "ااا"]


@given(st.text("ابت 1،؛:. -", max_size=80), st.integers(1, 20))
def test_splitting_loses_nothing_and_holds_to_the_limit(text, limit):
    parts = split_long(text, len, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= limit for part in parts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ""),
        (["One sentence."], "One sentence."),
        (["He said so.", "The army left."], "He said so, the army left."),
        (["He said so.", "Cairo was calm."], "He said so, Cairo was calm."),
        (["He said so,", "And then left."], "He said so, and then left."),
        (["He waited...", "Then came Ali."], "He waited... Then came Ali."),
        (["He arrived.", "", "A day later."], "He arrived, a day later."),
        (["They are here.", "Aden is calm."], "They are here, Aden is calm."),
    ],
)
def test_parts_are_rejoined_as_one_sentence(parts, expected):
    assert rejoin(parts) == expected


def translation(text: str, *flags: Flag) -> Translation:
    return Translation(text, Provenance("m", "r", "e"), -1.0, flags)


def test_distinct_translations_differ_in_more_than_case_and_space_and_are_sound():
    found = distinct(
        [
            translation("He left."),
            translation("he  LEFT. "),
            translation(""),
            translation("No no no no.", Flag.REPETITION),
            translation("He went."),
        ]
    )
    assert [t.text for t in found] == ["He left.", "He went."]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], []),
        ([["A."], []], []),
        ([["A.", "B."]], ["A.", "B."]),
        ([["A.", "B.", "C."], ["X.", "Y."]], ["A, X.", "B, Y.", "C, X."]),
    ],
)
def test_alternatives_of_parts_are_combined_best_with_best(parts, expected):
    found = combined([[translation(text) for text in part] for part in parts])
    assert [t.text for t in found] == expected
