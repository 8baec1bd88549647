"""The pictures of the documentation, one function each: what to open, and what to do there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from docs.camera import DESKTOP, PHONE, SETTLE, go, new_page, save, sign_in

# Whose letters are shown, of those in newsroom.toml.
READER, ARABIC_READER = "layla@inbox.example", "karim@inbox.example"

CORRECTION = {
    "en": "The loan bears two per cent interest. We had written that it bears none.",
    "ar": "القرض بفائدة اثنين في المئة. وكنا كتبنا أنه بلا فائدة.",
}


def queue(page: Page, brief: int, name: str) -> None:
    """What needs somebody now."""
    go(page, "/desk/")
    save(page, name)


def review(page: Page, brief: int, name: str) -> None:
    """The brief with its first summary sentence and the evidence lit."""
    go(page, f"/desk/briefs/{brief}/?sentence=1")
    save(page, name)


def segments(page: Page, brief: int, name: str) -> None:
    """A sentence open for editing among the others."""
    go(page, f"/desk/briefs/{brief}/?segment=8#segment-8")
    save(page, name)


def history(page: Page, brief: int, name: str) -> None:
    """What changed between two versions."""
    go(page, f"/desk/briefs/{brief}/history/")
    save(page, name)


def conflict_of_sentence(page: Page, brief: int, name: str) -> None:
    """Two people change the same sentence; the second one sees all three texts."""
    _both_save(
        page,
        f"/desk/briefs/{brief}/?segment=4#segment-4",
        "textarea[name=english]",
        (
            "Repairing the line cost 62 million dinars, a quarter of it paid by the towns.",
            "Repairs cost 62 million dinars; the municipalities bore a quarter of it.",
        ),
    )
    save(page, name)


def conflict_of_summary(page: Page, brief: int, name: str) -> None:
    """Two people save the same summary; the second one sees what the other one saved."""
    _both_save(
        page,
        f"/desk/briefs/{brief}/edit/",
        "[name=sentence] >> nth=0",
        (
            "Passenger trains run again in the mountains after nine years.",
            "Trains run again between Wadi al-Sidr and Ain al-Safa after a stop of nine years.",
        ),
    )
    save(page, name)


def dashboard(page: Page, brief: int, name: str) -> None:
    """How the newsroom runs; for admins."""
    _as_admin(page)
    go(page, "/desk/dashboard/?days=7")
    save(page, name)


def accounts(page: Page, brief: int, name: str) -> None:
    """Who has an account, and where they are signed in."""
    _as_admin(page)
    go(page, "/desk/accounts/")
    save(page, name)


def _as_admin(page: Page) -> None:
    page.context.clear_cookies()
    sign_in(page, "rana")


def _both_save(page: Page, address: str, field: str, texts: tuple[str, str]) -> None:
    """Have a colleague open the same form and save `texts[0]`; then save `texts[1]` here."""
    other = new_page(page.context.browser, page.url.split("/desk")[0])
    sign_in(other, "huda")
    for person in (page, other):
        go(person, address)
    for person, text in ((other, texts[0]), (page, texts[1])):
        person.locator(field).fill(text)
        person.locator("form:has(textarea) button[value=save]:visible").last.click()
        person.wait_for_timeout(SETTLE)
    other.context.close()


def preview_web(page: Page, brief: int, name: str) -> None:
    """The public page as publishing would make it."""
    go(page, f"/desk/briefs/{brief}/preview/")
    save(page, name)


def preview_email(page: Page, brief: int, name: str) -> None:
    """The email on a phone."""
    go(page, f"/desk/briefs/{brief}/preview/?channel=email&show=ar&width=phone")
    save(page, name, whole=True)


def sources(page: Page, brief: int, name: str) -> None:
    """Where the articles come from, as an admin sees it."""
    go(page, "/desk/sources/")
    save(page, name)


def public(page: Page, brief: int, name: str) -> None:
    """A published brief as readers meet it, with what was corrected in it."""
    go(page, "/corrections/")
    page.locator("main a[href*='/briefs/']").first.click()
    save(page, name)


def edition(page: Page, brief: int, name: str) -> None:
    """The edition of tomorrow, which a publisher puts together."""
    go(page, f"/desk/editions/{datetime.now(UTC).date() + timedelta(days=1)}/")
    save(page, name)


def edition_out(page: Page, brief: int, name: str) -> None:
    """The edition of today, and how far its letters are."""
    go(page, f"/desk/editions/{datetime.now(UTC).date()}/")
    save(page, name)


def today(page: Page, brief: int, name: str) -> None:
    """The front page, in both languages."""
    go(page, "/")
    save(page, name)


def today_in_arabic(page: Page, brief: int, name: str) -> None:
    """The front page for who reads Arabic."""
    go(page, "/?show=ar")
    save(page, name)


def letter(page: Page, brief: int, name: str) -> None:
    """The letter of today as it lies in the inbox of who reads both languages."""
    _open_letter(page, READER)
    save(page, name)


def letter_in_arabic(page: Page, brief: int, name: str) -> None:
    """The letter of today as it lies in the inbox of who reads Arabic."""
    _open_letter(page, ARABIC_READER)
    save(page, name)


def _open_letter(page: Page, reader: str) -> None:
    """Open the first email that a reader got, without the mailbox around it."""
    go(page, f"/mailbox/?to={reader}")
    go(page, page.locator("tbody th a").last.get_attribute("href") + "html/")


def subscribe(page: Page, brief: int, name: str) -> None:
    """Where readers ask for the brief by email."""
    go(page, "/subscribe/?show=ar")
    save(page, name)


def reports(page: Page, brief: int, name: str) -> None:
    """What readers say is wrong."""
    go(page, "/desk/reports/")
    save(page, name)


def correction(page: Page, brief: int, name: str) -> None:
    """A correction that answers a reader's report, before it is published."""
    go(page, "/desk/reports/")
    page.locator("main a[href*='/desk/briefs/']").first.click()
    address = page.url.split("?")[0].split("#")[0]
    go(page, f"{address}edit/")
    text = "The women bought a cooled lorry with a loan from the cooperative fund."
    page.locator("[name=sentence]").last.fill(text)
    page.locator("form:has(textarea) button[value=save]:visible").last.click()
    page.wait_for_load_state()
    go(page, address)
    page.locator("summary", has_text="Publish correction").click()
    for language, note in CORRECTION.items():
        page.locator(f"[name$=note_{language}]:visible").first.fill(note)
    save(page, name)


