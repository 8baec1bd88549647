"""What was opened inside our own network: for the source that lives there, and for nobody else.

An address that somebody typed, or a link in a stranger's feed, must not lead the newsdesk to it.
"""

from collections.abc import Iterable

from django.conf import settings

from summaries.models import Fetch, Source
from summaries.net import errors
from summaries.net.errors import FetchError, Kind
from summaries.net.urls import check_url, opened, read_url
from summaries.readers.addresses import MAX_LENGTH
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role


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


def opened_for_fetch(fetch: Fetch, pairs: Iterable[str]) -> frozenset[str]:
    """Return the pairs that a fetch may use: an address may be any, so only an admin's may."""
    is_typed = fetch.kind == Fetch.Kind.ADDRESS
    if is_typed and not (fetch.asked_by and Role.ADMIN in roles_of(fetch.asked_by)):
        return frozenset()
    return opened_for(fetch.source, pairs)


def checked(fetch: Fetch) -> str:
    """Return the address of a fetch as it is stored, or raise FetchError; touches no network."""
    allowed = opened_for_fetch(fetch, settings.OUTBOUND_ALLOWED)
    _refuse_another_s(fetch.url, opened(settings.OUTBOUND_ALLOWED), allowed)
    url = check_url(fetch.url, allowed)
    # Escaping makes it longer.
    if len(url) > MAX_LENGTH:
        raise FetchError(Kind.ADDRESS, errors.TOO_LONG, limit=MAX_LENGTH)
    return url


def _refuse_another_s(url: str, everything: frozenset[str], allowed: frozenset[str]) -> None:
    """Raise FetchError for what is open, but not to this fetch: to open it again would not help."""
    pair = read_url(url, everything).pair
    if pair in everything - allowed:
        raise FetchError(Kind.ADDRESS, errors.FOR_ITS_SOURCE, pair=pair)
