"""The desk on paper: more workers never make it slower, and the tables have every line."""

import tomllib
from dataclasses import fields, replace

import pytest

from benchmarks import simulation
from benchmarks.queueing import quantile
from benchmarks.simulation import TIMES, Desk, Times, mailed

ROOT = TIMES.parent.parent

# Ten seconds a draft, always: what comes out can be reckoned by hand.
ROUND = Times(
    sentences=10,
    spread=0,
    intake=0.02,
    sentence=0.5,
    shortest=2,
    summary=4,
    other=1,
    claim=0.001,
    letter=0.01,
    delivery=0.0001,
    paced=20,
    article_bytes=60_000,
    core_month=10,
    thousand_letters=0.1,
)


def test_the_file_has_every_figure_and_where_it_is_from():
    tables = tomllib.loads(TIMES.read_text(encoding="utf-8"))
    assert set(tables) == {one.name for one in fields(Times)}
    assert all(table["from"].strip() and table["value"] > 0 for table in tables.values())
    assert Times.read(TIMES).mean_draft > 0


def test_drafts_take_as_long_as_their_articles_on_average():
    desk = Desk(20_000, replace(ROUND, spread=0.5))
    assert sum(desk.drafts) / len(desk.drafts) == pytest.approx(ROUND.mean_draft, rel=0.02)


def test_a_desk_with_enough_workers_drafts_at_once():
    found = Desk(1_000, ROUND).run(workers=50, writers=1)
    assert found.seconds[0] == pytest.approx(10.02)
    assert quantile(found.seconds, 0.95) == pytest.approx(10.02, abs=0.2)
    assert found.longest_queue == 0


def test_more_workers_make_nothing_slower():
    desk = Desk(5_000, ROUND)
    times = [quantile(desk.run(workers, 1).seconds, 0.95) for workers in (1, 2, 4, 8)]
    assert times == sorted(times, reverse=True)
    assert times[0] > times[-1]


def test_the_least_workers_are_enough_and_one_less_is_not():
    desk = Desk(20_000, ROUND)
    least = desk.least_workers(600, writers=1)
    assert desk.least_steady < least < desk.burst_load
    assert quantile(desk.run(least, 1).seconds, 0.95) <= 600
    assert quantile(desk.run(least - 1, 1).seconds, 0.95) > 600


def test_load_is_cores_at_work():
    desk = Desk(86_400, ROUND)
    assert desk.load == pytest.approx(10)
    assert desk.burst_load == pytest.approx(200)
    assert desk.least_steady == 12  # with what the burst adds to the day
    assert desk.writers == 1


def test_too_few_writers_are_waited_for():
    desk = Desk(1_000_000, ROUND)
    assert desk.writers == 5
    waits = [max(desk.taken_in(writers).waits()) for writers in (1, 5)]
    assert waits[0] > 1_000
    assert waits[1] < 10


@pytest.mark.parametrize(
    ("workers", "rate", "seconds"),
    [(1, 20, 50_000), (4, 20, 12_500), (100, 20, 500), (1_000, 20, 100)],
)
def test_letters_go_out_as_fast_as_they_are_written_and_sent(workers, rate, seconds):
    half, most, whole = mailed(1_000_000, workers, rate, ROUND)
    assert whole == pytest.approx(seconds)
    assert (half, most) == pytest.approx((seconds * 0.5, seconds * 0.95))


@pytest.mark.parametrize(
    ("shares", "broken"),
    [
        ({"drafts": 0.5, "intake": 0.001, "claims": 0.01}, ["drafts"]),
        ({"drafts": 50, "intake": 0.1, "claims": 0.06}, ["drafts", "intake", "claims"]),
        ({"drafts": 0.05, "intake": 0.001, "claims": 0.01}, []),
    ],
)
def test_what_breaks_is_asked_for_more_than_one_carries(shares, broken):
    assert simulation.broken_first(shares, burst=20) == broken


def test_short_summaries_make_a_draft_cheaper():
    assert ROUND.least_draft == ROUND.mean_draft - 2


def test_the_tables_have_a_line_for_each_size(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["simulation", "--articles", "200", "2000"])
    simulation.main()
    printed = capsys.readouterr().out
    for words in ("articles a day", "   2,000", "breaks", "minutes until half", "mail service"):
        assert words in printed


def test_the_documentation_prints_what_the_simulation_does(capsys, monkeypatch):
    """But for the million a day, which takes long to draw."""
    monkeypatch.setattr("sys.argv", ["simulation", "--articles", "1000", "100000"])
    simulation.main()
    told = (ROOT / "docs" / "capacity.md").read_text(encoding="utf-8").splitlines()
    printed = [line for line in capsys.readouterr().out.splitlines() if line]
    assert [line for line in printed if line not in told] == []
