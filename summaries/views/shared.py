"""What pages of other sites may read: answers that are public and the same for everybody."""

from functools import wraps

from django.http import HttpRequest, HttpResponse


def readable_anywhere(view):
    """Let scripts of every site read the answer (CORS), without cookies or credentials.

    There is nothing in it that a reader without an account does not see; it is not for answers
    that depend on who asks.
    """

    @wraps(view)
    def shared(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response

    return shared
