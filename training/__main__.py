"""`python -m training STEP`: the steps of the recipe, one after the other. See README.md."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from pathlib import Path

from training.errors import TrainingError, Unfinished
from training.recipe import Recipe
from training.work import Deadline, Work

log = logging.getLogger(__name__)
STEPS = {
    "prepare": "clean the corpora, drop what must not be learnt, set test pairs apart",
    "teacher": "put the pretrained teacher together from its published pieces",
    "tune": "tune the teacher on the pairs",
    "label": "let the tuned teacher translate the Arabic text",
    "filter": "drop labels that are visibly wrong",
    "vocabulary": "learn the student's two sentencepiece models",
    "student": "train the student",
    "average": "average its last checkpoints",
    "evaluate": "score teacher, student and the systems beside them",
    "export": "write the weights, the tokenizer and the model card",
}
ON_GPU = ("tune", "label", "student")
# sysexits.h's EX_TEMPFAIL: nothing is wrong, come again.
UNFINISHED = 75


def main(arguments: list[str] | None = None) -> int:
    """Run one step. Return 0 when it is done, 75 when it needs another run, 2 for a problem."""
    options = _options(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    run = importlib.import_module(f"training.{options.step}").run
    try:
        recipe, work = Recipe.load(options.recipe), Work(options.work)
        if options.step in ON_GPU and recipe.name != "toy":
            _warn_without_gpu()
        run(work, recipe, Deadline(options.minutes), options)
    except Unfinished as error:
        print(error, file=sys.stderr)
        return UNFINISHED
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _warn_without_gpu() -> None:
    import torch

    if not torch.cuda.is_available():
        log.warning(
            "torch %s finds no CUDA GPU: this step computes on the CPU and takes weeks at full "
            "scale. On a machine with a GPU, install a torch that was built for it.",
            torch.__version__,
        )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, words in STEPS.items():
        step = steps.add_parser(name, help=words, description=words)
        step.add_argument(
            "--work", type=Path, default=Path("var/training"), help="folder of this run"
        )
        step.add_argument("--recipe", default="full", help="full, toy, or a TOML file")
        step.add_argument("--minutes", type=float, default=0, help="stop in time, to be resumed")
        # Only the step to run is imported: a machine has what its own steps need.
        if name == next(iter(arguments), ""):
            importlib.import_module(f"training.{name}").add_arguments(step)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
