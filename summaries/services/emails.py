"""Emails from templates: a subject, a text and the same as HTML."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from email.charset import Charset

from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from summaries.services.texts import one_line

_EMPTY_LINES = re.compile(r"\n{3,}")
# In octets (RFC 5322, 2.1.1). Django sends longer lines as quoted-printable, where each Arabic
# letter is six characters: they are folded, and what has no space to fold at goes out as base64.
_LONGEST_LINE = 998
_FOLDED = 330  # In characters, of up to three octets.
_BASE64 = Charset("utf-8")
# What stands in a line of base64, and how long that is with its end (RFC 2045, 6.8).
_LINE, _ENCODED_LINE = 57, 78
_RIGHT_TO_LEFT_MARK = "\u200f"


@dataclass(frozen=True)
class Message:
    """What an email says; who gets it is the sender's matter."""

    subject: str
    text: str
    html: str

    @property
    def size(self) -> int:
        """How many octets text and HTML have together as they are sent, without headers."""
        parts = _folded(self.text), _folded(self.html)
        return sum(map(_octets if _are_short(*parts) else _encoded_octets, parts))

    def addressed(self, to: str, **fields) -> EmailMultiAlternatives:
        """Return the email to an address: text and HTML; `fields` are those of Django's email."""
        text, html = _folded(self.text), _folded(self.html)
        email = EmailMultiAlternatives(**{"subject": self.subject} | fields, body=text, to=[to])
        email.attach_alternative(html, "text/html")
        if not _are_short(text, html):
            email.encoding = _BASE64
        return email


def render(name: str, context: Mapping, language: str = "en") -> Message:
    """Render `templates/emails/<name>/` in one language.

    The subject is one line whatever the context holds, so that no text can add a header. The plain
    parts are not HTML: nothing is escaped there.
    """
    folder = f"emails/{name}"
    with translation.override(language):
        values = {"language": language, "bidi": translation.get_language_bidi(), **context}
        return Message(
            subject=one_line(_plain(f"{folder}/subject.txt", values).replace("\n", " ")),
            text=_spaced(_plain(f"{folder}/body.txt", values)),
            html=render_to_string(f"{folder}/body.html", values),
        )


def _plain(path: str, values: Mapping) -> str:
    return get_template(path).template.render(Context(values, autoescape=False))


def _spaced(text: str) -> str:
    """Return a text with one empty line at most where tags and what was left out had lines."""
    return _EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def _folded(part: str) -> str:
    """Return a part of an email with breaks in place of spaces where a line is too long."""
    return "\n".join(line if _is_short(line) else _fold(line) for line in part.split("\n"))


def _fold(line: str) -> str:
    mark = _RIGHT_TO_LEFT_MARK if line.startswith(_RIGHT_TO_LEFT_MARK) else ""
    whole_words = {"break_long_words": False, "break_on_hyphens": False}
    as_it_is = {"expand_tabs": False, "replace_whitespace": False}
    return textwrap.fill(line, _FOLDED, subsequent_indent=mark, **whole_words, **as_it_is)


def _is_short(line: str) -> bool:
    return len(line.encode()) <= _LONGEST_LINE


def _are_short(*parts: str) -> bool:
    return all(_is_short(line) for part in parts for line in part.splitlines())


def _octets(part: str) -> int:
    """Return how long a part is as it stands: two octets end a line."""
    return len(part.encode()) + part.count("\n")


def _encoded_octets(part: str) -> int:
    return -(-len(part.encode()) // _LINE) * _ENCODED_LINE
