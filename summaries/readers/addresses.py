"""Addresses that documents name: made absolute, freed of tracking, compared by site."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 1000  # what the desk stores

_TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|ocid|cmpid|at_(?:medium|campaign)"
    r"|__twitter_impression|_ga)(?:=|$)",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
# Subdomains under which one site is met.
_SAME_SITE_PREFIX = re.compile(r"^(?:www|m|mobile|amp|ar|arabic)\.")


def absolute(url: str, base: str) -> str:
    """Return `url`, resolved against `base`, if that is an http(s) address with a host, else "".

    Addresses with a user name or password, unprintable characters or more than MAX_LENGTH
    characters are none (RFC 3986; RFC 9110, 4.2.4).
    """
    url = url.strip()
    if not url or len(url) > MAX_LENGTH or _UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(urljoin(base, url))
        host, _ = parts.hostname, parts.port  # raise for what is neither
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    whole = urlunsplit(parts)
    return whole if len(whole) <= MAX_LENGTH else ""


def item_url(url: str, base: str = "") -> str:
    """Return the address of an item as it is stored: absolute, no fragment, no tracking; or ""."""
    whole = urldefrag(absolute(url, base)).url
    if "?" not in whole:
        return whole
    path, _, query = whole.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))
    return f"{path}?{kept}" if kept else path


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one site: its host, or a host under or above it."""
    first, second = _site(one), _site(other)
    if not first or not second:
        return False
    above, beneath = sorted((first, second), key=len)
    # A name without a dot is a top-level domain: all the web is beneath those.
    return first == second or ("." in above and beneath.endswith("." + above))


def _site(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    bare = _SAME_SITE_PREFIX.sub("", host)
    return bare if "." in bare else host
