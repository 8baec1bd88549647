"""What the client is told, and what it gives back."""

from dataclasses import dataclass

from summaries.net.headers import sendable
from summaries.net.urls import opened


@dataclass(frozen=True)
class Policy:
    """What a client may do.

    `allowed` are "host:port" pairs an administrator opened: exactly these may use another port or
    a private address. `deadline` is in seconds and spans a whole fetch; `max_bytes` counts
    unpacked bytes. Raises ValueError for a malformed pair or user agent.
    """

    allowed: frozenset[str] = frozenset()
    user_agent: str = "Newsdesk/1.0"
    deadline: float = 30.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5

    def __post_init__(self):
        object.__setattr__(self, "allowed", opened(self.allowed))
        if not sendable(self.user_agent):
            raise ValueError("The user agent must be one line of plain text.")


@dataclass(frozen=True)
class Response:
    """What a server answered.

    `url` is where the redirects ended; `permanent_url` is the same address when every redirect on
    the way was a permanent one (301, 308), and empty otherwise. `headers` have lower-case names,
    `content_type` has no parameters. With `not_modified` there is no body.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    content_type: str
    not_modified: bool
    permanent_url: str
