"""Run pip and show one line of progress instead of its hundred: `install.py PIP-ARGUMENTS`.

Everything pip says is kept in the log beside the virtual environment, and shown if it fails.
"""

import subprocess
import sys
from pathlib import Path

LOG = Path(sys.prefix) / "install.log"
COMMAND = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]


def show(text: str) -> None:
    """Rewrite the progress line on a terminal; elsewhere stay silent, logs have no cursor."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text[:90]}", end="", flush=True)


def main(arguments: list[str]) -> int:
    """Install, report progress, and return pip's exit code."""
    collected, lines = 0, []
    process = subprocess.Popen(
        [*COMMAND, "--progress-bar", "off", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for line in process.stdout:
        lines.append(line)
        match line.split():
            case ["Collecting", name, *_]:
                collected += 1
                show(f"{collected} packages found: {name}")
            case ["Downloading", name, *size]:
                show(f"downloading {name} {' '.join(size)}")
            case ["Installing", "collected", *_]:
                show(f"unpacking {collected} packages, a minute or two…")
    show("")
    LOG.write_text("".join(lines))
    if process.wait():
        print("".join(lines[-15:]), end="")
        print(f"pip could not install the packages. Everything it said is in {LOG}.")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
