"""`python -m summaries.checks AR_FILE EN_FILE`: the findings of each pair of lines, as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from summaries.checks.base import Pair
from summaries.checks.registry import check_pair


def main(arguments: list[str] | None = None) -> int:
    """Print one JSON object a line; return 0, or 2 for files that do not fit each other."""
    parser = argparse.ArgumentParser(prog="python -m summaries.checks", description=__doc__)
    parser.add_argument("arabic", type=Path, help="Arabic sentences, one a line")
    parser.add_argument("english", type=Path, help="their English, one a line")
    options = parser.parse_args(arguments)
    try:
        arabic, english = lines(options.arabic), lines(options.english)
    except (OSError, UnicodeDecodeError) as error:
        print(f"Cannot read the sentences: {error}", file=sys.stderr)
        return 2
    if len(arabic) != len(english):
        print(
            f"The files must have as many lines as each other: {options.arabic} has {len(arabic)}, "
            f"{options.english} has {len(english)}.",
            file=sys.stderr,
        )
        return 2
    try:
        for number, (source, target) in enumerate(zip(arabic, english, strict=True), 1):
            findings = [finding.as_dict() for finding in check_pair(Pair(source, target))]
            print(json.dumps({"line": number, "findings": findings}, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        # `| head` has read enough; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text file, each without its line end."""
    text = path.read_text(encoding="utf-8-sig")
    return text.removesuffix("\n").split("\n") if text else []


if __name__ == "__main__":
    # JSON is UTF-8 (RFC 8259, 8.1), whatever this machine's locale.
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
