import os
import re
import subprocess

import pytest
from django.conf import settings

MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()


def make(*arguments: str) -> subprocess.CompletedProcess:
    # A `make test` around this must not lend its options to the one under test.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, text=True, capture_output=True, check=False
    )


def test_help_explains_every_target():
    targets = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
    listed = re.findall(r"^  make ([\w-]+) +\S", make("help").stdout, re.MULTILINE)
    assert set(listed) == targets - {"chromium"}


def test_continuous_integration_calls_the_commands_of_the_readme():
    assert "\nmake test " in (settings.BASE_DIR / "README.md").read_text()
    run = (settings.BASE_DIR / ".ci" / "run").read_text()
    assert run.endswith("\nmake test\nmake test-services\n")
    assert os.access(settings.BASE_DIR / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("python", ["/nowhere/python3", "/bin/false"])
def test_a_missing_or_old_python_is_said_plainly(python, tmp_path):
    result = make("run", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stdout


def test_evaluate_without_data_says_what_is_missing(tmp_path):
    (tmp_path / ".installed").touch()
    result = make("evaluate", f"VENV={tmp_path}", "-o", f"{tmp_path}/.installed")
    assert result.returncode != 0
    assert "make evaluate DATA=path/to/folder" in result.stdout
