"""Which labels are dropped, and how filtering goes on where it was stopped."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.looks import Looks
from training import filter as step
from training.errors import TrainingError, Unfinished
from training.filter import Filter, fault
from training.recipe import Recipe, section
from training.work import Deadline, Work, read_json, read_rows, write_rows

FULL = section(Filter, Recipe.load("full").filter, "filter")
GOOD = (
    "وصل الوزير إلى العاصمة في 12 مايو لإجراء محادثات",
    "The minister arrived in the capital on May 12 for talks",
)
WRONG = ("قتل 12 شخصا في الهجوم على السوق", "14 people were killed in the attack on the market")


@pytest.mark.parametrize(
    ("arabic", "english", "is_whole", "reason"),
    [
        (*GOOD, True, ""),
        (*GOOD, False, "cut_off"),
        (GOOD[0], "", True, "empty"),
        (GOOD[0], GOOD[0], True, "source_copied"),
        (GOOD[0], "The minister the minister the minister the minister", True, "repetition"),
        (GOOD[0], "The minister", True, "too_short"),
        (GOOD[0], " ".join(f"word{i}" for i in range(29)), True, "lengths differ"),
        (GOOD[0], "Le ministre est arrivé le 12 mai dans la capitale", True, "other language"),
        (*WRONG, True, "check: number"),
    ],
)
def test_fault(arabic, english, is_whole, reason):
    assert fault(arabic, english, FULL, is_whole=is_whole) == reason


def test_a_check_switched_off_does_not_count():
    assert (
        fault(*WRONG, replace(FULL, checks_off=["number", "number_missing"]), is_whole=True) == ""
    )


@pytest.fixture
def work(tmp_path) -> Work:
    work = Work(tmp_path)
    write_rows(work.labels / "00000.tsv", [(*GOOD, "whole"), (*GOOD, "cut")])
    write_rows(work.labels / "00001.tsv", [(*WRONG, "whole"), ("نعم", " “Yes” ", "whole")])
    return work


def run(work: Work, deadline: Deadline | None = None) -> None:
    step.run(work, Recipe.load("toy"), deadline or Deadline(), argparse.Namespace())


def test_the_good_ones_are_kept_in_order(work):
    run(work)
    assert list(read_rows(work.filtered)) == [GOOD, ("نعم", '"Yes"')]
    report = read_json(work.report("filter"))
    assert (report["lines"], report["kept"]) == (4, 2)
    assert report["dropped"] == {"cut_off": 1, "check: number": 1}
    assert report["lines_per_process_second"] > 0


def test_it_goes_on_where_it_was_stopped(work, monkeypatch):
    with pytest.raises(Unfinished, match="1 of 2 shards are filtered"):
        run(work, Looks(1))
    assert not work.filtered.exists()
    filtered = []
    original = step.filter_shard
    monkeypatch.setattr(
        step, "filter_shard", lambda s, part: filtered.append(part.shard.name) or original(s, part)
    )
    run(work)
    assert filtered == ["00001.tsv"]
    assert list(read_rows(work.filtered)) == [GOOD, ("نعم", '"Yes"')]


def test_what_is_filtered_is_left_alone(work):
    run(work)
    before = work.filtered.stat().st_mtime_ns
    run(work)
    assert work.filtered.stat().st_mtime_ns == before


def test_a_new_shard_is_added(work):
    run(work)
    write_rows(work.labels / "00002.tsv", [("لا", "No", "whole")])
    run(work)
    assert list(read_rows(work.filtered))[-1] == ("لا", "No")
    assert read_json(work.report("filter"))["lines"] == 5


def test_labels_made_again_are_filtered_again(work):
    run(work)
    write_rows(work.labels / "00001.tsv", [("لا", "No", "whole")])
    run(work)
    assert list(read_rows(work.filtered)) == [GOOD, ("لا", "No")]


def test_labels_that_are_gone_are_not_learnt(work):
    run(work)
    (work.labels / "00000.tsv").unlink()
    run(work)
    assert list(read_rows(work.filtered)) == [("نعم", '"Yes"')]
    assert read_json(work.report("filter"))["lines"] == 2


def test_two_processes_find_the_same(work, tmp_path):
    settings = section(Filter, {**Recipe.load("toy").filter, "processes": 2}, "filter")
    shards = sorted(work.labels.glob("*.tsv"))
    parts = [step._Part.of(work, shard) for shard in shards]
    step._filter_all(parts, 2, settings, Deadline())
    assert [list(read_rows(part.kept)) for part in parts] == [[GOOD], [("نعم", '"Yes"')]]


def test_no_labels(tmp_path):
    with pytest.raises(TrainingError, match="training label"):
        run(Work(tmp_path))
    (tmp_path / "labels").mkdir()
    with pytest.raises(TrainingError, match="no labels"):
        run(Work(tmp_path))


def test_a_broken_shard(work):
    Path(work.labels / "00001.tsv").write_text("one\ttwo\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"00001\.tsv has a row of 2 columns"):
        run(work)
