"""What every page of the documentation has to keep, as functions from pages to problems."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from scripts.docs_check import mentions as mentioned_commands
from scripts.docs_check import programs, shell
from scripts.docs_check.markdown import Block, Page, Problem
from scripts.docs_check.programs import ROOT

SHELL = "sh"
# Read by a person; nothing in them is a command.
READ = frozenset("text ini nginx sql yaml html markdown http promql".split())
# Where names in code may start: a file is named as the page's readers call it.
STARTS = (ROOT, ROOT / "summaries", ROOT / "docs", ROOT / "summaries/services")
# Made by whoever follows a page.
_MADE = ("var/", "weights/", ".venv/")
# Filled in by a program; nobody reads it as it is.
_TEMPLATES = ("training/model_card.md",)
_FILE = re.compile(r"[\w.-]+(?:/[\w.*-]+)+\.(?:py|toml|md|html|css|js|txt|ya?ml|sh|service|tsv)")
_READ_SETTING = re.compile(r"(?:env\.\w+|dj_db_url)\(\s*\"([A-Z][A-Z0-9_]*)\"")
# First cell of a table, and nothing else in it than names of variables.
_ROW = re.compile(r"^\| (`[A-Z][A-Z0-9_]+`(?:, `[A-Z][A-Z0-9_]+`)*) \|", re.MULTILINE)


@cache
def pages() -> tuple[Page, ...]:
    """Return every Markdown page that belongs to the project, by path."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\n") if not done.returncode else ()
    found = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    # Without git (an unpacked archive) what lies where pages lie.
    found = found or [*ROOT.glob("*.md"), *ROOT.glob("[!.v]*/**/*.md")]
    templates = {ROOT / name for name in _TEMPLATES}
    return tuple(Page.read(path) for path in sorted({*found} - templates))


def links(page: Page) -> Iterator[Problem]:
    """Every relative link leads to a file of the project, and to an anchor that it has."""
    for found in page.links():
        if re.match(r"[a-z][a-z+.-]*:", found.text):
            continue
        path, _hash, anchor = unquote(found.text).partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        if path and not (target.is_relative_to(ROOT) and target.exists()):
            yield Problem(page.path, found.line, f"the link leads nowhere: {found.text}")
        elif anchor and target.suffix == ".md" and anchor not in _anchors(page, target):
            yield Problem(page.path, found.line, f"there is no such heading: {found.text}")


def _anchors(page: Page, target: Path) -> frozenset[str]:
    return (page if target == page.path else Page.read(target)).anchors


def blocks(page: Page) -> Iterator[Problem]:
    """Every block says what it is, and can be read as that; its commands name what exists."""
    for block in page.blocks:
        reader = _READERS.get(block.language)
        if reader is None and block.language not in READ:
            known = ", ".join(sorted({*_READERS, *READ}))
            words = f"say after the fence what the block is (one of {known}); commands are {SHELL}"
            yield Problem(page.path, block.line - 1, words)
        elif reader is not None:
            yield from reader(page, block)


def _commands(page: Page, block: Block) -> Iterator[Problem]:
    if error := shell.syntax_error(block.text):
        yield Problem(page.path, block.line, f"the shell cannot read this: {error}")
        return
    for command in shell.commands(block.text):
        for words in programs.problems(command.words):
            yield Problem(page.path, block.line + command.line, words)


def _parsed(parse: Callable[[str], object]) -> Callable[[Page, Block], Iterator[Problem]]:
    def read(page: Page, block: Block) -> Iterator[Problem]:
        try:
            parse(block.text)
        except (ValueError, SyntaxError) as error:
            yield Problem(page.path, block.line, f"this {block.language} cannot be read: {error}")

    return read


_READERS: dict[str, Callable[[Page, Block], Iterator[Problem]]] = {
    SHELL: _commands,
    "json": _parsed(json.loads),
    "toml": _parsed(tomllib.loads),
    "python": _parsed(lambda text: compile(text, "page", "exec")),
}


def mentions(page: Page) -> Iterator[Problem]:
    """Commands and files that a sentence mentions exist."""
    if page.path.name == "CHANGELOG.md":
        return
    for code in page.code():
        for words in mentioned_commands.mentioned(code.text):
            yield Problem(page.path, code.line, words)
        if _FILE.fullmatch(code.text) and not _exists(code.text, page.path.parent):
            yield Problem(page.path, code.line, f"there is no {code.text}")


def _exists(name: str, folder: Path) -> bool:
    return name.startswith(_MADE) or any(
        programs.exists(name, start) for start in (folder, *STARTS)
    )


def variables(page: Page) -> Iterator[Problem]:
    """Every variable that a table explains is read somewhere."""
    for row in _ROW.finditer(page.prose):
        for name in re.findall(r"\w+", row[1]):
            if name not in _used_variables():
                line = page.prose.count("\n", 0, row.start()) + 1
                yield Problem(page.path, line, f"nothing reads the variable {name}")


@cache
def settings_read() -> frozenset[str]:
    """Return the names of the environment variables that the settings read."""
    files = sorted((ROOT / "newsdesk").glob("*.py"))
    return frozenset(
        name for path in files for name in _READ_SETTING.findall(path.read_text("utf-8"))
    )


@cache
def _used_variables() -> frozenset[str]:
    more = [ROOT / "Makefile", ROOT / "Procfile", *ROOT.glob("compose*.y*ml")]
    more += [*ROOT.glob("deploy/**/*"), *ROOT.glob("scripts/*.py"), *ROOT.glob("newsdesk/*.py")]
    text = "\n".join(path.read_text("utf-8") for path in more if path.is_file())
    return settings_read() | frozenset(re.findall(r"\b[A-Z][A-Z0-9_]+\b", text))


def unexplained() -> Iterator[Problem]:
    """Every variable that the settings read is named on some page."""
    told = "\n".join(page.text for page in pages())
    for name in sorted(settings_read()):
        if f"`{name}`" not in told:
            yield Problem(ROOT / "newsdesk/settings.py", 1, f"no page explains the variable {name}")


def unreachable() -> Iterator[Problem]:
    """Every page can be found from the README by following links."""
    known = {page.path: page for page in pages()}
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or path not in known:
            continue
        seen.add(path)
        targets = (found.text.partition("#")[0] for found in known[path].links())
        waiting += [(path.parent / target).resolve() for target in targets if target]
    for path in sorted(known.keys() - seen):
        yield Problem(path, 1, "no page leads here from README.md")


EACH: tuple[Callable[[Page], Iterator[Problem]], ...] = (links, blocks, mentions, variables)
TOGETHER: tuple[Callable[[], Iterator[Problem]], ...] = (unexplained, unreachable)


def problems() -> list[Problem]:
    """Return all problems of all pages."""
    found = [problem for page in pages() for rule in EACH for problem in rule(page)]
    return found + [problem for rule in TOGETHER for problem in rule()]
