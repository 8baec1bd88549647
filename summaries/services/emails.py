"""Emails from templates: a subject, a text and the same as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from summaries.services.texts import one_line

_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Message:
    """What an email says; who gets it is the sender's matter."""

    subject: str
    text: str
    html: str


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
