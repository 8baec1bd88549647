"""A deployment as its settings make it: headers of every answer, cookies, names, the secret."""

import json
import os
import secrets
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from newsdesk.headers import PERMISSIONS
from tests.security.production_visit import VISITS

# The database that a deployment's is copied from is only made for tests that have this mark.
pytestmark = pytest.mark.django_db
SECRET = secrets.token_urlsafe(50)
OPEN = {"in the open", "another name in the open"}
PAGES = sorted({*VISITS, "signed in"} - {"file", "probe", *OPEN})


def run(folder, *command: str, **changed: str) -> subprocess.CompletedProcess:
    """Run Python with the environment of a deployment whose data is in `folder`."""
    # What the test process says of itself, browser tests among others, is not a deployment's.
    ours = ("NEWSDESK_TESTS", "DJANGO_ALLOW_ASYNC_UNSAFE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DEBUG": "0",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "https://testserver",
        "LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "tests.security.production_settings",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR, env=environment | changed, text=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def answers(django_db_setup, tmp_path_factory):
    """What a deployment answered to each of VISITS, and to somebody who signed in."""
    folder = tmp_path_factory.mktemp("deployment")
    shutil.copy(django_db_setup, folder / "db.sqlite3")
    (folder / "static").mkdir()
    (folder / "static/one.css").write_text("p {}")
    done = run(folder, "-m", "tests.security.production_visit")
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_every_answer_has_the_headers_that_cost_nothing(answers):
    for name, told in answers.items():
        headers = told["headers"]
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["Permissions-Policy"] == PERMISSIONS, name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), name


@pytest.mark.parametrize("name", sorted({*VISITS, "signed in"}))
def test_every_answer_has_a_policy_without_inline_code(answers, name):
    policy = answers[name]["headers"]["Content-Security-Policy"]
    told = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    for kind in ("default-src", "script-src", "style-src", "base-uri", "form-action"):
        assert told[kind] == "'self'", policy
    assert told["object-src"] == told["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", PAGES)
def test_browsers_come_back_encrypted_only(answers, name):
    told = answers[name]["headers"]["Strict-Transport-Security"]
    assert told == "max-age=31536000", "other hosts of the domain are not ours to bind"


def test_the_owner_of_a_domain_binds_all_of_it(tmp_path):
    names = ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    ask = f"from newsdesk.settings import {', '.join(names)}; print({', '.join(names)})"
    assert run(tmp_path, "-c", ask, **dict.fromkeys(names, "1")).stdout.split() == ["True", "True"]
    assert run(tmp_path, "-c", ask).stdout.split() == ["False", "False"]


def test_a_request_in_the_open_is_led_to_tls(answers):
    told = answers["in the open"]
    assert (told["status"], told["headers"]["Location"]) == (301, "https://testserver/")
    assert answers["probe"]["status"] == 200


def test_only_its_own_names_are_answered(answers):
    assert answers["another name"]["status"] == 400
    assert answers["another name in the open"]["status"] == 400
    assert answers["front"]["status"] == 200


def test_only_what_every_site_may_read_may_be_embedded(answers):
    shared = {
        name
        for name, told in answers.items()
        if told["headers"]["Cross-Origin-Resource-Policy"] == "cross-origin"
    }
    assert shared == {"API", "feed", "file"}


def test_the_demo_s_mailbox_is_closed(answers):
    assert answers["mailbox"]["status"] == 404


def test_cookies_travel_encrypted_and_to_this_site_only(answers):
    cookies = answers["signed in"]["cookies"] | answers["sign-in"]["cookies"]
    assert set(cookies) == {"sessionid", "csrftoken"}
    for cookie in cookies.values():
        assert cookie["secure"] is True
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]
    assert cookies["sessionid"]["httponly"] is True


def test_readers_get_no_cookie(answers):
    assert not [name for name in ("front", "feed", "API", "absent") if answers[name]["cookies"]]


@pytest.mark.parametrize(
    ("secret", "words"), [("", "Set SECRET_KEY"), ("changeme", "SECRET_KEY is short")]
)
def test_without_a_real_secret_nothing_starts(tmp_path, secret, words):
    done = run(tmp_path, "-c", "import newsdesk.settings", SECRET_KEY=secret)
    assert done.returncode
    assert words in done.stderr


def test_the_settings_pass_every_check_of_a_deployment(tmp_path):
    (tmp_path / "static").mkdir()
    tmp_path.chmod(0o700)
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert not done.returncode, done.stderr
