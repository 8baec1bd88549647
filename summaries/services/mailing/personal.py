"""A letter made one reader's own: the links to their settings and to leave.

A letter holds what outlets wrote, and so may a forged placeholder. Only its foot is filled in: it
is ours and comes last, so that nothing anybody wrote stands behind its mark.
"""

from collections.abc import Mapping

from django.utils.html import escape

from summaries.models import Letter, Subscriber
from summaries.services.emails import Message
from summaries.services.subscriptions import links

SETTINGS, LEAVE = "{settings}", "{leave}"
# What the foot begins with, in either part.
TEXT_MARK = "\n========================================\n"
HTML_MARK = '<tr id="foot">'


def message(letter: Letter, subscriber: Subscriber) -> Message:
    """Return the email of a letter to a subscriber. No query."""
    found = {SETTINGS: links.settings_url(subscriber), LEAVE: links.leave_url(subscriber)}
    return filled(Message(letter.subject, letter.text, letter.html), found)


def filled(written: Message, addresses: Mapping[str, str]) -> Message:
    """Return what was written with these addresses in place of the placeholders of its foot."""
    escaped = {name: escape(address) for name, address in addresses.items()}
    return Message(
        written.subject,
        _with_foot(written.text, TEXT_MARK, addresses),
        _with_foot(written.html, HTML_MARK, escaped),
    )


def _with_foot(body: str, mark: str, addresses: Mapping[str, str]) -> str:
    above, found, foot = body.rpartition(mark)
    for name, address in addresses.items():
        foot = foot.replace(name, address)
    return above + found + foot
