"""robots.txt (RFC 9309): what a server asks programs not to read, and how often to come."""

import math
import re
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from protego import Protego

# RFC 9309, 2.5: at least 500 kibibytes must be read.
MAX_BYTES = 512_000
# Nobody means more by it, and a mistyped delay should not stop a source.
MAX_DELAY = 600.0

_AGENT_LINE = re.compile(r"\s*user[ -]?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)
_OTHER_AGENT = "someone-else"


class Robots:
    """The rules of one server."""

    def __init__(self, text: str):
        self._text = text
        self._rules: dict[str, Protego] = {}
        self._lock = threading.Lock()

    def allows(self, url: str, user_agent: str) -> bool:
        """Say whether a program of this name may read the address."""
        token = _token(user_agent)
        return self._rules_for(token).can_fetch(url, token)

    def crawl_delay(self, user_agent: str) -> float | None:
        """Return the seconds to leave between two requests, at most MAX_DELAY; None if unsaid."""
        token = _token(user_agent)
        delay = self._rules_for(token).crawl_delay(token)
        if delay is None or not math.isfinite(delay) or delay < 0:
            return None
        return min(float(delay), MAX_DELAY)

    def _rules_for(self, token: str) -> Protego:
        with self._lock:
            if token not in self._rules:
                self._rules[token] = Protego.parse("\n".join(_relevant(self._text, token)))
            return self._rules[token]


def robots_url(url: str) -> str:
    """Return where the server of this address keeps its robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def text_of(body: bytes) -> str:
    """Return the rules that a server sent, ready for `Robots` and for a database."""
    # PostgreSQL cannot store NUL.
    return body[:MAX_BYTES].decode("utf-8-sig", errors="replace").replace("\x00", "")


def _token(user_agent: str) -> str:
    """Return the product token: "Newsdesk/1.0 (+https://…)" is "newsdesk" in robots.txt."""
    return re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0].lower()


def _relevant(text: str, token: str) -> Iterator[str]:
    """Yield the lines with every other program's name made the same.

    The parser copies each rule for each name of its group; a file of 500 kB could hold ten thousand
    names with thirty thousand rules.
    """
    for line in text.splitlines():
        found = _AGENT_LINE.match(line)
        if found is None:
            yield line
            continue
        name = found[1].strip().lower()
        ours = name == "*" or name.strip("*").partition("/")[0].strip() == token
        yield f"User-agent: {('*' if name == '*' else token) if ours else _OTHER_AGENT}"
