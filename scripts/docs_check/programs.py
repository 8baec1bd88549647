"""Whether a command names things that exist: targets, subcommands, options, modules and files.

Each checker takes the words after the program and yields what is wrong, in words.
"""

from __future__ import annotations

import ast
import glob
import importlib.util
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).parents[2]
# Programs of the system that the documentation may show; a name that is not here is a slip of the
# pen, or has to be added.
SYSTEM = frozenset(
    "adduser apt-get bash cat cd chmod chown command cp createdb createuser crontab curl date df"
    " docker echo exit export git grep gunzip gzip head hostname install journalctl kill less ln"
    " ls mkdir mv nano nginx npm openssl pg_dump pg_restore pgrep printf psql ps pwd read"
    " redis-cli rm rsync sed set sha256sum sleep source split ss ssh systemctl systemd-analyze"
    " tail tar tee test touch tr umask useradd usermod wc wget xz [ .".split()
)
VARIABLE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)", re.DOTALL)
_IN_ROOT = re.compile(
    r"(?:\./)?((?:{})/[^:]*)(::\w+)?".format(
        "|".join(
            sorted(
                re.escape(path.name)
                for path in ROOT.iterdir()
                if path.is_dir() and path.name != "var"
            )
        )
    )
)
PLACEHOLDER = re.compile(r"[$…<>{]|\b[A-Z]{2,}\b|_yours?\b")

# Options of `docker compose` that take a word.
_COMPOSE_WORD = ("--entrypoint", "--scale", "--file", "-f", "--env", "-e", "--user")

Checker = Callable[[list[str]], Iterable[str]]


