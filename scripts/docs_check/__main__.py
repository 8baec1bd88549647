"""`python -m scripts.docs_check`: prints what is wrong with the documentation, and ends with 1."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from scripts.docs_check import rules, running


def main() -> int:
    """Check every page, then run the blocks that are marked; returns how the process ends."""
    with tempfile.TemporaryDirectory(prefix="docs-check-") as name:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsdesk.settings", "DEBUG": "1", "VAR_DIR": name}
        django.setup()
        found = [str(problem) for problem in rules.problems()]
    found += _failures()
    for line in found:
        print(line)
    blocks = sum(len(page.blocks) for page in rules.pages())
    run = len(list(running.marked()))
    print(f"{len(rules.pages())} pages, {blocks} blocks, {run} of them run: {len(found)} problems.")
    return 1 if found else 0


def _failures() -> list[str]:
    failures = []
    with tempfile.TemporaryDirectory(prefix="docs-check-") as name:
        folder = running.sandbox(Path(name))
        env = os.environ | {"VAR_DIR": str(folder / "var")}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=folder, env=env, check=True)
        for page, block in running.marked():
            done = running.run(block, folder)
            if done.returncode:
                failures.append(f"{page.path}:{block.line}: ended with {done.returncode}:")
                failures.append(done.stdout)
    return failures


if __name__ == "__main__":
    sys.exit(main())
