"""Continuous integration runs what people run, and nothing else."""

import re
from pathlib import Path

import pytest
import yaml

from scripts.docs_check import programs, shell

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def commands(text: str) -> list[str]:
    return [" ".join(one.words) for one in shell.commands(text)]


def test_the_workflow_runs_what_ci_run_runs():
    run = commands((ROOT / ".ci/run").read_text(encoding="utf-8"))
    matrix = yaml.safe_load(WORKFLOWS[0].read_text(encoding="utf-8"))["jobs"]["test"]["strategy"]
    made = [one for one in run if one.startswith("make ")]
    # And asks the network what a person asks before a release.
    assert matrix["matrix"]["command"] == [*made, "make audit"]
    assert "make test" in made


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read_and_call_what_exists(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        asked = [*job["strategy"]["matrix"]["command"], *(s.get("run", "") for s in job["steps"])]
        for text in asked:
            for one in shell.commands(re.sub(r"\$\{\{.*?\}\}", "make help", text)):
                assert list(programs.problems(one.words)) == []
