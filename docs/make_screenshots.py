"""Take the pictures of the documentation: `python -m docs.make_screenshots`.

Makes the newsroom of newsroom.toml in a temporary folder, serves it, and photographs the pages
into docs/screenshots. Needs what the browser tests need (playwright and Chromium) and Pillow.
`--only review` takes those whose names start so.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from docs.camera import FOLDER, PASSWORD, new_page, sign_in
from docs.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take(browser: Browser, url: str, brief: int, only: str) -> None:
    """Take the pictures whose names start with `only`, as the publisher."""
    for name, (picture, options) in PICTURES.items():
        if name.startswith(only):
            page = new_page(browser, url, **options)
            sign_in(page, "salma")
            picture(page, brief, name)
            page.context.close()


def make_newsroom() -> int:
    """Write the newsroom into the configured database; return the brief that is reviewed."""
    import django

    django.setup()
    from django.core.management import call_command

    from docs import newsroom

    call_command("migrate", verbosity=0)
    return newsroom.make(PASSWORD).pk


@contextmanager
def served() -> Iterator[str]:
    """Serve the configured database on a free port; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "manage.py", "runserver", "--noreload", url.removeprefix("http://")]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    """Wait until the server answers; raise OSError when it does not within twenty seconds."""
    for _try in range(80):
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            time.sleep(0.25)
    raise OSError(f"{url} does not answer")


def main() -> None:
    """Make the newsroom, serve it and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="take only pictures whose names start so")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Install Chromium first. On Debian: sudo apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="newsdesk-pictures-") as folder:
        os.environ |= {
            "VAR_DIR": folder,
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
            "ENGINE": "fake",
            "MAIL_PER_SECOND": "0",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
        }
        brief = make_newsroom()
        with served() as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            take(browser, url, brief, options.only)
            browser.close()


if __name__ == "__main__":
    main()