LIGHT, DARK = {}, {"scheme": "dark"}
ON_PHONE, IN_ARABIC = {"size": PHONE}, {"language": "ar"}
PICTURES: dict[str, tuple[Callable, dict]] = {
    # First, while few have signed in and somebody is locked out.
    "accounts-light": (accounts, {"size": (DESKTOP[0], 520)}),
    "dashboard-light": (dashboard, LIGHT),
    "queue-light": (queue, LIGHT),
    "queue-dark": (queue, DARK),
    "queue-phone": (queue, ON_PHONE),
    "queue-arabic": (queue, IN_ARABIC),
    "review-light": (review, LIGHT),
    "review-dark": (review, DARK),
    "review-phone": (review, ON_PHONE),
    "review-arabic": (review, IN_ARABIC),
    "segment-light": (segments, LIGHT),
    "history-light": (history, LIGHT),
    "history-arabic": (history, IN_ARABIC),
    "preview-web-light": (preview_web, LIGHT),
    "preview-web-dark": (preview_web, DARK),
    "preview-email-light": (preview_email, LIGHT),
    "sources-light": (sources, LIGHT),
    "sources-arabic": (sources, IN_ARABIC),
    "public-light": (public, LIGHT),
    "public-phone": (public, ON_PHONE),
    "edition-light": (edition, LIGHT),
    "edition-arabic": (edition, IN_ARABIC),
    "edition-out-light": (edition_out, LIGHT),
    "today-light": (today, LIGHT),
    "today-dark": (today, DARK),
    "today-phone": (today_in_arabic, ON_PHONE),
    "letter-light": (letter, LIGHT),
    "letter-phone": (letter_in_arabic, ON_PHONE),
    "subscribe-phone": (subscribe, ON_PHONE),
    "reports-light": (reports, {"size": (DESKTOP[0], 520)}),
    # These come last: they change the brief.
    "correction-light": (correction, LIGHT),
    "conflict-light": (conflict_of_sentence, LIGHT),
    "conflict-summary-light": (conflict_of_summary, LIGHT),
}
