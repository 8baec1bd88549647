"""The Arabic interface is whole: every text of templates and code, right placeholders, compiled.

Nothing here needs GNU gettext; `make messages` does. What it would collect is found with Django's
own reading of templates and Python's own reading of code.
"""

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

FOLDER = Path(settings.BASE_DIR) / "locale" / "ar" / "LC_MESSAGES"
ROOTS = ("summaries", "newsdesk", "templates")
# Which arguments of each function are texts, and whether the first one is a context.
_CALLS = {"_": 1, "gettext": 1, "gettext_noop": 1, "ngettext": 2, "pgettext": 1, "npgettext": 2}
_NAME = re.compile(r"\b(n?p?gettext|_)\(")
_STRING = re.compile(r"""\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?""")
# What a script fills in: "Evidence of sentence {sentence}".
_NAMED = re.compile(r"\{\w+\}")
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]")
_TAG = re.compile(r"</?\w+")
_PO_STRING = re.compile(r'^(msg\w+(?:\[\d\])?)? ?"(.*)"$')
# Arabic says zero, one and two in words: these forms need not show the number.
_WORDY_FORMS = {0, 1, 2}
FORMS = 6


def texts_of_template(source: str) -> set[tuple[str, ...]]:
    """Return the texts of a template: (text,) or (singular, plural), a context before them."""
    code = templatize(source)
    return {_text(found[1], _literals(code, found.end())) for found in _NAME.finditer(code)} - {()}


def _literals(code: str, at: int) -> list[str]:
    values = []
    while found := _STRING.match(code, at):
        values.append(ast.literal_eval(found[1]))
        at = found.end()
    return values


def texts_of_code(source: str) -> set[tuple[str, ...]]:
    """Return the texts of Python code, in the same form."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
            constants = [a.value for a in node.args if isinstance(a, ast.Constant)]
            found.add(_text(name, [value for value in constants if isinstance(value, str)]))
    return found - {()}


def _text(name: str, values: list[str]) -> tuple[str, ...]:
    """Return the key of a call in the catalogue, or nothing for other calls."""
    size = _CALLS.get(name)
    if size is None or not values:
        return ()
    if "pgettext" in name:
        context, *values = values
        values[0] = f"{context}\x04{values[0]}"
    return tuple(values[:size])


@cache
def used() -> frozenset[tuple[str, ...]]:
    """Return every text of the interface."""
    found: set[tuple[str, ...]] = set()
    for root in ROOTS:
        for path in (Path(settings.BASE_DIR) / root).rglob("*"):
            if path.suffix == ".py":
                found |= texts_of_code(path.read_text(encoding="utf-8"))
            elif path.suffix in (".html", ".txt") and "static" not in path.parts:
                found |= texts_of_template(path.read_text(encoding="utf-8"))
    return frozenset(found)


def read_po(text: str) -> dict[tuple[str, ...], list[str]]:
    """Return the entries of a catalogue: key as above, with its forms."""
    entries = {}
    for block in text.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := _PO_STRING.match(line):
                name = found[1] or name
                fields[name] = fields.get(name, "") + ast.literal_eval(f'"{found[2]}"')
        if fields.get("msgid"):
            context = f"{fields['msgctxt']}\x04" if "msgctxt" in fields else ""
            plural = (fields["msgid_plural"],) if "msgid_plural" in fields else ()
            forms = [value for field, value in fields.items() if field.startswith("msgstr")]
            entries[(context + fields["msgid"], *plural)] = forms
    return entries


PO = (FOLDER / "django.po").read_text(encoding="utf-8")
ENTRIES = read_po(PO)


def test_texts_of_templates_are_found():
    source = """{% load i18n %}{% translate "One" %} {{ x|default:_("Two (2)") }}
    {% blocktranslate count n=n %}{{ n }} line{% plural %}{{ n }} lines{% endblocktranslate %}
    {% translate "May" context "verb" %}<a title="{% translate 'Say “no”, now' %}">no</a>"""
    assert texts_of_template(source) == {
        ("One",),
        ("Two (2)",),
        ("%(n)s line", "%(n)s lines"),
        ("verb\x04May",),
        ("Say “no”, now",),
    }


def test_texts_of_code_are_found():
    source = """a = _("One " "text"); b = gettext_lazy("Two"); print("no"); f(x)
c = ngettext("%(n)d a", "%(n)d b", n); d = pgettext_lazy("verb", "May")"""
    assert texts_of_code(source) == {
        ("One text",),
        ("Two",),
        ("%(n)d a", "%(n)d b"),
        ("verb\x04May",),
    }


def test_every_text_has_its_arabic():
    assert len(used()) > 300
    missing = [key for key in used() if not all(ENTRIES.get(key, [""]))]
    assert missing == [], "run `make messages`, then translate these in locale/ar"


def test_nothing_is_a_guess():
    assert "fuzzy" not in PO


def test_every_translation_is_arabic_and_says_every_form():
    wrong = [
        key
        for key, forms in ENTRIES.items()
        if len(forms) != (FORMS if len(key) == 2 else 1)
        or not all(re.search(r"[\u060c-\u064a]", form) for form in forms)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "pattern", [_PLACEHOLDER, _NAMED, _TAG], ids=["placeholders", "named places", "tags"]
)
def test_placeholders_and_tags_are_those_of_the_english(pattern):
    wrong = []
    for key, forms in ENTRIES.items():
        wanted = sorted(pattern.findall(key[-1]))
        for number, form in enumerate(forms):
            got = sorted(pattern.findall(form))
            wordy = len(forms) > 1 and number in _WORDY_FORMS and set(got) <= set(wanted)
            if got != wanted and not wordy:
                wrong.append((key, form))
    assert wrong == []


def test_what_is_compiled_is_what_is_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for key, forms in ENTRIES.items():
        context, _mark, text = key[0].rpartition("\x04")
        if len(key) == 1:
            got = [compiled.pgettext(context, text) if context else compiled.gettext(text)]
        else:
            # Numbers that choose each of the six forms in turn.
            got = [compiled.ngettext(*key, n) for n in (0, 1, 2, 3, 11, 100)]
        assert got == forms, "run `make messages`"
