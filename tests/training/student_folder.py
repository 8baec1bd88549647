"""A student that has learnt nothing, as `average` leaves it: quick to make, right in shape."""

import argparse
import shutil
from pathlib import Path

from training import vocabulary
from training.marian import generation_config, new_model
from training.recipe import Recipe, section
from training.student import Settings
from training.work import Deadline, Work, write_json

RECIPE = Recipe.load("toy")


def write_checkpoint(work: Work, step: int, value: float) -> Path:
    """Write a checkpoint as Trainer does, whose every weight but <pad>'s is `value`."""
    import torch

    settings = section(Settings, RECIPE.student, "student")
    model = new_model(settings.shape(size(work)))
    with torch.no_grad():
        for weight in model.parameters():
            weight.fill_(value)
        model.get_input_embeddings().weight[-1].zero_()
    folder = work.checkpoints / f"checkpoint-{step}"
    model.save_pretrained(folder)
    write_json(folder / "trainer_state.json", {"global_step": step})
    return folder


def write_student(work: Work) -> Path:
    """Write an untrained student with its tokenizer to `work.student`."""
    import torch

    torch.manual_seed(1)
    settings = section(Settings, RECIPE.student, "student")
    model = new_model(settings.shape(size(work)))
    model.generation_config = generation_config(model.config)
    model.half().save_pretrained(work.student)
    for name in vocabulary.FILES:
        shutil.copyfile(work.vocabulary / name, work.student / name)
    return work.student


def size(work: Work) -> int:
    """Return the number of tokens, learning the vocabulary where there is none."""
    vocabulary.run(work, RECIPE, Deadline(), argparse.Namespace())
    return len(vocabulary.Tokenizer(work.vocabulary).ids)
