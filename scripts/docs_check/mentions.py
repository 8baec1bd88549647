"""Commands that a sentence mentions: whether their targets, subcommands and options exist."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.docs_check.programs import (
    PLACEHOLDER,
    VARIABLE,
    make,
    management,
    missing_files,
    module,
)


def mentioned(text: str) -> Iterator[str]:
    """Yield what is wrong with a command that a sentence mentions, `manage.py ingest FILE|-`.

    Brackets and bars are those of a synopsis; what is missing does not count.
    """
    words = _from_program(re.sub(r"[\[\]]", " ", text).split())
    if not words:
        return
    program, *rest = words
    if program == "make":
        yield from make([word for word in rest if not PLACEHOLDER.fullmatch(word)])
    elif program == "manage.py" and rest:
        yield from _mentioned_management(rest)
    elif program == "-m" and rest:
        yield from module(rest)
    yield from missing_files(rest)


def _from_program(words: list[str]) -> list[str]:
    """Return a mention from the word on that says what is run; empty where it is no command."""
    while words and VARIABLE.fullmatch(words[0]):
        words = words[1:]
    if words and re.fullmatch(r"python3?(\.\d+)?", Path(words[0]).name):
        words = words[1:]
    if words and words[0] in ("make", "manage.py", "-m", "pytest"):
        return words
    return []


def _mentioned_management(words: list[str]) -> Iterator[str]:
    command, name = management(words)
    if command is None:
        yield f"manage.py has no command “{name}”"
        return
    options, actions = _known(command.create_parser("manage.py", name))
    for word in itertools.chain.from_iterable(word.split("|") for word in words[1:]):
        option = word.partition("=")[0]
        if option.startswith("--") and option not in options:
            yield f"manage.py {name} has no option {option}"
    first = words[1].split("|") if len(words) > 1 else []
    for word in first:
        if actions and re.fullmatch(r"[a-z][a-z-]*", word) and word not in actions:
            yield f"manage.py {name} has no “{word}”"


def _known(parser) -> tuple[set[str], set[str]]:
    """Return the options of a parser and of those under it, and the names of the latter."""
    options: set[str] = set()
    names: set[str] = set()
    for action in parser._actions:
        options |= set(action.option_strings)
        if not action.option_strings and isinstance(action.choices, dict):
            names |= set(action.choices)
            for one in action.choices.values():
                options |= _known(one)[0]
    return options, names
