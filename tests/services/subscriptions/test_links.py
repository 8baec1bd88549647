from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.utils import timezone

from summaries.models import Subscriber
from summaries.services.subscriptions import links, suppression
from summaries.services.subscriptions.links import CONFIRM, LEAVE, REFUSE, SETTINGS, DeadLink
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db
State = Subscriber.State


@pytest.fixture
def waiting():
    return make_subscriber(state=State.PENDING, confirmed_at=None, confirm_key=links.new_key())


def _status(purpose: str, token: str) -> int:
    with pytest.raises(DeadLink) as caught:
        links.subscriber_of(purpose, token)
    return caught.value.status


@pytest.mark.parametrize("purpose", [CONFIRM, SETTINGS, LEAVE])
def test_a_link_leads_to_its_subscriber(waiting, purpose):
    make_subscriber()
    assert links.subscriber_of(purpose, links.token(purpose, waiting)) == waiting


@pytest.mark.parametrize("made_for", [CONFIRM, SETTINGS, LEAVE])
@pytest.mark.parametrize("used_for", [CONFIRM, SETTINGS, LEAVE])
def test_a_link_is_good_for_one_purpose(waiting, made_for, used_for):
    if made_for != used_for:
        assert _status(used_for, links.token(made_for, waiting)) == 404


@pytest.mark.parametrize(
    "damage",
    [
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.swapcase(),
        lambda token: token.replace(".", ":"),
        lambda token: "9" + token,
        lambda token: token + "\n",
        lambda token: "",
        lambda token: ".",
        lambda token: "1-x.y.z",
        lambda token: "٣" + token[1:],
        lambda token: "\x00" * 9,
        lambda token: "A" * 100_000,
    ],
)
@pytest.mark.parametrize("purpose", [CONFIRM, SETTINGS, LEAVE])
def test_a_made_up_link_is_refused_without_a_query(
    waiting, django_assert_num_queries, purpose, damage
):
    token = damage(links.token(purpose, waiting))
    with django_assert_num_queries(0):
        assert _status(purpose, token) == 404


def test_another_subscribers_number_under_my_signature_is_refused(waiting):
    other = make_subscriber()
    mine = links.token(SETTINGS, waiting)
    forged = mine.replace(f"{waiting.pk}-{waiting.link_key}", f"{other.pk}-{other.link_key}")
    assert _status(SETTINGS, forged) == 404


def test_a_signature_of_something_else_is_none_of_a_link(waiting):
    value = f"{waiting.pk}-{waiting.link_key}"
    assert _status(SETTINGS, TimestampSigner(sep=".").sign(value)) == 404


@pytest.mark.parametrize(
    ("purpose", "age", "lives"),
    [
        (CONFIRM, timedelta(hours=47), True),
        (CONFIRM, timedelta(hours=49), False),
        (SETTINGS, timedelta(days=89), True),
        (SETTINGS, timedelta(days=91), False),
        (LEAVE, timedelta(days=3650), True),
    ],
)
def test_links_live_as_long_as_their_purpose(waiting, monkeypatch, purpose, age, lives):
    token = links.token(purpose, waiting)
    later = (timezone.now() + age).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    if lives:
        assert links.subscriber_of(purpose, token) == waiting
    else:
        assert _status(purpose, token) == 410


@pytest.mark.parametrize("purpose", [CONFIRM, SETTINGS])
def test_links_that_open_something_end_with_the_key(waiting, purpose):
    token = links.token(purpose, waiting)
    Subscriber.objects.update(link_key=links.new_key())
    assert _status(purpose, token) == 410


def test_the_link_to_leave_stays_good(waiting):
    token = links.token(LEAVE, waiting)
    Subscriber.objects.update(link_key=links.new_key(), confirm_key="", state=State.ACTIVE)
    assert links.subscriber_of(LEAVE, token) == waiting


def test_a_number_that_is_given_again_is_another_s(waiting):
    token = links.token(LEAVE, waiting)
    waiting.delete()
    other = make_subscriber(pk=int(token.partition("-")[0]))
    assert _status(LEAVE, token) == 410
    assert links.subscriber_of(LEAVE, links.token(LEAVE, other)) == other


@pytest.mark.parametrize("purpose", [CONFIRM, SETTINGS, LEAVE])
def test_links_of_an_erased_subscriber_end(waiting, purpose):
    token = links.token(purpose, waiting)
    waiting.delete()
    assert _status(purpose, token) == 410


def test_the_link_to_refuse_is_about_the_address(waiting):
    token = links.token(REFUSE, waiting)
    waiting.delete()
    assert links.refused_by(token) == suppression.key(waiting.email)
    for made_up in (token[:-1], links.token(LEAVE, make_subscriber()), "1-x", ""):
        with pytest.raises(DeadLink):
            links.refused_by(made_up)


def test_the_link_that_confirms_ends_with_its_own_key_alone(waiting):
    tokens = {purpose: links.token(purpose, waiting) for purpose in (CONFIRM, SETTINGS, LEAVE)}
    Subscriber.objects.update(confirm_key="")
    assert _status(CONFIRM, tokens[CONFIRM]) == 410
    assert links.subscriber_of(SETTINGS, tokens[SETTINGS]) == waiting
    assert links.subscriber_of(LEAVE, tokens[LEAVE]) == waiting


def test_a_link_made_under_the_last_secret_key_still_works(waiting, settings):
    token = links.token(LEAVE, waiting)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret that is long enough to be one"
    assert links.subscriber_of(LEAVE, token) == waiting


@pytest.mark.parametrize(("speaks", "ending"), [("en", "/"), ("ar", "/?show=ar")])
@pytest.mark.parametrize(
    "make", [links.confirm_url, links.settings_url, links.leave_url, links.refuse_url]
)
def test_a_link_is_a_whole_address_in_the_subscribers_language(settings, make, speaks, ending):
    settings.SITE_URL = "https://news.example"
    url = make(make_subscriber(speaks=speaks, confirm_key=links.new_key()))
    assert url.startswith("https://news.example/subscription/")
    assert url.endswith(ending)
    # What mail programs cut or escape is not in it, and it fits a line of SMTP.
    assert set(url) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:?=")
    assert len(url) < 300
