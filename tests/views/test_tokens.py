import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import ApiToken
from summaries.services import tokens
from summaries.workflow import Role
from tests.factories import make_token, make_user

PAGE = "/desk/tokens/"
GIVE = "/desk/tokens/give/"


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "amal")


def _form(person, **fields):
    usual = {
        "name": "Harbour script",
        "user": person.pk,
        "scopes": ["articles:write"],
        "per_minute": "30",
        "expires": "",
    }
    return usual | fields


def _revoke(token) -> str:
    return reverse("desk:token-revoke", args=[token.pk])


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "outsider"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_only_admins_get_in(request, at_desk, reporter, role, verb):
    token, _plain = make_token(reporter)
    client = at_desk(request.getfixturevalue(role))
    for address in (GIVE, _revoke(token)):
        response = getattr(client, verb)(address, _form(reporter) if verb == "post" else {})
        assert response.status_code == 403
    assert client.get(PAGE).status_code == 403
    token.refresh_from_db()
    assert (ApiToken.objects.count(), token.revoked_at) == (1, None)


def test_a_new_token_is_shown_once_and_works(at_desk, admin, reporter):
    client = at_desk(admin)
    assert client.get(GIVE).status_code == 200
    response = client.post(GIVE, _form(reporter))
    assert response.status_code == 201
    assert "no-store" in response["Cache-Control"]
    plain = re.search(r"nd_[\w-]{43}", response.content.decode())[0]
    token = tokens.authenticate(plain)
    assert (token.user, token.created_by, token.per_minute) == (reporter, admin, 30)
    assert (token.scopes, token.expires_at) == (["articles:write"], None)
    for address in (PAGE, _revoke(token), GIVE):
        assert plain not in client.get(address).content.decode()


def test_it_works_until_the_end_of_its_last_day(at_desk, admin, reporter):
    day = timezone.localdate() + timedelta(days=3)
    at_desk(admin).post(GIVE, _form(reporter, expires=day.isoformat()))
    token = ApiToken.objects.get()
    assert timezone.localdate(token.expires_at - timedelta(seconds=1)) == day
    assert timezone.localdate(token.expires_at) == day + timedelta(days=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "\u202e"},
        {"user": ""},
        {"user": "999999"},
        {"scopes": []},
        {"scopes": ["articles:burn"]},
        {"per_minute": "0"},
        {"per_minute": "6001"},
        {"per_minute": "many"},
        {"expires": "2020-01-01"},
        {"expires": "9999-12-31"},
        {"expires": "soon"},
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(at_desk, admin, reporter, fields):
    response = at_desk(admin).post(GIVE, _form(reporter, **fields))
    page = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in page
    assert not ApiToken.objects.exists()
    if "name" not in fields:
        assert 'value="Harbour script"' in page


def test_somebody_without_a_role_cannot_be_chosen(at_desk, admin, outsider):
    assert at_desk(admin).post(GIVE, _form(outsider)).status_code == 400


def test_the_list_shows_every_token_and_what_became_of_it(at_desk, admin, reporter):
    make_token(reporter, name="Used", last_used_at=timezone.now())
    make_token(reporter, name="Old", expires_at=timezone.now() - timedelta(days=1))
    make_token(reporter, name="Ended", revoked_at=timezone.now(), revoked_by=admin)
    page = at_desk(admin).get(PAGE).content.decode()
    for words in (
        "Used",
        "Valid",
        "Expired",
        "Revoked",
        "by <bdi>Amal</bdi>",
        "never",
        "send articles",
    ):
        assert words in page
    assert page.count("/revoke/") == 1


def test_revoking_asks_first(at_desk, admin, reporter):
    token, plain = make_token(reporter)
    client = at_desk(admin)
    page = client.get(_revoke(token))
    assert "There is no way back" in page.content.decode()
    assert tokens.authenticate(plain) == token
    done = client.post(_revoke(token), follow=True)
    assert done.redirect_chain[-1][0] == PAGE
    assert tokens.authenticate(plain) is None
    token.refresh_from_db()
    assert token.revoked_by == admin
    assert client.post(_revoke(token)).status_code == 409
    assert client.post(reverse("desk:token-revoke", args=[999])).status_code == 404


def test_admins_find_the_tokens_from_their_preferences(at_desk, admin):
    assert PAGE in at_desk(admin).get("/desk/preferences/").content.decode()


def test_others_are_not_led_there(at_desk, editor):
    assert PAGE not in at_desk(editor).get("/desk/preferences/").content.decode()


def test_many_tokens_cost_no_more_queries(at_desk, admin, reporter, django_assert_max_num_queries):
    for _ in range(20):
        make_token(reporter, revoked_at=timezone.now(), revoked_by=admin)
    client = at_desk(admin)
    with django_assert_max_num_queries(8):
        assert client.get(PAGE).status_code == 200
