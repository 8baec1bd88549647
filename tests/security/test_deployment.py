"""What `manage.py check --deploy` finds beyond Django's own checks."""

import pytest

from newsdesk import deployment

GOOD = {
    "SECRET_KEY": "hY2-vQ8xLr4_mT0cWz6uNb3kPd9sJf5gAe7iXo1q",
    "SECRET_KEY_FALLBACKS": [],
    "ALLOWED_HOSTS": ["desk.example"],
    "SITE_URL": "https://desk.example",
    "SECURE_SSL_REDIRECT": True,
    "REQUIRE_SECOND_FACTOR": "admin",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
}
SELF = {name: ["'self'"] for name in deployment._CODE}


@pytest.fixture
def deployed(settings, tmp_path):
    tmp_path.chmod(0o700)
    for name, value in (GOOD | {"VAR_DIR": tmp_path}).items():
        setattr(settings, name, value)
    return settings


def _found() -> list[str]:
    return [message.id for message in deployment.check(None)]


def test_a_hardened_deployment_passes(deployed):
    assert _found() == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"SECRET_KEY": "ab" * 40}, "newsdesk.E001"),
        ({"SECRET_KEY_FALLBACKS": ["password" * 6]}, "newsdesk.E001"),
        ({"ALLOWED_HOSTS": ["desk.example", "*"]}, "newsdesk.E002"),
        ({"ALLOWED_HOSTS": [".example"]}, "newsdesk.E002"),
        ({"SITE_URL": "http://desk.example"}, "newsdesk.W001"),
        ({"SECURE_SSL_REDIRECT": False}, "newsdesk.W002"),
        ({"AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"]},
         "newsdesk.E004"),
        ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]},
         "newsdesk.E005"),
        ({"EMAIL_USE_TLS": False}, "newsdesk.W003"),
        ({"REQUIRE_SECOND_FACTOR": "off"}, "newsdesk.I001"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_named(deployed, changed, found):
    for name, value in changed.items():
        setattr(deployed, name, value)
    assert _found() == [found]


@pytest.mark.parametrize(
    "changed",
    [
        {"script-src": ["'self'", "'unsafe-inline'"]},
        {"style-src": ["'self'", "'unsafe-inline'"]},
        {"script-src": ["*"]},
        {"default-src": ["https:"]},
    ],
)
def test_a_policy_with_holes_is_named(deployed, changed):
    deployed.CONTENT_SECURITY_POLICY = {"DIRECTIVES": SELF | changed}
    assert _found() == ["newsdesk.E003"]
    deployed.CONTENT_SECURITY_POLICY = {"DIRECTIVES": SELF}
    assert _found() == []


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_data_that_others_may_read_is_named(deployed, mode):
    deployed.VAR_DIR.chmod(mode)
    assert _found() == ["newsdesk.W004"]
    deployed.VAR_DIR.chmod(0o750)
    assert _found() == []
