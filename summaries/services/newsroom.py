"""The paper as readers know it: its name, and where its pages are."""

from urllib.parse import urlencode

from django.conf import settings

from summaries.services.languages import BOTH

NAMES = {"en": "The Daily Brief", "ar": "الموجز اليومي"}


def with_show(path: str, show: str, query: dict | None = None) -> str:
    """Return a path of the site that goes on in the languages of a reader."""
    asked = dict(query or {}) | ({} if show == BOTH else {"show": show})
    return path + (f"?{urlencode(asked)}" if asked else "")


def address(path: str, show: str = BOTH, query: dict | None = None) -> str:
    """Return the whole address of a page in these languages. Never made from the Host header."""
    return settings.SITE_URL + with_show(path, show, query)
