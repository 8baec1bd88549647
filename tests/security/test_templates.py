"""No page holds code or styles of its own: those that somebody injected would look alike."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR, "templates")
# Mail programs read no files, so letters carry their styles in themselves.
LETTERS = TEMPLATES / "emails"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if LETTERS not in path.parents)
# A script without a file of its own is data, for search engines.
_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")", re.I)
_CODE = {
    "a script": _SCRIPT,
    "a style sheet": re.compile(r"<style\b", re.I),
    "a style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "an address of code": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "code of htmx": re.compile(r"\bhx-(?:on|vals\s*=\s*[\"']?js:|vars)\b", re.I),
}  # fmt: skip
_ELSEWHERE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I)
_UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+off|mark_safe")


def named(path: Path) -> str:
    """Return a template by the name that Django knows it by."""
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_page_holds_code_or_styles(path):
    text = path.read_text("utf-8")
    assert not [kind for kind, found in _CODE.items() if found.search(text)]
    assert not _ELSEWHERE.search(text), "Pages load from their own site only"
    get_template(named(path))


def test_nothing_is_put_into_a_page_unescaped():
    """Whoever needs it escapes it in Python, with `format_html`, where its tests are."""
    texts = {named(path): path.read_text("utf-8") for path in TEMPLATES.rglob("*.*")}
    assert [name for name, text in texts.items() if _UNESCAPED.search(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<script>go()</script>", "a script"),
        ('<script type="module">go()</script>', "a script"),
        ("<STYLE>p {}</STYLE>", "a style sheet"),
        ('<rect x="1" style="fill: red">', "a style"),
        ("<a onclick='go()'>", "an event"),
        ('<a href="javascript:go()">', "an address of code"),
        ('<div hx-on:click="go()">', "code of htmx"),
    ],
)
def test_the_patterns_find_what_they_name(text, kind):
    assert [name for name, found in _CODE.items() if found.search(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/a.js" defer></script>',
        '<script type="application/ld+json">{}</script>',
        '<p class="style">once=upon</p>',
    ],
)
def test_the_patterns_leave_the_rest(text):
    assert not [name for name, found in _CODE.items() if found.search(text)]
