"""Stopping a Trainer in time, and going on from there."""

import pytest

from tests.training.looks import Looks
from training import stopping
from training.errors import Unfinished
from training.work import Deadline


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a Trainer of eight steps, noting the data it sees."""
    import torch
    from transformers import Trainer, TrainingArguments

    class Line(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.slope = torch.nn.Parameter(torch.zeros(1))
            self.seen = []

        def forward(self, x, labels):
            self.seen += x.flatten().tolist()
            return {"loss": ((self.slope * x - labels) ** 2).mean()}

    data = [{"x": torch.tensor([float(n)]), "labels": torch.tensor([2.0 * n])} for n in range(8)]
    options = {
        "num_train_epochs": 1,
        "per_device_train_batch_size": 1,
        "learning_rate": 0.01,
        "save_strategy": "no",
        "report_to": "none",
        "use_cpu": True,
        "dataloader_pin_memory": False,
        "seed": 4,
    }

    def made(folder="checkpoints"):
        arguments = TrainingArguments(str(tmp_path / folder), **options)
        return Trainer(Line(), arguments, train_dataset=data)

    return made


def test_a_trainer_stops_in_time_and_goes_on(make):
    first, second, whole = make(), make(), make("whole")
    with pytest.raises(Unfinished, match="3 of 8 steps are done and saved"):
        stopping.train(first, Looks(2))
    stopping.train(second, Deadline())
    assert (len(first.model.seen), len(second.model.seen)) == (3, 5)
    assert sorted(first.model.seen + second.model.seen) == [float(n) for n in range(8)]
    stopping.train(whole, Deadline())
    assert second.model.slope.item() == whole.model.slope.item() != 0


def test_time_that_is_over_with_the_last_step_is_no_interruption(make):
    trainer = make()
    stopping.train(trainer, Looks(7))
    assert trainer.state.global_step == 8


def test_a_run_with_no_time_does_one_step_at_least(make):
    trainer = make()
    with pytest.raises(Unfinished, match="1 of 8"):
        stopping.train(trainer, Looks(0))
