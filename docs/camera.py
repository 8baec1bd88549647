"""How pictures of the documentation are taken: open a page, sign in, save what it shows."""

import io
import secrets
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent / "screenshots"
DESKTOP, PHONE = (1280, 900), (360, 780)
PASSWORD = secrets.token_urlsafe(12)
COLOURS, LIMIT = 128, 150 * 1024
# Milliseconds for frames and fonts; the network is never idle while a page says who is here.
SETTLE = 700


def new_page(browser: Browser, url: str, size=DESKTOP, scheme="light", language="en-GB") -> Page:
    """Open a page of a size, colour scheme and browser language; phones get twice the pixels."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale=language,
        reduced_motion="reduce",
        device_scale_factor=2 if size == PHONE else 1,
        base_url=url,
    )
    return context.new_page()


def sign_in(page: Page, user: str) -> None:
    """Sign in through the form, in either language."""
    page.goto("/sign-in/")
    page.locator("#id_username").fill(user)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button.primary").click()
    page.wait_for_url("**/desk/")


def go(page: Page, address: str) -> None:
    """Open a page; raise RuntimeError where there is none to photograph."""
    response = page.goto(address)
    if response is not None and not response.ok:
        raise RuntimeError(f"{address} answered {response.status}")


def save(page: Page, name: str, *, whole: bool = False) -> None:
    """Save what the page shows as docs/screenshots/<name>.png, in few colours.

    Raises RuntimeError for a picture that does not belong into the documentation.
    """
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(SETTLE)
    if whole:  # what sticks to the top would lie over the middle
        page.evaluate("window.scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    if len(data.getvalue()) > LIMIT or page.locator("#traceback").count():
        raise RuntimeError(f"{name} is too large, or shows an error of the site")
    (FOLDER / f"{name}.png").write_bytes(data.getvalue())
    print(f"  {name}.png {len(data.getvalue()) // 1024} KB")
