"""What subscribers asked for: one link that does what it says, in the language they speak."""

import re

import pytest

from summaries.models import Delivery
from summaries.services.mailing import answers
from summaries.services.subscriptions import links
from tests.factories import make_subscriber
from tests.rules import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]

CONFIRM, LINK = Delivery.Kind.CONFIRM, Delivery.Kind.LINK


@pytest.mark.parametrize(
    ("kind", "speaks", "subject"),
    [
        (CONFIRM, "en", "Confirm your subscription to The Daily Brief"),
        (CONFIRM, "ar", "أكّد اشتراكك في الموجز اليومي"),
        (LINK, "en", "Your subscription to The Daily Brief"),
        (LINK, "ar", "اشتراكك في الموجز اليومي"),
    ],
)
def test_it_speaks_the_readers_language(kind, speaks, subject):
    message = answers.message(make_subscriber(speaks=speaks, confirm_key="0" * 32), kind)
    assert message.subject == subject
    assert html.mail_faults(message.html) == []
    words = re.sub(r"https?://\S+|<[^>]*>|UTC|Newsdesk", "", message.text)
    assert bool(re.search("[a-zA-Z]{3}", words)) == (speaks == "en")


@pytest.mark.parametrize("part", ["text", "html"])
def test_the_link_that_confirms_is_in_one_email_only(part):
    reader = make_subscriber(confirm_key="0" * 32, state="pending")
    asked, linked = (getattr(answers.message(reader, kind), part) for kind in (CONFIRM, LINK))
    assert links.confirm_url(reader) in asked
    assert links.confirm_url(reader) not in linked
    # Who has not confirmed gets no key to anything else.
    assert links.settings_url(reader) not in asked
    assert links.settings_url(reader) in linked
    assert links.leave_url(reader) in linked
    assert links.refuse_url(reader) in asked
    assert links.refuse_url(reader) not in linked


@pytest.mark.parametrize("kind", [CONFIRM, LINK])
def test_nothing_that_was_typed_stands_in_it(kind):
    reader = make_subscriber("win-a-prize.example@inbox.example", confirm_key="0" * 32)
    message = answers.message(reader, kind)
    assert "win-a-prize" not in message.subject + message.text + message.html


@pytest.mark.parametrize("speaks", ["en", "ar"])
def test_who_left_is_not_told_that_they_are_subscribed(speaks):
    reader = make_subscriber(speaks=speaks, state="left")
    message = answers.message(reader, LINK)
    for part in (message.text, message.html):
        assert links.settings_url(reader) in part
        assert links.leave_url(reader) not in part
        assert ("what we keep" if speaks == "en" else "ما نحتفظ به") in part
    assert html.mail_faults(message.html) == []
