"""Tuning the teacher: what is seen how often, what the loss is on, resuming, and refusing."""

import json
from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tiny_teacher import OPTIONS, PAIRS, prepared, write_teacher
from training import tune
from training.batches import IGNORED
from training.errors import TrainingError, Unfinished
from training.recipe import Recipe
from training.work import Deadline, read_json, write_json

TOY = Recipe.load("toy")


def recipe(**changes):
    tuning = {**TOY.tune, "batch_tokens": 256, "learning_rate": 5e-3, **changes}
    return SimpleNamespace(seed=3, tune=tuning)


@pytest.fixture
def work(tmp_path):
    work = prepared(tmp_path, repeat=2)
    write_teacher(work.base, layers=1, width=32)
    return work


class Once(Deadline):
    """Over from the given look on."""

    def __init__(self, looks):
        super().__init__()
        self.looks = looks

    @property
    def is_over(self):
        self.looks -= 1
        return self.looks < 0


def weights(folder):
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")


def test_tuning_lowers_the_validation_loss_and_says_what_was_seen(work):
    tune.run(work, recipe(), Deadline(), OPTIONS)
    report = read_json(work.report("tune"))
    assert report["validation_loss"][-1] < 0.8 * report["validation_loss"][0]
    assert report["rows_by_file"] == {"parallel/news.tsv": 2 * 2 * 2 * len(PAIRS)}
    assert json.loads((work.tuned / "config.json").read_text())["dtype"] == "bfloat16"
    assert not work.tuning.exists()
    kept = (work.tuned / "model.safetensors").stat().st_mtime_ns
    tune.run(work, recipe(), Deadline(), OPTIONS)
    assert (work.tuned / "model.safetensors").stat().st_mtime_ns == kept


def test_a_run_that_was_interrupted_ends_where_a_whole_one_does(work, tmp_path):
    with pytest.raises(Unfinished, match=r"3 of \d+ steps are done and saved"):
        tune.run(work, recipe(), Once(2), OPTIONS)
    assert not work.tuned.exists()
    tune.run(work, recipe(), Deadline(), OPTIONS)
    whole = prepared(tmp_path / "whole", repeat=2)
    write_teacher(whole.base, layers=1, width=32)
    tune.run(whole, recipe(), Deadline(), OPTIONS)
    expected, found = weights(whole.tuned), weights(work.tuned)
    assert all(found[name].equal(expected[name]) for name in expected)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"learning_rate": 0.0}, "made the teacher no better"),
        ({"tiers": "B"}, "No pair is left"),
        ({"most_tokens": 5}, "No pair is left"),
    ],
)
def test_what_cannot_work_is_refused_in_words(work, changes, words):
    with pytest.raises(TrainingError, match=words):
        tune.run(work, recipe(**changes), Deadline(), OPTIONS)
    assert not work.tuned.exists()


def test_a_full_memory_is_explained(work, monkeypatch):
    import torch

    def full(*_):
        raise torch.OutOfMemoryError

    monkeypatch.setattr(tune, "train", full)
    with pytest.raises(TrainingError, match="Lower batch_tokens"):
        tune.run(work, recipe(), Deadline(), OPTIONS)


def test_a_file_prepare_does_not_know_is_refused(work):
    write_json(work.sources, {"files": {}})
    with pytest.raises(TrainingError, match=r"does not know parallel/news\.tsv"):
        tune.run(work, recipe(), Deadline(), OPTIONS)


def test_the_step_before_is_named(tmp_path):
    with pytest.raises(TrainingError, match="python -m training teacher"):
        tune.run(prepared(tmp_path), recipe(), Deadline(), OPTIONS)


def test_a_file_weighs_what_its_tier_weighs():
    files = {"a": {"tier": "A", "weight": 2.0}, "c": {"tier": "C", "weight": 0.3}}
    assert tune.file_weights({"files": files}, {"a", "c"}, "AB") == {"a": 2.0, "c": 0.0}


@given(st.lists(st.tuples(st.integers(1, 30), st.floats(0, 3)), max_size=30), st.integers(0, 9))
def test_every_row_is_there_as_often_as_planned(rows, seed):
    lengths, copies = [length for length, _ in rows], [count for _, count in rows]
    plan = tune.planned(lengths, copies, 60, seed)
    assert plan == tune.planned(lengths, copies, 60, seed)
    found = Counter(row for batch in plan for row in batch)
    for row, count in enumerate(copies):
        assert int(count) <= found[row] <= int(count) + 1
        assert found[row] == count or count != int(count)
    assert all(len(batch) == len(set(batch)) for batch in plan)


def test_a_share_of_the_rows_is_there_for_a_weight_below_one():
    plan = tune.planned([10] * 2000, [0.3] * 2000, 100, seed=1)
    assert 500 < sum(map(len, plan)) < 700


def test_the_loss_is_on_the_english_only():
    batch = tune.collated([([5, 6], [7, 1]), ([5], [8, 9, 1])], padding=0)
    assert batch["input_ids"].tolist() == [[5, 6, 7, 1], [5, 8, 9, 1]]
    assert batch["labels"].tolist() == [[IGNORED, IGNORED, 7, 1], [IGNORED, 8, 9, 1]]
    batch = tune.collated([([5, 6], [7, 1]), ([5], [1])], padding=0)
    assert batch["input_ids"].tolist()[1] == [5, 1, 0, 0]
    assert batch["attention_mask"].tolist()[1] == [1, 1, 0, 0]
    assert batch["labels"].tolist()[1] == [IGNORED, 1, IGNORED, IGNORED]
