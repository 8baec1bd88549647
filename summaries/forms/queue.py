"""What the queue's address asks for. Whatever it does not understand, it leaves out."""

import re
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABS = {
    "open": _("Open"),
    "mine": _("Mine"),
    "in_review": _("To review"),
    "draft": _("Drafts"),
    "drafting": _("Drafting"),
    "stopped": _("Stopped"),
    "blocked": _("Blocked"),
    "warnings": _("With findings"),
    "changed": _("Source changed"),
    "reported": _("Reported by readers"),
    "live": _("Published"),
    "retracted": _("Retracted"),
    "all": pgettext_lazy("every brief", "All"),
}
SORTS = {
    "": _("Newest first"),
    "oldest": _("Oldest first"),
    "waiting": _("Waiting longest"),
}
# What the key of a page looks like: an article's number, before it the moment it is ordered by.
_NUMBER = "[0-9]{1,16}"
_PAGE_KEYS = {"": _NUMBER, "oldest": _NUMBER, "waiting": f"{_NUMBER}-{_NUMBER}"}
# In hours: how long a brief has been in its state at least.
AGES = {
    "1": _("over 1 hour"),
    "4": _("over 4 hours"),
    "24": _("over 1 day"),
    "72": _("over 3 days"),
    "168": _("over 1 week"),
}
FINDINGS = {
    "1": _("With findings"),
    "blocking": _("With findings that block publication"),
}
NONE, ME = "none", "me"
MAX_QUERY_CHARACTERS = 200
_MAX_DIGITS = 18  # what a database's bigint holds in any case


@dataclass(frozen=True)
class Filter:
    """One view of the queue. Every field is text from the address, checked, "" where open.

    `source`, `topic` and `owner` are primary keys or "none"; `owner` may be "me".
    """

    show: str = "open"
    q: str = ""
    source: str = ""
    topic: str = ""
    owner: str = ""
    warnings: str = ""
    age: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, data) -> Self:
        """Read a QueryDict; a value that is not one of the choices counts as not given."""
        return cls(
            show=_one_of(TABS, data.get("show", ""), cls.show),
            q=data.get("q", "").replace("\x00", "").strip()[:MAX_QUERY_CHARACTERS],
            source=_key(data.get("source", "")),
            topic=_key(data.get("topic", "")),
            owner=_key(data.get("owner", ""), ME),
            warnings=_one_of(FINDINGS, data.get("warnings", "")),
            age=_one_of(AGES, data.get("age", "")),
            sort=_one_of(SORTS, data.get("sort", "")),
        )

    def with_(self, **changes: str) -> Self:
        """Return the filter with some fields changed."""
        return replace(self, **changes)

    def active(self) -> dict[str, str]:
        """Return the fields that narrow the tab down: neither the tab itself nor the order."""
        chosen = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: v for name, v in chosen.items() if v and name not in ("show", "sort")}

    def page_key(self, data) -> dict[str, str]:
        """Return `after` or `before` of a QueryDict where it can be a key of this order."""
        for name in ("after", "before"):
            if re.fullmatch(_PAGE_KEYS[self.sort], data.get(name, "")):
                return {name: data[name]}
        return {}

    def query(self, **key: str) -> str:
        """Return the query string, without what is as it would be anyway; `key` is a page's."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        kept = {f.name: given[f.name] for f in fields(self) if given[f.name] != f.default}
        return urlencode(kept | key)


def _one_of(choices, value: str, otherwise: str = "") -> str:
    return value if value in choices else otherwise


def _key(value: str, *words: str) -> str:
    return value if value in (NONE, *words) or is_key(value) else ""


def is_key(value: str) -> bool:
    """Say whether `value` can be a record's primary key."""
    return value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS
