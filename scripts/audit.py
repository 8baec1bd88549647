"""Are the installed libraries what we chose, and is anything known against them? `make audit`.

First the lock: every installed package stands in constraints.txt with this version, its files are
those of constraints.lock (a digest of each wheel's own list), and each file still is what that list
says. Then, unless `--offline`, pip-audit asks which versions have known holes; where its advisory
service does not answer, that is said, and the lock alone counts. `--write` makes the lock anew.
"""

import base64
import csv
import hashlib
import json
import platform
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS, LOCK = ROOT / "constraints.txt", ROOT / "constraints.lock"
PLATFORM = f"{sys.implementation.cache_tag} {sys.platform} {platform.machine()}"
# What venv itself brings.
_TOOLS = {"pip", "setuptools", "wheel"}
# One that every advisory service knows: by it we see whether ours answers.
_PROBE = "django"
_SECONDS = 300
_HEADER = "# Digests of the lists of files of the wheels for"


def main(arguments: list[str]) -> int:
    """Check and print; return 1 if something is wrong."""
    installed = {_plain(one.name): one for one in distributions() if one.name}
    pins = _pins()
    if "--write" in arguments:
        return _write(installed, pins)
    wrong = [*against_the_pins(installed, pins), *against_the_lock(installed, pins)]
    with ThreadPoolExecutor() as pool:
        for found in pool.map(changed_files, installed.values()):
            wrong += found
    print("\n".join(wrong) or f"{len(installed)} packages are as they were locked.")
    is_safe = "--offline" in arguments or against_the_advisories(pins)
    return 0 if is_safe and not wrong else 1


def against_the_pins(installed: dict[str, Distribution], pins: dict[str, str]) -> list[str]:
    """Return which packages were never chosen, or in another version."""
    return [
        f"{name} {one.version} is installed; constraints.txt says {pins.get(name, 'nothing')}."
        for name, one in sorted(installed.items())
        # `+cpu` behind a version names the build of it.
        if name not in _TOOLS and pins.get(name) != one.version.partition("+")[0]
    ]


def against_the_lock(installed: dict[str, Distribution], pins: dict[str, str]) -> list[str]:
    """Return which packages hold other files than those that were locked, on its platform."""
    told = LOCK.read_text("utf-8").splitlines() if LOCK.exists() else [""]
    if told[0] != f"{_HEADER} {PLATFORM}":
        print(f"constraints.lock is not for {PLATFORM}: versions and files alone are checked.")
        return []
    locked = {name: (version, told) for name, version, told in map(str.split, told[1:])}
    return [
        f"{name} is not locked as it is installed: compare, then run scripts/audit.py --write."
        for name, one in sorted(installed.items())
        if name in pins and not _is_locked(one, *locked.get(name, ("", "")))
    ]


def _is_locked(one: Distribution, version: str, told: str) -> bool:
    """Say whether a package is the locked one; another build of that version has other files."""
    if one.version != version and one.version.partition("+")[0] == version.partition("+")[0]:
        print(f"{one.name} {one.version} is another build than the locked {version}.")
        return True
    return (version, told) == (one.version, digest(one))


def changed_files(one: Distribution) -> list[str]:
    """Return which files of a package are not what its wheel brought."""
    found = []
    for path, told, _size in _files(one):
        kind, _, encoded = told.partition("=")
        try:
            content = Path(one.locate_file(path)).read_bytes()
        except OSError:
            found.append(f"{one.name}: {path} is missing.")
            continue
        real = base64.urlsafe_b64encode(hashlib.new(kind, content).digest()).rstrip(b"=")
        if real.decode() != encoded:
            found.append(f"{one.name}: {path} was changed after it was installed.")
    return found


def against_the_advisories(pins: dict[str, str]) -> bool:
    """Print what is known against the versions that we chose; say whether that is nothing.

    Where no service answers at all, the lock alone counts. A service that answers and then fails
    has said nothing in our favour.
    """
    probe = ask_advisories({_PROBE: pins[_PROBE]})
    if not probe or "skip_reason" in probe[0]:
        print("No advisory service answers here: known holes were not looked for.")
        return True
    answers = ask_advisories(pins)
    told = {_plain(one["name"]): one for one in answers or () if "skip_reason" not in one}
    wrong = [
        f"{name} {one['version']}: {hole['id']}, mended in {hole['fix_versions'] or 'none'}."
        for name, one in told.items()
        for hole in one["vulns"]
    ]
    if unknown := sorted(pins.keys() - told.keys()):
        wrong.append(f"The advisory service said nothing of {', '.join(unknown)}: ask again.")
    print("\n".join(wrong) or "No holes are known in the versions of constraints.txt.")
    return not wrong


def ask_advisories(pins: dict[str, str]) -> list[dict] | None:
    """Return what pip-audit says of each of these; None where its service does not answer."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json"]
    lines = "".join(f"{name}=={version}\n" for name, version in pins.items())
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off", "-r", "/dev/stdin"],
            input=lines, text=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        return json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return None


def digest(one: Distribution) -> str:
    """Return the digest of the list of files that a wheel brought, in an order of its own."""
    lines = sorted(f"{path},{told}" for path, told, _size in _files(one))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _files(one: Distribution) -> list[list[str]]:
    """Return path, digest and size of what the wheel brought; scripts know where they stand."""
    rows = csv.reader((one.read_text("RECORD") or "").splitlines())
    made_here = ("INSTALLER", "REQUESTED", "direct_url.json")
    return [row for row in rows if row[1] and not row[0].startswith("..")
            and not row[0].endswith(made_here)]  # fmt: skip


def _pins() -> dict[str, str]:
    lines = CONSTRAINTS.read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {_plain(name): version.partition(";")[0].strip() for name, version in pairs}


def _plain(name: str) -> str:
    """Return the one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _write(installed: dict[str, Distribution], pins: dict[str, str]) -> int:
    lines = [
        f"{name} {one.version} {digest(one)}"
        for name, one in sorted(installed.items())
        if name in pins
    ]
    LOCK.write_text("\n".join([f"{_HEADER} {PLATFORM}", *lines]) + "\n", "utf-8")
    print(f"{len(lines)} packages are locked.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
