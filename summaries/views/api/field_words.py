"""What is wrong with a field, in plain words instead of the validator's."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the validator's name of the mistake.
_WORDS: dict[str, Promise] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no field of this name."),
    "string_type": gettext_lazy("This must be text."),
    "string_unicode": gettext_lazy("This is not valid Unicode: half of a character is missing."),
    "string_too_long": gettext_lazy("This is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_lazy(
        "Only letters, digits and marks of ASCII may stand here, and no spaces."
    ),
    "moment": gettext_lazy("Write date and time like this: 2026-11-20T08:30:00+03:00."),
    "moment_range": gettext_lazy("This is before 1900 or in the future."),
    "int_parsing": gettext_lazy("This must be a number."),
    "greater_than_equal": gettext_lazy("This is too small: at least %(ge)s."),
    "less_than_equal": gettext_lazy("This is too large: at most %(le)s."),
    "literal_error": gettext_lazy("This must be one of these: %(expected)s."),
    "model_type": gettext_lazy("Send one JSON object: {…}."),
}
_UNIONS = {"source"}


def said(errors: list[dict]) -> list[tuple[str, str]]:
    """Return (field, what is wrong with it) for what ninja found, each field once."""
    found: dict[str, str] = {}
    for error in errors:
        # ("body", "article", "source", "int"): where, parameter, field, branch of a union.
        where, *place = map(str, error["loc"])
        in_body = where == "body" and len(place) > 1
        name = place[1] if in_body else _parameter(where, place)
        found.setdefault(name, _words(name, error))
    return list(found.items())


def _parameter(where: str, place: list[str]) -> str:
    if where == "query":
        return place[0]
    return "Idempotency-Key" if place[-1:] == ["Idempotency-Key"] else ""


def _words(name: str, error: dict) -> str:
    if name in _UNIONS:
        return _("Name the source by its number or by its name.")
    kind = error["type"]
    if kind.startswith("datetime"):
        kind = "moment"
    if kind == "missing" and not name:
        kind = "model_type"
    if kind not in _WORDS:
        return error["msg"]
    facts = error.get("ctx", {})
    # "'en' or 'ar'" as the validator writes it is English.
    choices = {"expected": ", ".join(re.findall("'([^']*)'", facts.get("expected", "")))}
    return str(_WORDS[kind]) % (facts | choices)
