"""The settings under test: the application's own, in a folder that goes away afterwards.

A demo's database, broker and secret are never touched, whatever the environment or `.env` says.
Child processes (xdist workers, workers that a test starts) inherit the same folder, or set their
own VAR_DIR.
"""

import atexit
import os
import shutil
import tempfile

if "NEWSDESK_TESTS" not in os.environ:
    folder = tempfile.mkdtemp(prefix="newsdesk-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"NEWSDESK_TESTS": "1", "VAR_DIR": folder, "DEBUG": "1", "ENGINE": "fake"}
    # Another database or broker is tested by naming it in the environment; `.env` does not count.
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    os.environ.setdefault("CELERY_BROKER_URL", "filesystem://localhost")

from newsdesk.settings import *  # noqa: F403  (the environment above comes first)

# Hashing is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests change what readers see without telling the site; those about kept pages turn it on.
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    for name in ("default", "counts")
}
SITE_URL = "http://testserver"
# Pacing has tests of its own.
MAIL_PER_SECOND = 0.0
