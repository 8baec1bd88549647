"""What a deployment must not leave open: checks that `manage.py check --deploy` makes on top."""

import math
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import UNSAFE_EVAL, UNSAFE_HASHES, UNSAFE_INLINE
from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, Info, Warning

# Fewer characters than these stop the start; a key that is long but says little is found here.
SECRET_CHARACTERS = 32
_SECRET_BITS = 150
_UNSAFE = {UNSAFE_INLINE, UNSAFE_EVAL, UNSAFE_HASHES, "*", "data:", "http:", "https:"}
_CODE = ("default-src", "script-src", "style-src", "object-src", "base-uri")
_SLOW_HASHERS = ("Argon2", "Scrypt", "BCryptSHA256", "PBKDF2")


def check(app_configs, **kwargs) -> list[CheckMessage]:
    """Return what is wrong with the settings of a deployment, and what to do about it."""
    looks = (_secrets, _hosts, _site, _policy, _accounts, _mail, _folders)
    return [message for look in looks for message in look()]


def _secrets() -> Iterator[CheckMessage]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if _bits(key) < _SECRET_BITS:
            words = "A SECRET_KEY (or one of SECRET_KEY_FALLBACKS) can be guessed."
            hint = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            yield Critical(words, hint=hint, id="newsdesk.E001")


def _bits(key: str) -> float:
    """Return what a text tells at most, by how often its characters come in it (Shannon)."""
    counts = Counter(key).values()
    return -sum(n * math.log2(n / len(key)) for n in counts)


def _hosts() -> Iterator[CheckMessage]:
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        words = "ALLOWED_HOSTS takes every name, so links could lead to another site."
        yield Error(words, hint="Name the hosts of this site.", id="newsdesk.E002")


def _site() -> Iterator[CheckMessage]:
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" and site.hostname not in ("localhost", "127.0.0.1", "::1"):
        words = "SITE_URL has no https: personal links in letters would travel in the open."
        yield Warning(words, hint="SITE_URL=https://…", id="newsdesk.W001")
    if not settings.SECURE_SSL_REDIRECT and not settings.BEHIND_PROXY:
        words = "Pages are answered without TLS."
        yield Warning(words, hint="Leave SECURE_SSL_REDIRECT at 1.", id="newsdesk.W002")


def _policy() -> Iterator[CheckMessage]:
    told = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    missing = [name for name in _CODE if name not in told]
    unsafe = [name for name in _CODE if _UNSAFE & set(told.get(name, ()))]
    if missing or unsafe:
        words = f"The Content-Security-Policy leaves scripts or styles open: {missing or unsafe}."
        yield Error(words, hint="Keep both in files of the site.", id="newsdesk.E003")


def _accounts() -> Iterator[CheckMessage]:
    if not settings.AUTHENTICATION_BACKENDS[0].startswith("axes."):
        words = "Nobody counts failed attempts to sign in."
        hint = "axes' backend comes first in AUTHENTICATION_BACKENDS."
        yield Error(words, hint=hint, id="newsdesk.E004")
    if not any(name in settings.PASSWORD_HASHERS[0] for name in _SLOW_HASHERS):
        words = "Passwords are kept in a way that can be guessed fast."
        yield Error(words, hint="Leave PASSWORD_HASHERS as it comes.", id="newsdesk.E005")
    if settings.REQUIRE_SECOND_FACTOR == "off":
        words = "A password alone opens every account that has no second factor."
        yield Info(words, hint="REQUIRE_SECOND_FACTOR=admin, or all.", id="newsdesk.I001")


def _mail() -> Iterator[CheckMessage]:
    is_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    is_near = settings.EMAIL_HOST in ("localhost", "127.0.0.1", "::1")
    if is_smtp and not is_near and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        words = "Letters with personal links go to the mail server unencrypted."
        yield Warning(words, hint="EMAIL_USE_TLS=1", id="newsdesk.W003")


def _folders() -> Iterator[CheckMessage]:
    mode = Path(settings.VAR_DIR).stat().st_mode
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        words = f"Others on this machine may look into {settings.VAR_DIR}, or change what is there."
        yield Warning(words, hint="chmod 700 (or 750) on VAR_DIR.", id="newsdesk.W004")
