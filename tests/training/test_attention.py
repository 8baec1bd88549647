"""Whether a student reads its source: losses with true and exchanged sources."""

import logging
from types import SimpleNamespace

import pytest
import torch

from training.attention import Losses, Patience, losses, watch
from training.batches import tensors
from training.errors import TrainingError
from training.marian import Shape, new_model
from training.work import read_json

WORDS, PAD = 20, 41
PATIENCE = Patience(every=10, steps=20, gap=0.5)


def batch(seed: int):
    """Return a batch whose target is its source in other words: word w means word w + 20."""
    source = torch.randint(1, WORDS, (8, 5), generator=torch.Generator().manual_seed(seed))
    rows = source.tolist()
    return tensors([[*row, 0] for row in rows], [[*(w + 20 for w in row), 0] for row in rows], PAD)


@pytest.fixture(scope="module")
def reader():
    """A student that has learnt the words."""
    torch.manual_seed(1)
    model = new_model(Shape(PAD + 1, 32, 64, 2, 1, 1, 0.0, 12))
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for step in range(100):
        model(**batch(step)).loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    return model


@pytest.fixture
def blind():
    """A student whose cross-attention brings nothing, whatever it has learnt."""
    torch.manual_seed(1)
    model = new_model(Shape(PAD + 1, 32, 64, 2, 1, 1, 0.0, 12))
    for name, weight in model.named_parameters():
        if "encoder_attn.out_proj" in name:
            torch.nn.init.zeros_(weight)
    return model


def step(model, number: int, report, last: int = 100, patience: Patience = PATIENCE):
    callback = watch([batch(1000), batch(1001)], patience, report)
    state = SimpleNamespace(global_step=number, max_steps=last)
    callback.on_step_end(None, state, None, model=model)


class TestLosses:
    def test_another_source_costs_a_reader_much(self, reader):
        found = losses(reader, [batch(1000), batch(1001)])
        assert found.gap > 1
        assert found.gap == found.shuffled - found.true

    def test_another_source_costs_a_blind_student_nothing(self, blind):
        assert losses(blind, [batch(1000)]).gap == pytest.approx(0, abs=1e-5)

    def test_the_true_loss_is_the_models_own(self, reader):
        reader.eval()
        own = reader(**batch(1000)).loss.item()
        assert losses(reader, [batch(1000)]).true == pytest.approx(own, rel=1e-5)

    @pytest.mark.parametrize("training", [True, False])
    def test_it_leaves_the_model_in_its_mode(self, blind, training):
        blind.train(training)
        losses(blind, [batch(1)])
        assert blind.training is training


class TestWatch:
    def test_a_reader_goes_on_and_is_recorded(self, reader, tmp_path, caplog):
        caplog.set_level(logging.INFO)
        step(reader, 10, tmp_path / "report.json")
        step(reader, 20, tmp_path / "report.json")
        kept = read_json(tmp_path / "report.json")
        assert [entry["step"] for entry in kept] == [10, 20]
        assert Losses(kept[0]["true"], kept[0]["shuffled"]).gap > 1
        assert "the source is worth" in caplog.text

    def test_a_blind_student_is_given_time(self, blind, tmp_path):
        step(blind, 10, tmp_path / "report.json")
        assert len(read_json(tmp_path / "report.json")) == 1

    @pytest.mark.parametrize("number", [20, 30])
    def test_a_blind_student_is_stopped(self, blind, tmp_path, number):
        with pytest.raises(TrainingError, match=r"ignores its source.*warm_up"):
            step(blind, number, tmp_path / "report.json")

    def test_it_looks_every_so_many_steps_and_at_the_end(self, reader, tmp_path):
        for number in (9, 11, 35):
            step(reader, number, tmp_path / "report.json", last=35)
        assert [entry["step"] for entry in read_json(tmp_path / "report.json")] == [35]

    def test_a_resumed_run_writes_its_steps_once(self, reader, tmp_path):
        for number in (10, 20, 30, 20, 30):
            step(reader, number, tmp_path / "report.json")
        assert [entry["step"] for entry in read_json(tmp_path / "report.json")] == [10, 20, 30]
