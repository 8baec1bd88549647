"""The table of Python libraries in `docs/licences.md`: `python -m scripts.licences` writes it anew.

What is pinned stands in `constraints.txt`; under which licence it comes, in its own metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/licences.md"
START, END = "<!-- libraries: python -m scripts.licences -->", "<!-- end of libraries -->"
# What a library is there for, by the file that asks for it; the first one counts.
USES = {
    "requirements.txt": "the newsdesk",
    "requirements-services.txt": "PostgreSQL, Redis, Sentry",
    "training/requirements.txt": "training",
    "requirements-dev.txt": "tests",
}
# Metadata from before licence expressions (PEP 639): what its words mean in SPDX.
MEANS = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Where the metadata says too little; looked up in the licence file that the package brings.
KNOWN = {
    "click-plugins": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pytz": "MIT",
    "sympy": "BSD-3-Clause",
}
_PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
_SPDX = re.compile(r"[\w.+-]+(?: (?:AND|OR|WITH) \(?[\w.+-]+\)?)*")


@dataclass(frozen=True)
class Library:
    """One row: a library, its version, what it is there for, and its licence (SPDX)."""

    name: str
    version: str
    use: str
    licence: str

    def row(self) -> str:
        """Return the row of the table."""
        return f"| {self.name} | {self.version} | {self.use} | {self.licence} |"


def pinned() -> dict[str, str]:
    """Return the version of every library in `constraints.txt`, by its name there."""
    return dict(_PIN.findall((ROOT / "constraints.txt").read_text(encoding="utf-8")))


def libraries() -> Iterator[Library]:
    """Yield every pinned library that a requirements file leads to on this system.

    Raises LookupError for one that is not installed, or whose licence is unclear.
    """
    uses = _uses()
    for name, version in pinned().items():
        if use := uses.get(canonicalize_name(name)):
            yield Library(name, version, use, licence(name))


def licence(name: str) -> str:
    """Return the licence of an installed library in SPDX's terms. Raises LookupError."""
    told = _distribution(name).metadata
    if expression := told.get("License-Expression"):
        return expression
    if name in KNOWN:
        return KNOWN[name]
    text = (told.get("License") or "").strip()
    classifiers = [each.split(" :: ")[-1] for each in told.get_all("Classifier") or ()]
    words = [MEANS.get(text, text), *(MEANS[each] for each in classifiers if each in MEANS)]
    # "BSD" alone is no licence: the classifier then says no more either.
    found = [each for each in words if _SPDX.fullmatch(each) and each not in ("BSD", "Apache")]
    if not found:
        raise LookupError(f"Look up the licence of {name}, and add it to KNOWN in {__file__}.")
    return found[0]


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        words = f"{name} is pinned and not installed: run `make test`, or take it out."
        raise LookupError(words) from error


def _uses() -> dict[str, str]:
    """Return what each library is there for, those that others need included."""
    uses: dict[str, str] = {}
    for file, use in USES.items():
        waiting = [Requirement(line) for line in _asked_for(ROOT / file)]
        seen: set[tuple[str, frozenset[str]]] = set()
        while waiting:
            wanted = waiting.pop()
            key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
            if key in seen:
                continue
            seen.add(key)
            uses.setdefault(key[0], use)
            waiting += _needs(wanted)
    return uses


def _asked_for(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-"):
            yield text


def _needs(wanted: Requirement) -> Iterator[Requirement]:
    """Yield what a library needs on this system, for the extras that are asked for."""
    try:
        lines = distribution(wanted.name).requires or ()
    except PackageNotFoundError:
        return
    for line in lines:
        needed = Requirement(line)
        if needed.marker is None or _holds(needed.marker, {"", *wanted.extras}):
            yield needed


def _holds(marker: Marker, extras: set[str]) -> bool:
    return any(marker.evaluate({"extra": extra}) for extra in extras)


def table() -> str:
    """Return the table, from start to end."""
    rows = sorted(libraries(), key=lambda one: one.name.lower())
    head = ["| Library | Version | For | Licence |", "|---|---|---|---|"]
    return "\n".join([START, "", *head, *(each.row() for each in rows), "", END])


def written(page: str) -> str:
    """Return the table as it stands on a page. Raises ValueError where there is none."""
    return page[page.index(START) : page.index(END) + len(END)]


def main() -> None:
    """Write the table anew."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.replace(written(page), table()), encoding="utf-8")
    print(f"{len(pinned())} libraries in {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
