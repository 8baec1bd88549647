"""Probes and figures: what is answered, to whom, and past which doors."""

import pytest
from django.db import DatabaseError
from prometheus_client.parser import text_string_to_metric_families

from newsdesk.probes import PATHS
from summaries.services.watching import exposition, readiness
from summaries.services.watching.readiness import Check
from summaries.workflow import Status
from tests.factories import make_brief, make_job

pytestmark = pytest.mark.django_db
TOKEN = "a token that only the scraper has"


@pytest.fixture(autouse=True)
def _asked_anew():
    exposition.latest.forget()
    readiness.now.forget()


@pytest.fixture
def broken(monkeypatch):
    """Have the checks find this: `broken(database="It is away.")`."""

    def find(**wrong: str) -> None:
        required = {check.__name__: needed for check, needed in readiness.CHECKS}
        found = tuple(Check(name, required[name], wrong.get(name, "")) for name in required)
        monkeypatch.setattr(readiness, "now", lambda: found)

    return find


def elsewhere(client, path, address="203.0.113.9", **headers):
    return client.get(path, REMOTE_ADDR=address, headers=headers)


def test_a_process_that_answers_is_alive(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = elsewhere(client, "/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_it_is_alive_though_the_database_is_not(client, monkeypatch):
    def away(*_args, **_facts):
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/metrics").status_code == 200


def test_ready_says_what_was_looked_at(client):
    response = client.get("/readyz")
    names = ("database", "migrations", "media", "broker", "cache", "models")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "checks": dict.fromkeys(names, "ok")}


@pytest.mark.parametrize("part", ["database", "migrations", "media"])
def test_without_what_pages_need_it_is_not_ready(client, broken, part):
    broken(**{part: "Something is wrong."})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["checks"][part] == "Something is wrong."


@pytest.mark.parametrize("part", ["broker", "cache", "models"])
def test_without_the_rest_people_can_work(client, broken, part):
    broken(**{part: "It waits."})
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"][part] == "It waits."


def test_strangers_hear_only_whether(client, broken):
    broken(database="The database does not answer.")
    response = elsewhere(client, "/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False})


def test_figures_are_what_prometheus_reads(client):
    make_job(make_brief(Status.DRAFTING), "queued")
    response = client.get("/metrics")
    assert response["Content-Type"].startswith("text/plain; version=")
    samples = {
        (sample.name, sample.labels.get("ledger"), sample.labels.get("state")): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
        if sample.labels.get("kind") == "draft" or "kind" not in sample.labels
    }
    assert samples["newsdesk_work", "job", "queued"] == 1
    assert ("newsdesk_ready", None, None) in samples


def test_they_are_counted_once_in_a_while(client, django_assert_num_queries):
    client.get("/metrics")
    with django_assert_num_queries(0):
        client.get("/metrics")
        client.get("/readyz")


def test_without_a_database_there_are_still_some(client, broken):
    broken(database="The database does not answer.")
    text = client.get("/metrics").content.decode()
    assert 'newsdesk_ready{check="database"} 0.0' in text
    assert 'newsdesk_ready{check="broker"} 1.0' in text
    assert "newsdesk_work" not in text


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_read_them(client, address):
    assert elsewhere(client, "/metrics", address).status_code == 200


@pytest.mark.parametrize("address", ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "", "x"])
def test_strangers_may_not(client, address):
    response = elsewhere(client, "/metrics", address)
    assert response.status_code == 403
    assert b"METRICS_TOKEN" in response.content
    assert b"newsdesk_" not in response.content


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_what_a_proxy_nobody_trusts_passes_on_is_a_stranger_s(client, settings, name):
    assert elsewhere(client, "/metrics", "127.0.0.1", **{name: "127.0.0.1"}).status_code == 403
    settings.METRICS_TOKEN = TOKEN
    headers = {name: "127.0.0.1", "Authorization": f"Bearer {TOKEN}"}
    assert elsewhere(client, "/metrics", "127.0.0.1", **headers).status_code == 200


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [
        ("203.0.113.9", 403),
        ("127.0.0.1, 203.0.113.9", 403),
        ("203.0.113.9, 127.0.0.1", 200),
        ("203.0.113.9:5555", 403),
        ("127.0.0.1:5555", 200),
        ("[2001:db8::1]:5555", 403),
        ("[::1]:5555", 200),
        ("[::1]", 200),
        # What cannot be read is nobody, and never the proxy itself.
        *[(unread, 403) for unread in ("unknown", "", "127.0.0.1,", "_hidden", "[::1", "[]:1")],
    ],
)
def test_a_trusted_proxy_says_who_asks(client, settings, forwarded, status):
    settings.BEHIND_PROXY = True
    response = elsewhere(client, "/metrics", "127.0.0.1", **{"X-Forwarded-For": forwarded})
    assert response.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("[::ffff:10.0.0.5]", 200),
        ("localhost:8000", 200),
        ("web:8000", 200),
        ("desk.example", 200),
        # Names that lead here and are not ours: another site, in a browser that is near.
        ("evil.example:8000", 403),
        ("evil_name.example:8000", 403),
        ("10.0.0.5.evil.example", 403),
    ],
)
def test_another_site_s_name_opens_nothing(client, settings, host, status):
    settings.ALLOWED_HOSTS = ["desk.example"]
    assert elsewhere(client, "/metrics", "127.0.0.1", Host=host).status_code == status
    assert ("checks" in elsewhere(client, "/readyz", "::1", Host=host).json()) == (status == 200)
    settings.METRICS_TOKEN = TOKEN
    headers = {"Host": host, "Authorization": f"Bearer {TOKEN}"}
    assert elsewhere(client, "/metrics", "127.0.0.1", **headers).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [(f"Bearer {TOKEN}", 200), (TOKEN, 200), ("Bearer wrong", 403), ("Bearer ", 403), ("", 403)],
)
def test_the_token_opens_them_from_anywhere(client, settings, sent, status):
    settings.METRICS_TOKEN = TOKEN
    assert elsewhere(client, "/metrics", Authorization=sent).status_code == status


@pytest.mark.parametrize("sent", ["Bearer ", "", "Bearer"])
def test_no_token_is_no_token(client, settings, sent):
    settings.METRICS_TOKEN = ""
    assert elsewhere(client, "/metrics", Authorization=sent).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_probes_pass_the_doors_for_visitors(client, settings, path):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["desk.example"], True
    response = client.get(path, headers={"Host": "10.0.0.5:8000"})
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert client.get("/", headers={"Host": "10.0.0.5:8000"}).status_code == 400


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_they_are_read_and_nothing_else(client, path, verb):
    assert getattr(client, verb)(path).status_code == 405
    assert client.head(path).status_code == 200
