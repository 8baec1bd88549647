"""Lists that go on: where the next part begins, and which parameters an address may have.

A part begins after the last thing of the part before it, not at a number: what is published in
between shifts nothing, so that nothing is shown twice or left out.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query
from pydantic import AwareDatetime, BeforeValidator

from summaries.models import Brief
from summaries.views.api.problems import Refusal, wrong_fields
from summaries.views.api.schemas import moment

MOST = 100
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\dT[0-9:.]{8,15}\+00:00) (\d{1,18})")

Limit = Annotated[
    int,
    Query(ge=1, le=MOST, description=gettext_noop("How many at most, from 1 to 100.")),
]
After = Annotated[
    str,
    Query(
        max_length=200,
        description=gettext_noop("Where the part before ended. It comes with “next”: follow that."),
    ),
]


def _since(value: object) -> datetime | None:
    """Read a moment out of an address, where the plus sign of its offset means a space."""
    if isinstance(value, str):
        value = re.sub(r"(T\S+) (\d\d:?\d\d)$", r"\1+\2", value)
    return moment(value)


Since = Annotated[AwareDatetime, BeforeValidator(_since)]


def require_known(request: HttpRequest, *names: str) -> None:
    """Refuse parameters that the address does not have, or has twice: they would change nothing.

    Raises Refusal.
    """
    wrong = [
        (name, _("There is no parameter of this name. These are: %(names)s.") % _listed(names))
        for name in sorted(request.GET.keys() - set(names))
    ]
    wrong += [(name, _("Name it once.")) for name in names if len(request.GET.getlist(name)) > 1]
    if wrong:
        raise wrong_fields(wrong)


def _listed(names: tuple[str, ...]) -> dict[str, str]:
    return {"names": ", ".join(names) or _("none")}


def cursor(brief: Brief) -> str:
    """Return where the part ends whose last brief this is."""
    written = f"{brief.published_at.isoformat()} {brief.pk}"
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def place(after: str) -> tuple[datetime, int]:
    """Return the moment and the number in a cursor. Raises Refusal for what is none."""
    try:
        padded = after + "=" * (-len(after) % 4)
        written = _CURSOR.fullmatch(urlsafe_b64decode(padded.encode("ascii")).decode("ascii"))
        return datetime.fromisoformat(written[1]), int(written[2])
    except (Error, ValueError, TypeError):
        raise _no_cursor() from None


def day(after: str) -> date:
    """Return the date that a list of editions goes on after. Raises Refusal for what is none."""
    try:
        return calendar_day(after)
    except ValueError:
        raise _no_cursor() from None


def calendar_day(text: str) -> date:
    """Return the date that a text like 2026-11-20 is. Raises ValueError for any other."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def following(address: str, request: HttpRequest, after: str) -> str:
    """Return the address of the part after this one, with the same parameters."""
    query = {name: request.GET[name] for name in sorted(request.GET)} | {"after": after}
    return f"{address}?{urlencode(query)}"


def announce(response: HttpResponse, url: str | None) -> None:
    """Name the next part in the header Link too (RFC 8288)."""
    if url:
        response["Link"] = f'<{url}>; rel="next"'


def _no_cursor() -> Refusal:
    detail = _("This is not from an answer of this list. Follow its “next”, or leave it out.")
    return wrong_fields([("after", detail)])
