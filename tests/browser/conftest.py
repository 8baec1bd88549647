"""A real browser on a live server, and a worker in a thread.

Debian's Chromium drives the pages (`apt-get install chromium`). Every page of a test is watched:
an error on its console, a refused resource or a request to another host fails the test.
"""

import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Page, expect, sync_playwright

from summaries import tasks
from summaries.services.people.accounts import ensure_roles
from summaries.workflow import Role
from tests.conftest import without_checks
from tests.factories import PASSWORD, make_source, make_user

# Playwright's synchronous API runs an event loop in this thread; Django takes it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Generous, because a loaded machine is slow, and a missing element fails either way.
expect.set_options(timeout=20_000)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    """Mark everything in this folder as a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _without_checks(request):
    without_checks(request)


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("The browser tests need Chromium. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """Open a page: `open_page(width=360, scheme="dark")`. Its complaints fail the test."""
    contexts, complaints = [], []
    host = urlsplit(live_server.url).netloc

    def watch(page: Page) -> Page:
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
        page.on("request", lambda r: complaints.append(r.url) if _is_foreign(r.url, host) else None)
        page.set_default_timeout(20_000)
        return page

    def make(width: int = 1280, height: int = 900, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        return watch(context.new_page())

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message) -> bool:
    # A 4xx page is logged as a failed resource; the tests open some on purpose.
    return message.type == "error" and "Failed to load resource" not in message.text


def _is_foreign(url: str, host: str) -> bool:
    return url.startswith("http") and urlsplit(url).netloc != host


@pytest.fixture
def desk(transactional_db):
    """The cast in the database that the live server reads, and one outlet."""
    ensure_roles()
    make_source()
    names = {Role.REPORTER: "omar", Role.EDITOR: "huda", Role.PUBLISHER: "salma"}
    return {role: make_user(role, name) for role, name in names.items()}


@pytest.fixture
def worker(monkeypatch):
    """Run every job that is rung for in a thread of its own, as a worker process would."""
    threads: list[threading.Thread] = []

    def ring(job_id: int) -> None:
        thread = threading.Thread(target=_work, args=(job_id,), daemon=True)
        threads.append(thread)
        thread.start()

    monkeypatch.setattr("summaries.services.jobs.ring_bell", ring)
    yield threads
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive(), "a job is still running at the end of the test"


def _work(job_id: int) -> None:
    try:
        tasks.run_job(job_id)
    finally:
        connection.close()


def sign_in(page: Page, name: str) -> None:
    """Sign somebody of the cast in through the form."""
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
