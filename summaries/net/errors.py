"""What can go wrong on the way to another server, in sentences for the administrator of a source.

Every sentence is a template with named values, so that it can be translated.
"""

from datetime import timedelta
from enum import StrEnum
from functools import partial


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators; it is translated where it is shown."""
    return text


class Kind(StrEnum):
    """What sort of failure it was; stored with the source, shown by its template."""

    ADDRESS = "address"
    SCHEME = "scheme"
    PORT = "port"
    DNS = "dns"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    REDIRECTS = "redirects"
    STATUS = "status"
    TLS = "tls"
    CONNECTION = "connection"
    ENCODING = "encoding"
    ROBOTS = "robots"
    TYPE = "type"
    NOT_A_FEED = "not_a_feed"


NO_SCHEME = gettext_noop("The address must start with http:// or https://. Write it in full.")
BAD_SCHEME = gettext_noop(
    "Only http:// and https:// addresses can be fetched, and this one starts with %(scheme)s. "
    "Use the address of the page or feed on the web."
)
BAD_ADDRESS = gettext_noop(
    "This is not a complete web address. Copy it again from the browser's address bar."
)
BAD_HOST = gettext_noop(
    "“%(host)s” is not the name of a server. Check the spelling of the address."
)
TOO_LONG = gettext_noop("The address is longer than %(limit)s characters. Look for a shorter one.")
CREDENTIALS = gettext_noop(
    "The address contains a user name or a password. Remove the part before the @ sign: "
    "only addresses that are open to everyone can be fetched."
)
BAD_PORT = gettext_noop(
    "The address asks for port %(port)s. Only ports 80 and 443 are open. If the server is yours, "
    "ask the administrator of this site to open %(pair)s for sources."
)
NOT_PUBLIC = gettext_noop(
    "%(host)s leads to %(address)s, which is not an address of the public internet, so it was not "
    "fetched. If the server is yours, ask the administrator of this site to open %(pair)s for "
    "sources."
)
INSIDE = gettext_noop(
    "%(host)s is not an address of the public internet, so nothing is fetched from it. If the "
    "server is yours, ask the administrator of this site to open %(pair)s for sources."
)
FOR_ITS_SOURCE = gettext_noop(
    "%(pair)s is open to the source that lives there alone, and there only admins have single "
    "addresses fetched. Ask an admin, or paste the article's text."
)
NEVER = gettext_noop(
    "%(host)s is an address that no source may use. Use the address of a public server."
)
NEVER_OPEN = gettext_noop(
    "%(host)s leads to %(address)s, which no source may use. Check the address, or tell the "
    "owner of the server that its name points to a wrong place."
)
LED_INSIDE = gettext_noop(
    "The server leads on to %(pair)s, from where nothing may be fetched: it is not open to the "
    "public. Check the address in a browser, and use the one where the article or feed is."
)
MOVED_ADDRESS = gettext_noop(
    "The connection to %(host)s ended at %(address)s instead of the address that was checked, so "
    "it was closed. Check the network settings of this machine."
)
NO_SUCH_HOST = gettext_noop("There is no server named %(host)s. Check the spelling of the address.")
DNS_FAILED = gettext_noop(
    "The address of %(host)s could not be looked up now. It will be tried again."
)
DNS_SLOW = gettext_noop("Looking up the address of %(host)s took too long. It will be tried again.")
TIMED_OUT = gettext_noop(
    "%(host)s was too slow: the answer was not complete after %(seconds)s seconds. "
    "It will be tried again."
)
TOO_LARGE = gettext_noop(
    "The answer is larger than the limit of %(limit)s bytes, so it was not read to the end. "
    "Look for a smaller feed or page."
)
TOO_MUCH_AROUND = gettext_noop(
    "%(host)s sent far too much besides the page or feed itself. Tell the owner of the server."
)
REDIRECT_LOOP = gettext_noop(
    "The server sends readers round in a circle, back to %(url)s. Check the address in a browser."
)
TOO_MANY_REDIRECTS = gettext_noop(
    "The address leads on through more than %(limit)s others. Open it in a browser and use the "
    "address where it ends."
)
NO_LOCATION = gettext_noop(
    "The server says that the page has moved but not where to. Check it in a browser."
)
DOWNGRADE = gettext_noop(
    "The server leads from a protected https:// address to the unprotected %(url)s. "
    "If you accept that, use the http:// address for the source."
)
TLS_EXPIRED = gettext_noop(
    "The certificate of %(host)s has expired. Its owner must renew it; until then nothing is "
    "fetched."
)
TLS_SELF_SIGNED = gettext_noop(
    "The certificate of %(host)s was not issued by an authority that this machine trusts. "
    "Check the address, or tell the owner of the server."
)
TLS_WRONG_NAME = gettext_noop(
    "The certificate of the server belongs to another name than %(host)s. Check the spelling of "
    "the address."
)
TLS_FAILED = gettext_noop(
    "No protected connection to %(host)s could be set up. Try whether the address opens in a "
    "browser."
)
REFUSED = gettext_noop("%(host)s refused the connection. It will be tried again.")
UNREACHABLE = gettext_noop("%(host)s could not be reached. It will be tried again.")
BROKEN_OFF = gettext_noop(
    "%(host)s broke off before its answer was complete. It will be tried again."
)
NOT_HTTP = gettext_noop(
    "What %(host)s sent is not an answer of a web server. Check the address in a browser."
)
UNKNOWN_CODING = gettext_noop(
    "The answer is compressed in a way that was not asked for (%(coding)s) and cannot be read. "
    "Tell the owner of the server."
)
BAD_CODING = gettext_noop("The compressed answer of %(host)s is damaged. It will be tried again.")

# What an administrator can open: nobody should because of what a stranger's redirect says.
OPENABLE = frozenset({BAD_PORT, NOT_PUBLIC, INSIDE})

STATUS_SENTENCES = {
    401: gettext_noop(
        "The server answered 401: it wants a user name and a password. "
        "Use an address that is open to everyone."
    ),
    402: gettext_noop(
        "The server answered 402: it wants to be paid. Use an address that is open to everyone."
    ),
    403: gettext_noop(
        "The server answered 403: it does not let this site read the address. "
        "Ask its owner, or use another feed."
    ),
    404: gettext_noop("The server answered 404: there is nothing at this address. Check it."),
    410: gettext_noop(
        "The server answered 410: what was here is gone for good. Look for its new address."
    ),
    429: gettext_noop(
        "The server answered 429: it was asked too often. It will be asked again later."
    ),
    451: gettext_noop("The server answered 451: it may not show this for legal reasons."),
    503: gettext_noop(
        "The server answered 503: it is overloaded or under repair. It will be tried again."
    ),
}
STATUS_SERVER = gettext_noop(
    "The server answered %(status)s: something is wrong on its side. It will be tried again."
)
STATUS_OTHER = gettext_noop(
    "The server answered %(status)s, which is not a page or a feed. Check the address in a browser."
)
ROBOTS_FORBID = gettext_noop(
    "The robots.txt of %(host)s asks programs not to read this address. Ask its owner, or use "
    "another feed."
)

TEMPLATES = tuple(
    value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str)
) + tuple(STATUS_SENTENCES.values())

MAX_VALUE = 200
TEMPORARY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})


class FetchError(Exception):
    """Nothing was fetched, and why.

    `template` % `values` is the sentence to show; `status` is the HTTP status if there was one;
    `retry_after` is how long the server asked to be left alone; `temporary` says whether trying
    again later may help.
    """

    def __init__(
        self,
        kind: str,
        template: str,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
        temporary: bool = False,
        **values: object,
    ):
        self.kind = str(kind)
        self.template = template
        self.values = {name: _shown(str(value)) for name, value in values.items()}
        if status is not None:
            self.values["status"] = str(status)
        self.status = status
        self.retry_after = retry_after
        self.temporary = temporary
        super().__init__(template % self.values)

    def __reduce__(self):
        """Pickle by keyword: an exception is otherwise rebuilt from its sentence alone."""
        named = {name: getattr(self, name) for name in ("status", "retry_after", "temporary")}
        return partial(FetchError, self.kind, self.template, **named, **self._others()), ()

    def _others(self) -> dict[str, str]:
        return {name: value for name, value in self.values.items() if name != "status"}


def _shown(text: str) -> str:
    """Return a stranger's text fit to store and show: no control, bidi or surrogate characters."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text[:MAX_VALUE])


def bad_status(status: int, retry_after: timedelta | None = None) -> FetchError:
    """Return the error for an answer that is neither content, a redirect nor "not modified"."""
    server_side = STATUS_SERVER if status >= 500 else STATUS_OTHER
    return FetchError(
        Kind.STATUS,
        STATUS_SENTENCES.get(status, server_side),
        status=status,
        retry_after=retry_after,
        temporary=status in TEMPORARY_STATUSES,
    )
