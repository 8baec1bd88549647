"""Addresses as readers may be given them."""

from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri


def web_address(url: str) -> str:
    """Return an address as a link may have it; "" for whatever leads nowhere on the web."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    # These it leaves, and no IRI has them.
    return iri_to_uri(url).replace("[", "%5B").replace("]", "%5D") if usable else ""
