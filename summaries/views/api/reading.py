"""Bodies of requests: JSON as RFC 8259 has it, and nothing that only some programs understand."""

import json
from typing import NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from summaries.views.api.problems import (
    LENGTH_NEEDED,
    TOO_LARGE,
    UNREADABLE,
    WRONG_TYPE,
    Refusal,
)

# The longest article (200,000 characters), each character escaped as a surrogate pair.
MAX_BYTES = 2_500_000


def check(request: HttpRequest) -> None:
    """Refuse a body by its headers, before a byte of it is read, or because it is empty.

    Raises Refusal.
    """
    if "Transfer-Encoding" in request.headers:
        raise Refusal(LENGTH_NEEDED, _("Send the request with a Content-Length, not in chunks."))
    if request.content_type != "application/json" or _is_coded(request):
        accepted = {"Accept-Post": "application/json"}
        detail = _("Send JSON in UTF-8, not compressed, as Content-Type: application/json.")
        raise Refusal(WRONG_TYPE, detail, headers=accepted)
    length = request.headers.get("Content-Length", "")
    is_number = length.isascii() and length.isdigit()
    if (is_number and int(length[:20]) > MAX_BYTES) or len(request.body) > MAX_BYTES:
        limit = f"{MAX_BYTES / 1_000_000:g}"
        detail = _("A request has at most %(limit)s MB. Send one article at a time.")
        raise Refusal(TOO_LARGE, detail % {"limit": limit})
    if not request.body:
        raise _unreadable(_("This request is empty. Send one JSON object: {…}."))


def _is_coded(request: HttpRequest) -> bool:
    charset = request.content_params.get("charset", "utf-8").strip("\"'").lower()
    coding = request.headers.get("Content-Encoding", "identity").lower()
    return charset not in ("utf-8", "utf8") or coding != "identity"


class StrictParser(Parser):
    """Reads one JSON object: no NaN, no name twice, no endless numbers or nesting."""

    def parse_body(self, request: HttpRequest) -> dict:
        """Return the object. Raises Refusal."""
        try:
            found = json.loads(
                request.body.decode("utf-8-sig"),
                object_pairs_hook=_object,
                parse_constant=_no_constant,
            )
        except RecursionError:
            raise _unreadable(_("This JSON is nested too deeply.")) from None
        except UnicodeDecodeError as error:
            place = {"byte": error.start}
            raise _unreadable(_("This is not UTF-8: see byte %(byte)d.") % place) from None
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise _unreadable(
                _("This is not JSON: see line %(line)d, column %(column)d.") % place
            ) from None
        except ValueError:
            raise _unreadable(_("A number in this JSON is too long.")) from None
        if not isinstance(found, dict):
            raise _unreadable(_("Send one JSON object: {…}."))
        return found


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _unreadable(_("A name stands twice in one object of this JSON."))
    return found


def _no_constant(_name: str) -> NoReturn:
    raise _unreadable(_("NaN and Infinity are no JSON."))


def _unreadable(detail: str) -> Refusal:
    return Refusal(UNREADABLE, detail)
