"""What was opened inside our own network: for the source that lives there, and for nobody else.

An address that somebody typed, or a link in a stranger's feed, must not lead the newsdesk to it.
"""

from collections.abc import Iterable

from django.conf import settings

from summaries.models import Source
from summaries.net import errors
from summaries.net.errors import FetchError, Kind
from summaries.net.urls import check_url, opened, read_url
from summaries.readers.addresses import MAX_LENGTH


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


def checked(url: str, source: Source | None) -> str:
    """Return an address as it is fetched and stored, or raise FetchError; touches no network."""
    url = check_url(url, opened_for(source, settings.OUTBOUND_ALLOWED))
    # Escaping makes it longer.
    if len(url) > MAX_LENGTH:
        raise FetchError(Kind.ADDRESS, errors.TOO_LONG, limit=MAX_LENGTH)
    return url