def problems(words: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with one command, `words` beginning with its program."""
    program, *arguments = words
    name = Path(program).name
    name = "python" if re.fullmatch(r"python3?(\.\d+)?", name) else name
    # The same, with the environment of a deployment.
    name = "manage.py" if program.endswith("deploy/manage") else name
    if checker := CHECKERS.get(name):
        yield from checker(arguments)
    elif name not in SYSTEM and not (Path(sys.executable).parent / name).exists():
        yield f"“{program}” is no program that docs-check knows (scripts/docs_check/programs.py)"
    yield from missing_files(arguments)


def exists(pattern: str, folder: Path = ROOT) -> bool:
    """Say whether anything in a folder has this name, in which * stands for anything."""
    # Path.glob raises for some of what people may write.
    return bool(glob.glob(pattern, root_dir=folder))  # noqa: PTH207


def missing_files(arguments: Iterable[str]) -> Iterator[str]:
    """Yield arguments that name a file in a folder of the project where there is none."""
    for argument in arguments:
        match = _IN_ROOT.fullmatch(argument)
        if not match or PLACEHOLDER.search(argument) or match[1].startswith(".venv/"):
            continue
        if not exists(match[1]):
            yield f"there is no {match[1]}"
        elif match[2] and f"def {match[2][2:]}(" not in (ROOT / match[1]).read_text("utf-8"):
            yield f"{match[1]} has no {match[2][2:]}"


@cache
def _makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


@cache
def make_targets() -> dict[str, str]:
    """Return the targets of the Makefile that people call, with what `make help` says of them."""
    rule = re.compile(r"^([a-z][a-z-]*):(?!=)[^#\n]*(?:## (.*))?$", re.MULTILINE)
    found: dict[str, str] = {}
    for name, text in rule.findall(_makefile()):
        found[name] = found.get(name) or text
    return found


def make(arguments: list[str]) -> Iterator[str]:
    """Check targets, and that the Makefile uses the variables that are given."""
    for argument in arguments:
        variable = VARIABLE.fullmatch(argument)
        if variable and not re.search(rf"\b{variable[1]}\b", _makefile()):
            yield f"the Makefile has no variable {variable[1]}"
        elif not variable and not argument.startswith("-") and argument not in make_targets():
            yield f"make has no target “{argument}”"


def manage(arguments: list[str]) -> Iterator[str]:
    """Have the command's own parser read its arguments."""
    command, name = management(arguments)
    if command is None:
        yield f"manage.py has no command “{name}”"
        return
    try:
        command.create_parser("manage.py", name).parse_args(arguments[1:])
    except CommandError as error:
        yield f"manage.py {name}: {error}"
    except SystemExit:
        # --help and --version.
        return


def management(arguments: list[str]) -> tuple[BaseCommand | None, str]:
    name = arguments[0] if arguments else ""
    app = get_commands().get(name)
    if app is None:
        return None, name
    return (app if isinstance(app, BaseCommand) else load_command_class(app, name)), name


def python(arguments: list[str]) -> Iterator[str]:
    """Check what Python is given: a module, manage.py, or another script of the project."""
    if not arguments or arguments[0] in ("-c", "-V", "--version", "-"):
        return
    if arguments[0] == "-m":
        yield from module(arguments[1:])
    elif Path(arguments[0]).name == "manage.py":
        yield from manage(arguments[1:])
    elif not (script := ROOT / arguments[0]).is_file():
        yield f"there is no {arguments[0]}"
    else:
        yield from _unknown_options(arguments[0], [script], arguments[1:])


def module(arguments: list[str]) -> Iterator[str]:
    name, *rest = arguments
    if name in CHECKERS:
        yield from CHECKERS[name](rest)
        return
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        spec = None
    if spec is None:
        yield f"there is no module {name}"
        return
    if spec.submodule_search_locations:
        files = [
            path for each in spec.submodule_search_locations for path in Path(each).glob("*.py")
        ]
    else:
        files = [Path(spec.origin or "")]
    if all(path.is_relative_to(ROOT) for path in files):
        yield from _unknown_options(name, files, rest)


def _unknown_options(program: str, files: list[Path], arguments: list[str]) -> Iterator[str]:
    """Yield options that stand nowhere in the code that would have to read them."""
    known = {text for path in files for text in _strings(path)}
    for argument in arguments:
        option = argument.partition("=")[0]
        if re.fullmatch(r"--[a-z][\w-]*", option) and option not in known | {"--help"}:
            yield f"{program} has no option {option}"


@cache
def _strings(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(value for value in found if isinstance(value, str))


def pip(arguments: list[str]) -> Iterator[str]:
    """Check that the files with requirements are there."""
    for option, name in itertools.pairwise(arguments):
        if option in ("-r", "-c") and not (ROOT / name).is_file():
            yield f"pip: there is no {name}"


def systemctl(arguments: list[str]) -> Iterator[str]:
    """Check that units of the newsdesk's are among the examples."""
    for argument in arguments:
        name = re.sub(r"@[\w*]*", "@", argument)
        if name.startswith("newsdesk") and not exists(f"deploy/systemd/{name}*"):
            yield f"there is no unit {argument} in deploy/systemd"


def docker(arguments: list[str]) -> Iterator[str]:
    """Check that services are those of compose.yaml, and what manage.py is asked for in them."""
    if arguments[:1] != ["compose"]:
        return
    scaled = [word for option, word in itertools.pairwise(arguments) if option == "--scale"]
    options = {at + 1 for at, word in enumerate(arguments) if word in _COMPOSE_WORD}
    words = [
        word for at, word in enumerate(arguments) if at not in options and not word.startswith("-")
    ]
    # Of `run` and `exec` the rest is a command inside the container.
    named = words[2:3] if words[1:2] in (["run"], ["exec"]) else words[2:]
    for name in [*named, *(word.partition("=")[0] for word in scaled)]:
        if name not in _services():
            yield f"compose.yaml has no service “{name}”"
    if "manage.py" in words:
        yield from manage(arguments[arguments.index("manage.py") + 1 :])


@cache
def _services() -> frozenset[str]:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    section = re.search(r"^services:\n((?:(?: .*)?\n)*)", text, re.MULTILINE)
    return frozenset(re.findall(r"^  ([\w-]+):", section[1], re.MULTILINE) if section else ())


def _anything(_arguments: list[str]) -> Iterable[str]:
    """Check nothing beyond the files that are named."""
    return ()


CHECKERS: dict[str, Checker] = {
    "docker": docker,
    "make": make,
    "manage.py": manage,
    "python": python,
    "pip": pip,
    "pytest": _anything,
    "systemctl": systemctl,
}
