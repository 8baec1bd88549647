"""What gunicorn finds by itself when it is started here; its command line says the rest."""

import os
import shutil
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
# Writes as every other part of the newsdesk does.
logger_class = "newsdesk.gunicorn_log.Logger"
# Not even the proxy says below which path the site stands (SCRIPT_NAME): it stands at the root, and
# a proxy may pass on what a visitor says.
forwarder_headers = ""


def on_starting(_server) -> None:
    """Give the web processes a folder to add their counts up in, whichever is asked for them."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="newsdesk-counts-")


def on_exit(_server) -> None:
    """Take the folder away."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
