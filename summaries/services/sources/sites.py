"""Whose an address is: a source speaks for its own site, and for no other.

Feeds may list anything, also what stands on the sites of others. Of such an entry we take what
stands at its address, not what the feed says of it, as an article of the outlet whose site it is.
"""

from itertools import takewhile
from urllib.parse import urlsplit

from summaries.models import Article, Source
from summaries.readers.addresses import same_site


def is_own(source: Source, url: str) -> bool:
    """Say whether an address is on the site of a source: that of its homepage or of its feed."""
    return any(same_site(url, own) for own in (source.homepage, source.url))


def owner_of(url: str, listed_by: Source) -> Source | None:
    """Return the source whose article stands at an address that a source listed.

    That is who listed it, unless the site is another source's; None where several have that site.
    """
    if is_own(listed_by, url):
        return listed_by
    found = _closest(url)
    return _only(found) if found else listed_by


def source_of(url: str) -> Source | None:
    """Return the source whose address this is; None where there is none, or more than one."""
    return _only(_closest(url))


def _only(found: list[Source]) -> Source | None:
    return found[0] if len(found) == 1 else None


def _closest(url: str) -> list[Source]:
    """Return the sources on whose site an address is, of those the ones that are closest to it."""
    best: list[Source] = []
    rank = (False, 0)
    for source in Source.objects.all():
        found = max(_closeness(url, own) for own in (source.homepage, source.url))
        if found > rank:
            rank, best = found, []
        if found == rank and any(rank):
            best.append(source)
    return best


def _closeness(url: str, own: str) -> tuple[bool, int]:
    """Return whether two addresses have one host, and how much their paths share; 0: no site."""
    if not same_site(url, own):
        return False, 0
    given, known = urlsplit(url), urlsplit(own)
    steps = zip(given.path.split("/"), known.path.split("/"), strict=False)
    shared = sum(1 for _both in takewhile(lambda both: both[0] == both[1], steps))
    return given.hostname == known.hostname, shared


def may_show_whole(article: Article) -> bool:
    """Say whether readers may see the whole Arabic text.

    A source's licence covers what stands on its own site, and what people say is from it.
    """
    source = article.source
    if source is None or source.licence != Source.Licence.FULL:
        return False
    is_fetched = article.channel == Article.Channel.SOURCE and article.url != ""
    return not is_fetched or is_own(source, article.url)
