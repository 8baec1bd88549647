"""Every address of the project, asked by everybody, is answered as the matrix says."""

import pytest
from django.db import transaction

from tests.security import matrix
from tests.security.matrix import Row, Url
from tests.security.world import FORMS, PEOPLE, World, sign_in

TABLE = matrix.rows()
URLS = matrix.urls()
# The admin site has hundreds of pages and knows nothing of roles; these three are all it can tell.
AT_ADMIN = ("nobody", "admin", "root")


def ask(client, verb: str, address: str, form: dict | None = None):
    """Return the answer to a request whose changes are undone again."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    point = transaction.savepoint()
    try:
        if verb == "POST":
            return client.post(address, form or {})
        return client.generic(verb, address)
    finally:
        transaction.savepoint_rollback(point)
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value


def test_nobody_added_an_address_without_a_row():
    unlisted = [url.name for url in URLS if not matrix.rows_for(url, TABLE)]
    assert not unlisted, "Say in matrix.txt who is answered what there"


def test_every_row_is_about_an_address():
    assert not [str(row) for row in TABLE if not any(row.fits(url) for url in URLS)]


def test_every_address_has_a_row_for_both_verbs():
    lacking = []
    for url in URLS:
        verbs = {row.verb for row in matrix.rows_for(url, TABLE)}
        if not verbs >= {"GET", "POST"}:
            lacking.append(url.name)
    assert not lacking


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.django_db
def test_everybody_is_answered_as_the_matrix_says(client, person):
    client.raise_request_exception = False
    world = World()
    sign_in(client, person)
    wrong = []
    for url in URLS:
        if url.name.startswith("admin:") and person not in AT_ADMIN:
            continue
        for row in matrix.rows_for(url, TABLE):
            told = _told(client, world, url, row)
            if told == "302" and not world.has_record(url.name):
                # The admin site leads elsewhere where there is no record to show.
                continue
            if told != row.answers[person]:
                wrong.append(f"{url.name} {row.verb} {row.on}: {told}, not {row.answers[person]}")
    assert not wrong, f"What {person} is answered:\n" + "\n".join(wrong)


def _told(client, world: World, url: Url, row: Row) -> str:
    address = world.address(url.name, url.arguments, row.on)
    return matrix.answer(ask(client, row.verb, address, FORMS.get(url.name)))
