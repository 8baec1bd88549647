"""Take the README's pictures from a running newsdesk.

    python docs/make_screenshots.py http://localhost:8000 --user editor --brief 1

The password is read from the environment variable PASSWORD. The brief should be published, so that
it has a public page. Needs what the browser tests need (playwright and Chromium).
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
DESKTOP, PHONE = (1280, 980), (360, 780)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def new_page(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Page:
    """Open a page of a size and colour scheme; phones get twice the pixels."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        device_scale_factor=2 if size == PHONE else 1,
        base_url=url,
    )
    return context.new_page()


def sign_in(page: Page, user: str, password: str) -> None:
    """Sign in through the form."""
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")


def shoot(page: Page, address: str, name: str, *, whole: bool = False) -> None:
    """Save one page as docs/screenshots/<name>.png."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


def take_all(browser: Browser, url: str, user: str, password: str, brief: int) -> None:
    """Take every picture: the desk signed in, the public pages as a reader."""
    public = f"/briefs/{brief}"
    for scheme, suffix in (("light", "desktop"), ("dark", "dark")):
        page = new_page(browser, url, DESKTOP, scheme)
        shoot(page, public, f"public-{suffix}", whole=True)
        sign_in(page, user, password)
        shoot(page, "/desk/", f"desk-{suffix}")
        shoot(page, f"/desk/briefs/{brief}/?sentence=1", f"brief-{suffix}")
    shoot(new_page(browser, url, PHONE, "light"), public, "brief-phone")


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--user", default="editor")
    parser.add_argument("--brief", type=int, default=1)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or "PASSWORD" not in os.environ:
        sys.exit("Install Chromium, and put the account's password into PASSWORD.")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        take_all(browser, options.url, options.user, os.environ["PASSWORD"], options.brief)
        browser.close()


if __name__ == "__main__":
    main()
