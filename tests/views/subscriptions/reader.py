"""What the tests of the pages of subscriptions have in common."""

from summaries.models import Subscriber
from summaries.services.subscriptions import links, suppression
from summaries.services.subscriptions.links import CONFIRM, LEAVE
from tests.factories import make_subscriber

ANN = "ann@inbox.example"
FORM = {
    "email": ANN,
    "language": "ar",
    "frequency": "weekly",
    "weekday": "4",
    "hour": "18",
    "time_zone": "Asia/Riyadh",
}
STRANGERS = ("unknown", "pending", "active", "left", "bounced", "asked")


def path(purpose: str, subscriber: Subscriber, rest: str = "") -> str:
    """Return the personal address for a purpose, without host."""
    middle = "confirm/" if purpose == CONFIRM else ""
    ending = "leave/" if purpose == LEAVE else rest
    return f"/subscription/{middle}{links.token(purpose, subscriber)}/{ending}"


def text(response) -> str:
    """Return the page as text."""
    return response.content.decode()


def known(state: str, email: str) -> None:
    """Have the address known already, as one of STRANGERS."""
    if state in ("pending", "active", "left"):
        make_subscriber(email, state=state)
    if state in ("bounced", "asked"):
        suppression.suppress(email, state)
