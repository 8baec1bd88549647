"""What was opened inside our own network: for the source that lives there, and for nobody else.

An address that somebody typed, or a link in a stranger's feed, must not lead the newsdesk to it.
"""

from collections.abc import Iterable

from summaries.models import Source
from summaries.net.errors import FetchError
from summaries.net.urls import opened, read_url


def opened_for(source: Source | None, pairs: Iterable[str]) -> frozenset[str]:
    """Return those of the opened "host:port" pairs that a source may use: the one it lives on.

    That is where its feed or list is, or its home page where people bring its articles.
    """
    allowed = opened(pairs)
    own = (source.url or source.homepage) if source else ""
    try:
        return allowed & {read_url(own, allowed).pair}
    except FetchError:
        return frozenset()
