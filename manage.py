#!/usr/bin/env python
"""Django's command line for the newsdesk."""

import os
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError
from environs import EnvError

# These open no session and sign nothing, so they run without any configuration.
KEYLESS = ("draft", "translate", "evaluate", "models", "prepare")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    if len(sys.argv) > 1 and sys.argv[1] in KEYLESS:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database of DATABASE_URL cannot be used: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
