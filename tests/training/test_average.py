"""Averaging checkpoints: the mean of the last ones, laid out as the newsdesk loads a MarianMT."""

import argparse

import pytest

from tests.training.language import prepared
from tests.training.student_folder import RECIPE, write_checkpoint
from training import average, vocabulary
from training.errors import TrainingError
from training.work import Deadline, Work, read_json

NONE = argparse.Namespace()


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Work:
    """Three checkpoints, of which the toy recipe averages the last two."""
    made = prepared(tmp_path_factory.mktemp("average"))
    for step, value in ((100, 0.5), (20, 9.0), (90, 0.25)):
        write_checkpoint(made, step, value)
    average.run(made, RECIPE, Deadline(), NONE)
    return made


class TestMean:
    def test_every_weight_is_the_mean_of_the_last_two(self, work):
        import torch
        from transformers import MarianMTModel

        model = MarianMTModel.from_pretrained(work.student, dtype=torch.float32)
        for name, weight in model.named_parameters():
            if "shared" not in name and "embed_positions" not in name:
                assert torch.all(weight == 0.375), name
        shared = model.get_input_embeddings().weight
        assert torch.all(shared[:-1] == 0.375)
        assert torch.all(shared[-1] == 0)

    def test_positions_stay_the_sines_they_are(self, work):
        import torch
        from transformers import MarianMTModel

        model = MarianMTModel.from_pretrained(work.student, dtype=torch.float32)
        positions = model.get_encoder().embed_positions.weight
        fresh = MarianMTModel(model.config).get_encoder().embed_positions.weight.float()
        assert positions.allclose(fresh, atol=1e-3)

    def test_it_says_which_were_averaged(self, work):
        assert read_json(work.report("average"))["steps"] == [90, 100]


class TestFolder:
    def test_it_has_everything_marian_needs_in_half_precision(self, work):
        names = {path.name for path in work.student.iterdir()}
        wanted = {"model.safetensors", "config.json", "generation_config.json"}
        assert names == wanted | set(vocabulary.FILES)
        assert read_json(work.student / "config.json")["dtype"] == "float16"

    def test_it_decodes_as_opus_mt_does(self, work):
        settings = read_json(work.student / "generation_config.json")
        pad = read_json(work.student / "config.json")["pad_token_id"]
        assert settings["bad_words_ids"] == [[pad]]
        assert settings["num_beams"] == 4

    def test_a_result_is_kept(self, work):
        before = (work.student / "model.safetensors").stat().st_mtime_ns
        average.run(work, RECIPE, Deadline(), NONE)
        assert (work.student / "model.safetensors").stat().st_mtime_ns == before

    @pytest.mark.parametrize(("step", "value"), [(110, 0.5), (100, 0.75)])
    def test_a_student_that_has_gone_on_is_averaged_again(self, tmp_path, step, value):
        made = prepared(tmp_path)
        write_checkpoint(made, 100, 0.25)
        average.run(made, RECIPE, Deadline(), NONE)
        before = (made.student / "model.safetensors").read_bytes()
        write_checkpoint(made, step, value)
        average.run(made, RECIPE, Deadline(), NONE)
        assert (made.student / "model.safetensors").read_bytes() != before

    def test_one_that_was_brought_without_its_checkpoints_is_kept(self, tmp_path):
        made = Work(tmp_path)
        made.student.mkdir(parents=True)
        average.run(made, RECIPE, Deadline(), NONE)
        assert not list(made.student.iterdir())


class TestCheckpoints:
    def test_a_half_written_one_is_left_out(self, tmp_path):
        for step in (1, 2, 10):
            (tmp_path / f"checkpoint-{step}").mkdir()
        for step in (2, 10):
            (tmp_path / f"checkpoint-{step}" / "trainer_state.json").touch()
        found = average.last_checkpoints(tmp_path, 3)
        assert [path.name for path in found] == ["checkpoint-2", "checkpoint-10"]

    def test_none_at_all_is_said(self, tmp_path):
        with pytest.raises(TrainingError, match="training student"):
            average.last_checkpoints(tmp_path, 3)

    def test_without_training_it_names_the_step(self, tmp_path):
        with pytest.raises(TrainingError, match="training student"):
            average.run(Work(tmp_path), RECIPE, Deadline(), NONE)
