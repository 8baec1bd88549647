"""Numbers become rectangles: scales, heights, places, and what is not to be drawn."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.services.charts import (
    HEIGHT,
    STEP,
    WIDTH,
    Series,
    diverging,
    grouped,
    lying,
    percentile,
    stacked,
    top_of,
)

NUMBERS = st.lists(st.integers(0, 10**9), min_size=1, max_size=90)


def series(*values: float, css: str = "one") -> Series:
    return Series("Came", css, values)


@pytest.mark.parametrize(
    ("peak", "top"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (7, 8), (9, 10), (11, 20), (21, 40), (81, 100), (100, 100),
     (101, 200), (999, 1000), (8_100_000, 10_000_000)],
)  # fmt: skip
def test_an_axis_ends_at_a_round_number_of_which_half_is_whole(peak, top):
    assert top_of(peak) == top


@given(st.integers(0, 10**12))
def test_an_axis_holds_its_peak_and_wastes_at_most_half(peak):
    top = top_of(peak)
    assert top >= peak
    assert top % 2 == 0
    assert top == 2 or top <= 2 * peak


def test_bars_of_a_day_stand_side_by_side():
    plot = grouped(["1 Nov", "2 Nov"], [series(5, 10), series(0, 2, css="two")], ["one", "two"])
    first, second = plot.columns
    assert plot.ticks == (10, 5, 0)
    assert plot.width == 2 * STEP
    assert [(bar.css, bar.height) for bar in first.bars] == [("one", 50)]
    assert [(bar.css, bar.y, bar.height) for bar in second.bars] == [
        ("one", 0, 100),
        ("two", 80, 20),
    ]
    assert second.bars[0].x + second.bars[0].width == second.bars[1].x
    assert [column.words for column in plot.columns] == ["one", "two"]


def test_bars_of_a_day_stand_upon_each_other():
    plot = stacked(["1 Nov"], [series(6), series(0, css="two"), series(2, css="bad")])
    lower, upper = plot.columns[0].bars
    assert plot.ticks == (8, 4, 0)
    assert (lower.y, lower.height) == (25, 75)
    assert (upper.css, upper.y, upper.height) == ("bad", 0, 25)


def test_what_went_hangs_below_the_axis():
    plot = diverging(["1 Nov"], series(4), series(1, css="bad"))
    up, down = plot.columns[0].bars
    assert plot.ticks == (4, 0, 4)
    assert (up.y, up.height) == (0, 50)
    assert (down.y, down.height) == (50, 12.5)


def test_little_among_much_is_seen_and_nothing_is_not_drawn():
    plot = stacked(["1", "2", "3"], [series(1_000_000, 1, 0)])
    heights = [[bar.height for bar in column.bars] for column in plot.columns]
    assert heights == [[100], [1.5], []]


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_nothing_leaves_the_drawing(rows):
    size = min(map(len, rows))
    found = [Series("", "one", tuple(row[:size])) for row in rows]
    labels = [str(n) for n in range(size)]
    for plot in (
        grouped(labels, found),
        stacked(labels, found),
        diverging(labels, found[0], found[-1]),
    ):
        for column in plot.columns:
            for bar in column.bars:
                assert -0.02 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.02
                assert column.x <= bar.x <= bar.x + bar.width <= column.x + STEP + 0.02


def test_few_days_have_a_label_each_and_many_have_three():
    assert stacked(["1", "2"], [series(1, 1)]).marks == ("1", "2")
    labels = [str(day) for day in range(30)]
    assert stacked(labels, [series(*[1] * 30)]).marks == ("0", "15", "29")


def test_parts_of_a_row_lie_one_after_another():
    row = lying("Draft", [(30, "one"), (0, "two"), (20, "bad")], 100, "50")
    assert [(bar.css, bar.x, bar.width) for bar in row.bars] == [("one", 0, 30), ("bad", 30, 20)]


def test_the_smallest_part_is_seen_beside_the_largest():
    row = lying("Draft", [(1_000_000, "one"), (1, "two"), (1, "bad")], 1_000_002)
    assert [(bar.css, bar.x, bar.width) for bar in row.bars] == [
        ("one", 0, 97),
        ("two", 97, 1.5),
        ("bad", 98.5, 1.5),
    ]


def test_a_row_of_nothing_has_no_parts():
    assert lying("Draft", [(0, "one")], 0).bars == ()


@given(st.lists(st.integers(0, 10**9), max_size=6))
def test_a_row_stays_within_its_width(values):
    row = lying("", [(value, "one") for value in values], sum(values))
    assert all(bar.x + bar.width <= WIDTH + 0.02 for bar in row.bars)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=50))
def test_percentiles_are_those_of_the_standard_library(values):
    wanted = statistics.quantiles(values, n=20, method="inclusive")
    got = [percentile(sorted(values), nth / 20) for nth in range(1, 20)]
    assert got == pytest.approx(wanted)


def test_one_measure_is_every_percentile_and_none_is_an_error():
    assert percentile([4.0], 0.95) == 4.0
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)
