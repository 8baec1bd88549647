"""Visits a deployment in a process of its own and prints what it was answered, as JSON."""

import json
import sys

import django
from django.test import Client

VISITS = {
    "front": {"path": "/"},
    "in the open": {"path": "/", "secure": False},
    "another name": {"path": "/", "headers": {"Host": "evil.example"}},
    "another name in the open": {"path": "/", "secure": False, "headers": {"Host": "evil.example"}},
    "sign-in": {"path": "/sign-in/"},
    "desk": {"path": "/desk/"},
    "admin": {"path": "/admin/"},
    "absent": {"path": "/nothing/here/"},
    "API": {"path": "/api/v1/briefs"},
    "API refusal": {"path": "/api/v1/articles/1"},
    "feed": {"path": "/feeds/en.atom"},
    "probe": {"path": "/healthz"},
    "file": {"path": "/static/one.css"},
    "mailbox": {"path": "/mailbox/"},
}


def main() -> None:
    """Ask, without following anything, and print status, headers and cookies of each answer."""
    django.setup()
    from django.contrib.auth.models import User

    User.objects.create_user("omar", password="a long enough password")
    told = {name: _told(Client().get(**{"secure": True} | how)) for name, how in VISITS.items()}
    form = {"username": "omar", "password": "a long enough password"}
    told["signed in"] = _told(Client().post("/sign-in/", form, secure=True))
    json.dump(told, sys.stdout)


def _told(response) -> dict:
    cookies = {name: dict(morsel) for name, morsel in response.cookies.items()}
    return {"status": response.status_code, "headers": dict(response.items()), "cookies": cookies}


if __name__ == "__main__":
    main()
