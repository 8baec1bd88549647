"""Headers of what goes out."""

import pytest

from summaries.models import Delivery
from summaries.services.emails import Message
from summaries.services.mailing import envelope
from summaries.services.subscriptions import links
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db

MESSAGE = Message("The daily brief الموجز", "text", "<p>html</p>")


def sent(kind=Delivery.Kind.DAILY):
    reader = make_subscriber("reader@inbox.example")
    delivery = Delivery.objects.create(subscriber=reader, kind=kind)
    message_id = envelope.message_id(delivery, None)
    return reader, envelope.addressed(MESSAGE, reader, delivery, message_id)


def test_what_belongs_to_the_list_can_be_left_by_one_click(settings):
    settings.SITE_URL = "https://news.example:8443"
    reader, email = sent()
    message = email.message()
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://news.example:8443/")
    assert links.subscriber_of(links.LEAVE, address.split("/")[-3]) == reader
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<daily.news.example>"
    assert message["Precedence"] == "bulk"


@pytest.mark.parametrize("kind", [Delivery.Kind.CONFIRM, Delivery.Kind.LINK])
def test_an_answer_is_no_part_of_the_list(kind):
    _reader, email = sent(kind)
    message = email.message()
    assert not [name for name in message.keys() if name.startswith("List-")]  # noqa: SIM118
    assert message["Precedence"] is None
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("bounce", "sender"),
    [("", "Newsdesk <news@site.example>"), ("bounces@site.example", "bounces@site.example")],
)
def test_bounces_go_where_they_are_read(settings, bounce, sender):
    settings.DEFAULT_FROM_EMAIL = "Newsdesk <news@site.example>"
    settings.BOUNCE_ADDRESS = bounce
    _reader, email = sent()
    assert email.from_email == sender
    message = email.message()
    assert message["From"] == "Newsdesk <news@site.example>"
    assert message["To"] == "reader@inbox.example"
    assert message["Date"]
    assert message["Message-ID"].endswith("@site.example>")


def test_text_comes_before_html_in_both_scripts():
    _reader, email = sent()
    parts = email.message().get_payload()
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]


def test_a_long_paragraph_of_arabic_does_not_grow_and_arrives_whole():
    text = ("\u200f" + "تبحر العبّارات. " * 400).strip()
    email = Message("Long", text, f"<p>{text}</p>").addressed("reader@inbox.example")
    sent_as = email.message().as_bytes(linesep="\r\n")
    assert all(len(line) <= 998 for line in sent_as.split(b"\r\n"))
    assert len(sent_as) < 2.2 * len(text.encode())
    plain, page = (part.get_payload(decode=True).decode() for part in email.message().get_payload())
    assert " ".join(page.split()) == f"<p>{text}</p>"
    # Each line of plain text says its direction itself.
    assert all(line.startswith("\u200f") for line in plain.splitlines())
    assert plain.replace("\n\u200f", " ") == text


def test_what_has_no_space_to_fold_at_arrives_whole():
    word = "ع" * 5_000
    email = Message("Long", word, f"<p>{word}</p>").addressed("reader@inbox.example")
    sent_as = email.message().as_bytes(linesep="\r\n")
    assert all(len(line) <= 998 for line in sent_as.split(b"\r\n"))
    parts = email.message().get_payload()
    arrived = [part.get_payload(decode=True).decode() for part in parts]
    assert arrived == [word, f"<p>{word}</p>"]


@pytest.mark.parametrize("length", [0, 1, 56, 57, 58, 497, 5_000])
@pytest.mark.parametrize("text", ["a" * 50 + " ", "ع" * 50 + "\n", "ع"])
def test_the_size_of_a_message_is_that_of_its_parts_as_sent(length, text):
    message = Message("Size", text * length, text * length)
    parts = message.addressed("reader@inbox.example").message().get_payload()
    encoded = [part.as_bytes(linesep="\r\n").partition(b"\r\n\r\n")[2] for part in parts]
    # Where it is in base64, the last line may be shorter.
    assert 0 <= message.size - sum(map(len, encoded)) < 2 * 78


def test_a_message_id_names_its_delivery_and_nobody_else_can_make_one(settings):
    delivery = Delivery.objects.create(subscriber=make_subscriber(), kind="daily")
    made = envelope.message_id(delivery, 5)
    assert envelope.message_id(delivery, 5) == made
    assert envelope.message_id(delivery, 6) != made
    assert envelope.delivery_of(f"  {made}\r\n") == delivery.pk
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key"
    assert envelope.delivery_of(made) == delivery.pk
    settings.SECRET_KEY_FALLBACKS = []
    assert envelope.delivery_of(made) is None
