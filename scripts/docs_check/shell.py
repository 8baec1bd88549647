"""Shell blocks taken apart into the commands that they run; nothing is run here."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

_CONTROL = frozenset(";|&()\n")
_REDIRECT = re.compile(r"[<>&|]*[<>][<>&|]*")
_HERE = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
_ASSIGNED = re.compile(r"\w+\+?=")
# Words that come before a command, and words that are none.
_OPENING = frozenset({"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"})
_CLOSING = frozenset({"done", "fi", "}", "esac"})
# Programs that run another one, with those of their options that take a word.
_CARRIERS = {
    "sudo": ("-u", "-g"),
    "env": ("-u",),
    "exec": (),
    "runuser": ("-u", "-g"),
    "nohup": (),
    "nice": ("-n",),
}


@dataclass(frozen=True)
class Command:
    """One simple command: its words without assignments and redirections, and its line from 0."""

    words: tuple[str, ...]
    line: int


def syntax_error(text: str) -> str:
    """Return what bash says of a text that it cannot read; empty where it can."""
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    return done.stderr.strip().split("\n")[0] if done.returncode else ""


def commands(text: str) -> Iterator[Command]:
    """Yield the simple commands of a script in order. Raises ValueError for open quotes."""
    for line, words in _logical_lines(text):
        for part in _parts(words):
            if command := _simple(part):
                yield Command(tuple(command), line)


def _logical_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each line, joined with the next ones while a quotation is open."""
    lines, number = text.split("\n"), 0
    while number < len(lines):
        start, taken = number, lines[number]
        while (words := _words(taken)) is None:
            number += 1
            if number == len(lines):
                raise ValueError("a quotation is not closed")
            taken = taken.removesuffix("\\") + "\n" * (taken[-1:] != "\\") + lines[number]
        number += 1
        if here := _HERE.search(taken):
            while number < len(lines) and lines[number].strip() != here[2]:
                number += 1
            number += 1
        yield start, words


def _words(line: str) -> list[str] | None:
    """Return the words of a line; None where it goes on in the next one."""
    if line.endswith("\\"):
        return None
    reader = shlex.shlex(line, posix=True, punctuation_chars=";|&()<>")
    reader.whitespace_split = True
    try:
        return list(reader)
    except ValueError:
        return None


def _parts(words: list[str]) -> Iterator[list[str]]:
    """Split a line at what separates commands."""
    part: list[str] = []
    for word in words:
        if word and set(word) <= _CONTROL and word != "&":
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _simple(words: list[str]) -> list[str]:
    """Return the words of the command itself: no keywords, assignments or redirections."""
    left = _without_redirections(words)
    while left:
        head = left[0]
        if head in _OPENING or _ASSIGNED.match(head):
            left = left[1:]
        elif head in _CARRIERS:
            left = _carried(left[1:], _CARRIERS[head])
        else:
            break
    ignored = not left or left[0] in _CLOSING or left[0] in ("for", "case", "$")
    return [] if ignored else left


def _without_redirections(words: list[str]) -> list[str]:
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif _REDIRECT.fullmatch(word):
            skip = True
            if kept and kept[-1] in ("0", "1", "2"):
                kept.pop()
        elif word != "&":
            kept.append(word)
    return kept


def _carried(words: list[str], with_word: tuple[str, ...]) -> list[str]:
    """Return the command that `sudo` and the like run, without their own options."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in with_word else words[1:]
    return words
