"""`python -m tests.chaos [FAULT …]`: strikes newsrooms of real processes, and prints the account.

Exit status 1 where something was lost, done twice, or never came to rest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.chaos import broken, processes, runner
from tests.chaos.fault import Fault
from tests.chaos.table import rendered

ALL = (*processes.FAULTS, *broken.FAULTS)
ARTICLES = 30


def main() -> int:
    """Strike with each fault that was asked for, a newsroom each; print a row as it comes."""
    options = parsed()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-chaos-"))
    # Told to end, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    rows, skipped = [], []
    for fault in chosen(options.fault):
        if lacks := fault.lacks():
            skipped.append(f"Left out: {fault.title}; {lacks}.")
            continue
        print(f"{fault.title} …", file=sys.stderr, flush=True)
        rows.append(runner.struck(fault, folder / fault.name, options.articles))
        print(f"  {rows[-1].said}", file=sys.stderr, flush=True)
    print(f"{options.articles} articles sent to each newsroom while it happened\n")
    print("\n".join([rendered(rows), *skipped]))
    if all(row.is_sound for row in rows):
        shutil.rmtree(folder)
        return 0
    print(f"\nWhat the processes said is in {folder}.")
    return 1


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("fault", nargs="*", choices=[[], *(each.name for each in ALL)])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    return parser.parse_args()


def chosen(names: list[str]) -> list[Fault]:
    """Return the faults of these names, or all."""
    return [each for each in ALL if not names or each.name in names]


if __name__ == "__main__":
    sys.exit(main())
