"""Training the student at toy scale: checkpoints, resuming, and a run that is stopped."""

import argparse
from dataclasses import replace

import pytest

from tests.training.language import prepared
from tests.training.looks import Looks
from training import student, vocabulary
from training.errors import RecipeError, TrainingError, Unfinished
from training.recipe import Recipe
from training.work import Deadline, Work, read_json, write_json, write_rows

NONE = argparse.Namespace()
SHORT = {"steps": 12, "save_every": 6, "watch_every": 6, "patience": 100, "warm_up": 4}


def toy(**changes) -> Recipe:
    recipe = Recipe.load("toy")
    return replace(recipe, student=recipe.student | SHORT | changes)


def checkpoints(work: Work) -> list[str]:
    return sorted(path.name for path in work.checkpoints.glob("checkpoint-*"))


@pytest.fixture
def work(tmp_path) -> Work:
    """A work folder with a vocabulary."""
    made = prepared(tmp_path / "work", count=160)
    vocabulary.run(made, toy(), Deadline(), NONE)
    return made


class TestTraining:
    def test_it_leaves_its_last_checkpoints_and_its_counts(self, work):
        student.run(work, toy(), Deadline(), NONE)
        assert checkpoints(work) == ["checkpoint-12", "checkpoint-6"]
        report = read_json(work.report("student"))
        assert report["pairs"] == 160 - 60
        assert report["parameters"] > 50_000
        assert [entry["step"] for entry in read_json(work.report("attention"))] == [6, 12]

    def test_a_run_out_of_time_goes_on_where_it_was(self, work):
        with pytest.raises(Unfinished, match=r"4 of 12 steps.*run the same step again"):
            student.run(work, toy(), Looks(3), NONE)
        assert checkpoints(work) == ["checkpoint-4"]
        student.run(work, toy(), Deadline(), NONE)
        assert checkpoints(work)[0] == "checkpoint-12"
        assert (
            read_json(work.checkpoints / "checkpoint-12" / "trainer_state.json")["global_step"]
            == 12
        )

    def test_an_interrupted_run_ends_with_the_weights_of_one_that_was_not(self, work, tmp_path):
        from safetensors.torch import load_file

        with pytest.raises(Unfinished):
            student.run(work, toy(dropout=0.1), Looks(3), NONE)
        student.run(work, toy(dropout=0.1), Deadline(), NONE)
        resumed = load_file(work.checkpoints / "checkpoint-12" / "model.safetensors")
        work.checkpoints.rename(tmp_path / "resumed")
        student.run(work, toy(dropout=0.1), Deadline(), NONE)
        straight = load_file(work.checkpoints / "checkpoint-12" / "model.safetensors")
        for name, tensor in straight.items():
            assert tensor.equal(resumed[name]), name

    def test_a_finished_run_is_left_alone(self, work):
        (work.checkpoints / "checkpoint-12").mkdir(parents=True)
        (work.checkpoints / "checkpoint-12" / "trainer_state.json").touch()
        student.run(work, toy(dropout=0.1), Deadline(), NONE)
        assert not work.report("student").exists()

    def test_a_student_that_ignores_its_source_is_stopped(self, work):
        with pytest.raises(TrainingError, match="ignores its source: at step 6"):
            student.run(work, toy(patience=6, gap=50.0), Deadline(), NONE)

    def test_a_file_of_weight_0_is_not_trained_on(self, work):
        sources = read_json(work.sources)
        sources["files"]["parallel/made_up.tsv"]["weight"] = 0
        write_json(work.sources, sources)
        with pytest.raises(TrainingError, match="nothing to train on"):
            student.run(work, toy(label_weight=0.0), Deadline(), NONE)


class TestProblems:
    def test_pairs_too_long_for_the_model_are_left_out(self, work):
        with pytest.raises(TrainingError, match="at most 3 tokens"):
            student.run(work, toy(max_tokens=3), Deadline(), NONE)

    def test_one_validation_pair_is_too_few(self, work):
        write_rows(work.validation, [("parallel/made_up.tsv", "زار المدير السوق", "Visited.")])
        with pytest.raises(TrainingError, match="too few pairs to watch"):
            student.run(work, toy(), Deadline(), NONE)

    def test_a_missing_step_is_named(self, tmp_path):
        with pytest.raises(TrainingError, match="training vocabulary"):
            student.run(Work(tmp_path), toy(), Deadline(), NONE)

    def test_an_unknown_setting_is_named(self, work):
        with pytest.raises(RecipeError, match="depth"):
            student.run(work, toy(depth=3), Deadline(), NONE)


def test_a_checkpoint_that_was_cut_off_is_not_gone_on_from(work):
    with pytest.raises(Unfinished):
        student.run(work, toy(), Looks(3), NONE)
    (work.checkpoints / "checkpoint-12").mkdir()
    (work.checkpoints / "checkpoint-12" / "model.safetensors").write_bytes(b"half")
    student.run(work, toy(), Deadline(), NONE)
    assert "checkpoint-12" in checkpoints(work)
    assert (work.checkpoints / "checkpoint-12" / "trainer_state.json").is_file()
