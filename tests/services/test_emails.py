"""Rendering an email: three parts, one language, a subject of one line."""

import pytest

from summaries.services import emails
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


def _render(language: str = "en", **changes) -> emails.Message:
    context = {
        "name": "Huda",
        "title": "A & B <i>",
        "brief": make_brief(),
        "link": "https://desk.example/desk/briefs/1/",
        "preferences": "https://desk.example/desk/preferences/",
    }
    return emails.render("assigned", context | changes, language)


def test_plain_parts_are_not_escaped_and_html_is():
    message = _render(name="Huda & <Co>")
    assert message.subject == "Huda & <Co> assigned to you: A & B <i>"
    assert "Huda & <Co> made you" in message.text
    assert "Huda &amp; &lt;Co&gt;</bdi> made you" in message.html


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85"])
def test_a_subject_is_one_line(break_):
    subject = _render(title=f"One{break_}Bcc: all@example.org").subject
    assert subject.startswith("Huda assigned to you: One")
    assert len(subject.splitlines()) == 1


def test_the_language_is_that_of_the_email_alone():
    assert "أُسند إليك" in _render("ar").text
    assert "made you the owner" in _render("en").text
