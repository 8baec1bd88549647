"""Licences: the text is whole, and nothing of others' is here without being named."""

import hashlib
import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from scripts import licences
from summaries.engine.modelstore.registry import Registry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
STATIC = ROOT / "summaries/static/summaries"
VENDORED = sorted(
    path
    for path in [
        *STATIC.glob("vendor/*"),
        *STATIC.glob("fonts/*"),
        *(ROOT / "summaries/checks/names/data").glob("*.xz"),
        *(ROOT / "tests/data/axe").iterdir(),
    ]
    if "LICENSE" not in path.name
)


def patterns() -> list[str]:
    """The files that the page lists, as patterns; the folder of a row holds for all its files."""
    found = []
    for row in re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE):
        names = re.findall(r"`([^`]+)`", row)
        folder = names[0].rpartition("/")[0]
        found += [name if "/" in name else f"{folder}/{name}" for name in names]
    return found


def test_the_licence_is_apache_2_0_word_for_word():
    text = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == "0ffddef9e48f8a09aed5caf2d44f7ba1c1be2d9b8e0a6f693b1635b2d5566645"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert all((ROOT / name).is_file() for name in project["license-files"])


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_every_vendored_file_is_listed(path):
    name = path.relative_to(ROOT)
    assert any(name.match(pattern) for pattern in patterns())


@pytest.mark.parametrize(
    "path", [each for each in VENDORED if each.suffix != ".xz"], ids=lambda path: path.name
)
def test_every_file_of_others_has_its_licence_beside_it(path):
    beside = [each.name.partition("LICENSE")[0] for each in path.parent.glob("*LICENSE*")]
    assert any(path.name.startswith(name) for name in beside)


@pytest.mark.parametrize("name", ["GeoNames", "wordfreq", "Kevin Atkinson", "UNICODE LICENSE V3"])
def test_the_notice_names_whose_words_and_names_we_use(name):
    assert name in NOTICE


def test_the_version_of_axe_is_the_file_s():
    head = (ROOT / "tests/data/axe/axe.min.js").read_text(encoding="utf-8")[:100]
    assert f"| {re.search(r'axe v([0-9.]+)', head)[1]} |" in PAGE


@pytest.mark.parametrize("model", Registry.load().models.values(), ids=lambda model: model.name)
def test_every_model_is_listed_with_its_licence(model):
    assert re.search(rf"^\| `{re.escape(model.name)}` \|.*\| {model.licence} \|$", PAGE, re.M)


def test_every_installed_library_is_listed_with_its_version_and_licence():
    shown = licences.written(PAGE)
    missing = [one.row() for one in installed() if one.row() not in shown]
    assert missing == [], "run `python -m scripts.licences`"


def test_every_library_listed_is_pinned_with_that_version():
    rows = re.findall(r"^\| ([\w.-]+) \| (\S+) \|", licences.written(PAGE), re.MULTILINE)
    rows = [row for row in rows if row[0] != "Library"]
    assert len(rows) > 100
    assert [row for row in rows if licences.pinned().get(row[0]) != row[1]] == []


def installed():
    """The libraries whose pinned version is here: where it is another, its licence may be."""
    uses = licences._uses()
    for name, pinned in licences.pinned().items():
        try:
            is_here = version(name) == pinned
        except PackageNotFoundError:
            continue
        if is_here and (use := uses.get(licences.canonicalize_name(name))):
            yield licences.Library(name, pinned, use, licences.licence(name))


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ({"License-Expression": ["MIT"]}, "MIT"),
        ({"License": ["Apache Software License"]}, "Apache-2.0"),
        (
            {"License": ["BSD"], "Classifier": ["License :: OSI Approved :: BSD License"]},
            "BSD-3-Clause",
        ),
        ({"Classifier": ["License :: OSI Approved :: MIT License"]}, "MIT"),
    ],
)
def test_metadata_is_read_as_spdx(monkeypatch, told, meant):
    monkeypatch.setattr(licences, "_distribution", lambda name: Told(told))
    assert licences.licence("somelib") == meant


@pytest.mark.parametrize("told", [{}, {"License": ["BSD"]}, {"License": ["see the file LICENSE"]}])
def test_an_unclear_licence_is_refused(monkeypatch, told):
    monkeypatch.setattr(licences, "_distribution", lambda name: Told(told))
    with pytest.raises(LookupError, match="somelib"):
        licences.licence("somelib")


class Told:
    """A library whose metadata is `facts`."""

    def __init__(self, facts):
        self.metadata = self
        self.facts = facts

    def get(self, name):
        return self.facts.get(name, [None])[0]

    def get_all(self, name):
        return self.facts.get(name)
