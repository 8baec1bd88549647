"""The permissions matrix: which answer every person gets at every address, by GET and by POST.

`matrix.txt` is the table. Its first columns name the URL (`*` stands for any letters; the first row
that fits counts), the verb, and the state of the brief that it is about. Then comes the answer to
each person: a status, or `door` for the way to the sign-in page.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.world import PEOPLE

TABLE = Path(__file__).with_name("matrix.txt")
# Of the admin site, without names: an old way to a record, and whatever else begins with /admin/.
_UNNAMED = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}


@dataclass(frozen=True)
class Url:
    """An address of the project: its name with its namespace, and the names of its parts."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What everybody is answered at an address."""

    name: str
    verb: str
    on: str
    answers: dict[str, str]

    def fits(self, url: Url) -> bool:
        """Say whether the row is about this URL."""
        return fnmatchcase(url.name, self.name)

    def __str__(self) -> str:
        return line(self.name, self.verb, self.on, self.answers)


def line(name: str, verb: str, on: str, answers: dict[str, str]) -> str:
    """Return a row as it stands in the table."""
    told = " ".join(f"{answers[person]:<8}" for person in PEOPLE)
    return f"{name:<36} {verb:<4} {on:<9}  {told}".rstrip()


def rows() -> list[Row]:
    """Return the table."""
    return [
        _row(text)
        for text in TABLE.read_text("utf-8").splitlines()
        if text.strip() and not text.startswith("#")
    ]


def _row(text: str) -> Row:
    name, verb, on, *answers = text.split()
    return Row(name, verb, on, dict(zip(PEOPLE, answers, strict=True)))


def urls(patterns=None, prefix: str = "") -> list[Url]:
    """Return every address that the project answers, the admin site's among them."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found += urls(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            name = f"{prefix}{pattern.name or pattern.pattern}"
            found.append(Url(name, tuple(pattern.pattern.regex.groupindex)))
    return [url for url in found if url.name not in _UNNAMED]


def rows_for(url: Url, table: list[Row]) -> list[Row]:
    """Return the rows that count for a URL: those of its own, or of the first glob that fits."""
    own = [row for row in table if row.name == url.name]
    if own:
        return own
    first = next((row.name for row in table if row.fits(url)), None)
    return [row for row in table if row.name == first]


def answer(response) -> str:
    """Return an answer as the table has it."""
    if response.status_code == 302 and response["Location"].startswith("/sign-in/"):
        return "door"
    return str(response.status_code)
