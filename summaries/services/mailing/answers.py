"""What subscribers are sent because they asked for it: the link to confirm, the one to settings.

Anybody can have these sent to any address, so nothing that somebody typed stands in them.
"""

from summaries.models import Delivery, Subscriber
from summaries.services import emails
from summaries.services.emails import Message
from summaries.services.mailing import letters
from summaries.services.subscriptions import links

_LINKS = {
    Delivery.Kind.CONFIRM: {"confirm": links.confirm_url, "refuse": links.refuse_url},
    Delivery.Kind.LINK: {"settings": links.settings_url, "leave": links.leave_url},
}


def message(subscriber: Subscriber, kind: str) -> Message:
    """Return the email with the link to confirm (CONFIRM), or the one to the settings (LINK)."""
    found = {name: make(subscriber) for name, make in _LINKS[kind].items()}
    found["has_left"] = subscriber.state == Subscriber.State.LEFT
    context = letters.frame(subscriber.speaks, subscriber.speaks) | found
    return emails.render(kind, context, subscriber.speaks)
