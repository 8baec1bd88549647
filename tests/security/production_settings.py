"""The settings of a deployment; only the names of static files do without `collectstatic`."""

from newsdesk.settings import *  # noqa: F403
from newsdesk.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
