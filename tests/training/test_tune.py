"""Tuning the teacher: what is seen how often, what the loss is on, resuming, and refusing."""

import json
from types import SimpleNamespace

import pytest
from transformers import Trainer

from tests.training.looks import Looks
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


def weights(folder):
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")


def test_tuning_lowers_the_validation_loss_and_says_what_was_seen(work, monkeypatch):
    written = []
    monkeypatch.setattr(Trainer, "_save_checkpoint", lambda *given: written.append(given))
    tune.run(work, recipe(), Deadline(), OPTIONS)
    report = read_json(work.report("tune"))
    assert report["validation_loss"][-1] < 0.8 * report["validation_loss"][0]
    assert report["rows_by_file"] == {"parallel/news.tsv": 2 * 2 * 2 * len(PAIRS)}
    assert json.loads((work.tuned / "config.json").read_text())["dtype"] == "bfloat16"
    assert not work.tuning.exists()
    assert not written, "checkpoints of 21 GB each, of a run that nothing interrupted"
    kept = (work.tuned / "model.safetensors").stat().st_mtime_ns
    tune.run(work, recipe(), Deadline(), OPTIONS)
    assert (work.tuned / "model.safetensors").stat().st_mtime_ns == kept


def test_a_run_that_was_interrupted_ends_where_a_whole_one_does(work, tmp_path):
    with pytest.raises(Unfinished, match=r"3 of \d+ steps are done and saved"):
        tune.run(work, recipe(), Looks(2), OPTIONS)
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


def test_the_loss_is_on_the_english_only():
    examples = [([5, 6], [7, 1]), ([5], [8, 9, 1]), ([5], [1])]
    batch = tune.batch(examples, 0, [0, 1])
    assert batch["input_ids"].tolist() == [[5, 6, 7, 1], [5, 8, 9, 1]]
    assert batch["labels"].tolist() == [[IGNORED, IGNORED, 7, 1], [IGNORED, 8, 9, 1]]
    batch = tune.batch(examples, 0, [0, 2])
    assert batch["input_ids"].tolist()[1] == [5, 1, 0, 0]
    assert batch["attention_mask"].tolist()[1] == [1, 1, 0, 0]
    assert batch["labels"].tolist()[1] == [IGNORED, 1, IGNORED, IGNORED]
