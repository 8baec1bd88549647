"""The command: its steps, its exit codes, and what each step needs on the machine it runs on."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from training.__main__ import STEPS, main
from training.errors import TrainingError, Unfinished

PROJECT = Path(__file__).parents[2]
# What the README has a rented machine install, of the site's libraries.
RENTED = "torch transformers accelerate sentencepiece sacrebleu safetensors tqdm numpy gguf".split()
ON_RENTED = ("teacher", "tune", "label", "vocabulary", "student", "average", "evaluate")
PROBE = """
import importlib, importlib.metadata, sys
known, before = set(importlib.metadata.packages_distributions()), set(sys.modules)
import training.__main__
for step in sys.argv[1:]:
    importlib.import_module(f"training.{step}")
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before} & known))
"""


@pytest.fixture
def step(monkeypatch):
    """A step in the place of `average` whose run a test sets."""
    module = ModuleType("training.average")
    module.add_arguments = lambda parser: None
    module.run = lambda *given: None
    monkeypatch.setitem(sys.modules, "training.average", module)
    return module


class TestCommand:
    @pytest.mark.parametrize("name", STEPS)
    def test_every_step_explains_its_options(self, name, capsys):
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0
        printed = capsys.readouterr().out
        assert "--minutes" in printed
        assert "--work" in printed

    def test_the_list_of_steps_is_shown(self, capsys):
        with pytest.raises(SystemExit):
            main(["--help"])
        printed = capsys.readouterr().out
        assert all(name in printed for name in STEPS)

    @pytest.mark.parametrize("arguments", [[], ["unknown"]])
    def test_a_wrong_step_is_refused(self, arguments):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 2


class TestExitCode:
    @pytest.mark.parametrize(
        ("raised", "code"),
        [(None, 0), (Unfinished("come again"), 75), (TrainingError("no text"), 2)],
    )
    def test_it_says_how_the_step_ended(self, step, tmp_path, capsys, raised, code):
        def run(work, recipe, deadline, options):
            if raised:
                raise raised

        step.run = run
        assert main(["average", "--work", str(tmp_path), "--recipe", "toy"]) == code
        assert (str(raised) if raised else "") in capsys.readouterr().err

    def test_an_unknown_recipe_is_a_problem_in_words(self, step, tmp_path, capsys):
        assert main(["average", "--work", str(tmp_path), "--recipe", "nobody's"]) == 2
        assert "nobody's cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("recipe", "has_gpu", "warned"),
    [("full", False, True), ("full", True, False), ("toy", False, False)],
)
@pytest.mark.parametrize("name", ["tune", "label", "student"])
def test_the_full_recipe_without_a_gpu_is_warned_of(
    name, recipe, has_gpu, warned, tmp_path, monkeypatch, caplog
):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: has_gpu)
    monkeypatch.setattr(f"training.{name}.run", lambda *given: None)
    assert main([name, "--work", str(tmp_path), "--recipe", recipe]) == 0
    assert ("no CUDA GPU" in caplog.text) is warned


def test_a_rented_machine_has_what_its_steps_import():
    command = [sys.executable, "-c", PROBE, *ON_RENTED]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    assert set(done.stdout.split()) <= set(RENTED)
