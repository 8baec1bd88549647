"""What nobody may have as often as they like: pages that are made, guesses, readings of files."""

import threading

import pytest
from axes.models import AccessAttempt
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse

from newsdesk import lockout
from summaries.readers import limits as reading_limits
from summaries.readers import sandbox
from summaries.services import brakes
from summaries.services.subscriptions import links
from summaries.workflow import Status
from tests.factories import make_brief, make_subscriber

LOCMEM = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture
def few(settings, db):
    """Three pages a minute, in a minute that does not end."""
    settings.CACHES = {name: LOCMEM | {"LOCATION": name} for name in ("default", "counts")}
    settings.PUBLIC_PER_MINUTE = 3
    for cache in caches.all(initialized_only=False):
        cache.clear()
    yield 3
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    monkeypatch.setattr(brakes.time, "time", lambda: 1_800_000_000.0)


@pytest.mark.parametrize(
    "address",
    ["/search/?q=port", "/?utm=1", "/archive/?before=7", "/topics/no-such-topic/",
     "/api/v1/briefs?limit=3", "/api/v1/briefs?since=2026-01-01", "/feeds/en.atom?x=1",
     "/subscribe/", "/subscription/made-up/", "/subscription/confirm/made-up/", "/api/v1/docs"],
)  # fmt: skip
def test_pages_that_are_made_each_time_are_counted(client, few, address):
    told = [client.get(address).status_code for _ in range(few + 2)]
    assert 429 not in told[:few]
    assert told[few:] == [429, 429]
    refused = client.get(address)
    assert int(refused["Retry-After"]) >= 1
    assert "no-store" in refused["Cache-Control"]


def test_the_form_of_a_report_is_counted(client, few):
    brief = make_brief(Status.PUBLISHED)
    address = reverse("public:report", args=[brief.pk, brief.slug])
    assert [client.get(address).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_programs_are_refused_in_their_own_words(client, few):
    answers = [client.get("/api/v1/briefs?limit=3") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["type"].endswith("#too-many-requests")


def test_pages_that_are_kept_cost_nothing_and_count_for_nothing(client, few):
    assert [client.get("/").status_code for _ in range(10)] == [200] * 10
    assert client.get("/search/?q=port").status_code == 200


def test_a_visitor_s_limit_is_their_own(client, few):
    for _ in range(5):
        client.get("/search/?q=port", REMOTE_ADDR="192.0.2.1")
    assert client.get("/search/?q=port", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get("/search/?q=port", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_leaving_is_never_refused(client, few):
    address = f"/subscription/{links.token(links.LEAVE, make_subscriber())}/leave/"
    assert [client.post(address).status_code for _ in range(6)] == [200] * 6


def test_guesses_of_tokens_are_counted(client, few, monkeypatch):
    monkeypatch.setattr("summaries.views.api.access.GUESSES_PER_MINUTE", 3)
    sent = {"Authorization": "Bearer nd_made-up"}
    told = [client.get("/api/v1/articles/1", headers=sent).status_code for _ in range(5)]
    assert told == [401, 401, 401, 429, 429]


def _fail(client, name: str, address: str) -> int:
    data = {"username": name, "password": "wrong"}
    return client.post("/sign-in/", data, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize("form", ["2001:db8:1:1::{:x}", "2001:db8:1:{:x}::1"])
def test_sign_in_counts_a_site_of_ipv6_as_one(client, reporter, form):
    told = [_fail(client, "omar", form.format(n)) for n in range(1, 12)]
    assert told == [200] * 7 + [429] * 4
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"2001:db8:1::"}
    assert _fail(client, "omar", "2001:db8:2:1::1") == 200


def _noted() -> list[dict]:
    return list(AccessAttempt.objects.order_by("pk").values())


def test_who_is_locked_out_writes_nothing(client, reporter, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        _fail(client, "omar", "192.0.2.1")
    noted = _noted()
    assert [_fail(client, "omar", "192.0.2.1") for _attempt in range(3)] == [429] * 3
    assert _noted() == noted


def test_the_lock_opens_though_somebody_goes_on_trying(client, reporter, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        _fail(client, "omar", "192.0.2.1")
    for passed, told in [(0.9, 429), (0.2, 200)]:
        earlier = F("attempt_time") - settings.AXES_COOLOFF_TIME * passed
        AccessAttempt.objects.update(attempt_time=earlier)
        assert _fail(client, "omar", "192.0.2.1") == told


@pytest.mark.parametrize(
    "name",
    ["omar", "Hunter2-secret", "bad\n2026-01-01 INFO all is well", "a secret" + "a" * 292],
)
def test_what_was_typed_to_sign_in_is_not_kept(client, reporter, name):
    data = {"username": name, "password": "wrong", "next": "form-secret"}
    for _attempt in range(2):
        client.post("/sign-in/?x=query-secret", data, headers={"Accept": "header-secret"})
    kept = _noted()
    assert [one["failures_since_start"] for one in kept] == [2]
    assert "secret" not in str(kept)
    assert (kept[0]["username"] == "omar") == (name == "omar")
    assert "\n" not in kept[0]["username"]
    assert len(kept[0]["username"]) <= 64, "what PostgreSQL has room for"


def test_names_that_nobody_has_are_counted_each_by_itself(client, reporter, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = _fail(client, "guess", "192.0.2.1")
    assert last == 429
    assert _fail(client, "another", "192.0.2.1") == 200
    assert _fail(client, "omar", "192.0.2.1") == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("", None),
        ("unix:", None),
    ],
)
def test_whose_failures_count_together(rf, address, network):
    assert lockout.client_network(rf.get("/", REMOTE_ADDR=address)) == network


def _posted(client, count: int):
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(count)]
    return client.post("/desk/add/", {"file": files, "complete": "on"})


@pytest.mark.parametrize("count", [1, 2])
def test_a_person_has_files_read_for_one_request_at_once(at_desk, reporter, few, count):
    client = at_desk(reporter)
    with brakes.alone("upload", str(reporter.pk), seconds=60):
        refused = _posted(client, count)
    assert refused.status_code == 409
    assert "still being read" in refused.content.decode()
    assert _posted(client, count).status_code == 400


def test_few_documents_are_read_at_once(monkeypatch):
    """However many ask: each may take a core and hundreds of megabytes."""
    now, most, lock = 0, 0, threading.Lock()
    full = threading.Event()

    def answer(_channel, _question):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == reading_limits.AT_ONCE:
                full.set()
        full.wait(5)
        with lock:
            now -= 1
        return b"{}"

    server = sandbox._Server()
    monkeypatch.setattr(server, "_running", lambda: None)
    monkeypatch.setattr(sandbox, "_ask_over", answer)
    threads = [threading.Thread(target=server.ask, args=(b"",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == reading_limits.AT_ONCE
