"""Reading what a chat model replied: the answer without its wrapping, and what is wrong with it."""

from __future__ import annotations

import re

from summaries.engine.chat_model import Reply
from summaries.engine.degenerate import find_flags
from summaries.engine.types import Flag

_PREAMBLE = re.compile(
    r"^(?:(?:sure|certainly|of course)\b[^:]{0,40}[:!.]\s*)?"
    r"(?:here(?:'s| is| are)\b[^:]{0,60}:\s*)?"
    r"(?:(?:the\s+)?(?:english\s+)?(?:translation|summary|headline|title)\s*:\s*)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'^(?P<q>["“«\'])(?P<text>[^"“”«»]*)["”»\']$')
_MARKUP = re.compile(r"\*\*|^#+\s*")
# Arabic, CJK, kana, Hangul and Cyrillic letters have no place in an English sentence.
_FOREIGN = re.compile(r"[\u0400-\u04FF\u0600-\u06FF\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]")


def cleaned(reply: str, *, one_line: bool = True) -> str:
    """Return a reply without preamble ("Translation:"), markup and enclosing quotes.

    With `one_line`, only the first line that says something: what follows is the model's comment.
    """
    lines = [_MARKUP.sub("", line).strip() for line in reply.splitlines()]
    lines = [rest for line in lines if (rest := _PREAMBLE.sub("", line).strip())]
    text = (lines[0] if lines else "") if one_line else " ".join(lines)
    quoted = _QUOTED.match(text)
    return quoted["text"].strip() if quoted else text


def flags_of(source: str, target: str, *, finished: bool) -> tuple[Flag, ...]:
    """Return the flags of a chat model's translation.

    `find_flags`, and SOURCE_COPIED wherever letters of another script are left that are not the
    source's own: these models slip into Chinese or leave Arabic words standing.
    """
    flags = find_flags(source, target, finished=finished)
    if _FOREIGN.search(target) and Flag.SOURCE_COPIED not in flags:
        return (*flags, Flag.SOURCE_COPIED)
    return flags


def whole(reply: Reply) -> str:
    """Return a reply's text up to its last complete sentence where the length limit cut it off."""
    if reply.finished:
        return reply.text
    end = max(reply.text.rfind(mark) for mark in (". ", ".\n", "! ", "? ", '." '))
    return reply.text[: end + 1]
