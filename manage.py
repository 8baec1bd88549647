#!/usr/bin/env python
"""Django's command line for the newsdesk."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

# These open no session and sign nothing, so they run without any configuration.
KEYLESS = ("draft", "translate", "evaluate", "models", "prepare")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    if len(sys.argv) > 1 and sys.argv[1] in KEYLESS:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
