"""The whole way of the seed article: from a feed to an inbox, and its correction to the same inbox.

Servers are real and on loopback: the outlet's, and the one that takes the mail. The translation is
MarianMT's, with the tiny weights.
"""

import json
import re
import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import feedparser
import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from summaries import wiring
from summaries.engine.fake import FakeSummaryModel
from summaries.models import Brief, Delivery, Fetch, Source, Subscriber
from summaries.net.client import Client, Policy
from summaries.services import editorial, jobs, machine_work, publishing
from summaries.services.editions import editing, schedule
from summaries.services.editions.editing import Contents
from summaries.services.editorial import SentenceText
from summaries.services.mailing import sending
from summaries.services.sources import fetching, registry
from summaries.services.sources.facts import Facts
from summaries.services.sources.schedule import schedule_due
from summaries.workflow import Role, Status
from tests.factories import make_user
from tests.tiny import tiny_translator

pytestmark = pytest.mark.django_db

SEED = Path(__file__).parents[1] / "sample_data" / "article-ar.txt"
READER, LEAVER = "layla@inbox.example", "karim@inbox.example"
HEADLINE = "Austin and Belousov keep channels open"
WRONG, RIGHT = "The call took four hours.", "The call was the first in a year."
NOTE_EN, NOTE_AR = "An earlier version gave a length of the call.", "ذكرت نسخة سابقة مدة للمكالمة."


class Outlet(BaseHTTPRequestHandler):
    """A feed with one item, the seed article as it is."""

    def do_GET(self) -> None:
        """Answer with the feed; there are no rules for robots."""
        found = self.path == "/feed"
        body = feed(self.server.server_port).encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments) -> None:
        """Say nothing."""


def feed(port: int) -> str:
    """Write the outlet's feed."""
    headline, *lines = SEED.read_text(encoding="utf-8").strip().splitlines()
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>المرفأ</title><item><title>{escape(headline)}</title><guid>seed</guid>"
        f"<link>http://127.0.0.1:{port}/news/seed</link>"
        f"<pubDate>{format_datetime(timezone.now())}</pubDate>"
        f"<content:encoded>{escape(text)}</content:encoded></item></channel></rss>"
    )


class Inbox:
    """Takes every message that is sent, as a mail server does."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep a message under its recipient."""
        message = message_from_bytes(envelope.content, policy=default)
        self.messages += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    def of(self, address: str) -> list[EmailMessage]:
        """Return what somebody got, in order."""
        return [message for recipient, message in self.messages if recipient == address]


@pytest.fixture
def outlet(settings):
    """The outlet's server, which an admin opened to sources; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    settings.OUTBOUND_ALLOWED = [f"127.0.0.1:{server.server_port}"]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def inbox(settings):
    """A mail server on loopback, which the newsdesk sends through."""
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


@pytest.fixture
def engine(model_cache):
    """The tiny MarianMT, and a summary model without one."""
    return wiring.Engine("tiny", tiny_translator(model_cache), FakeSummaryModel())


def test_the_seed_article_reaches_an_inbox_and_so_does_its_correction(
    client, outlet, inbox, engine, checks, bell
):
    publisher = make_user(Role.PUBLISHER, "salma")
    _subscribe(client, inbox, READER)
    _subscribe(client, inbox, LEAVER)
    brief = _drafted(_fetched(outlet), engine)
    _published(publisher, brief)
    _sent_as_edition(publisher, brief)
    _arrived(inbox, brief)
    _left(client, inbox)
    _corrected(publisher, brief)
    _told(inbox)
    _on_every_page(client, brief)
    publishing.retract(publisher, brief, "The outlet withdrew it.", notify=True)
    _gone(client, inbox, brief)


def _subscribe(client, inbox, address: str) -> None:
    """Ask as a reader does, and follow the link of the email."""
    answer = client.post(
        "/subscribe/",
        {"email": address, "language": "both", "frequency": "daily", "hour": "0",
         "weekday": "6", "time_zone": "UTC"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    sending.work()
    (message,) = inbox.of(address)
    confirm = _link(message, "/subscription/confirm/")
    assert client.get(confirm).status_code == 200
    assert Subscriber.objects.get(email=address).state == Subscriber.State.PENDING
    client.post(confirm)
    assert Subscriber.objects.get(email=address).state == Subscriber.State.ACTIVE


def _link(message: EmailMessage, path: str) -> str:
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"http://testserver({re.escape(path)}\S+)", text)[1]


def _fetched(port: int) -> Brief:
    """Poll the outlet once, as the scheduler and a worker do."""
    admin = make_user(Role.ADMIN, "adam")
    registry.add(
        admin,
        Facts(
            name_en="Al-Marfa Daily",
            name_ar="المرفأ اليومي",
            ownership_en="independent, reader-owned",
            ownership_ar="مستقلة يملكها قراؤها",
            kind=Source.Kind.FEED,
            url=f"http://127.0.0.1:{port}/feed",
        ),
    )
    schedule_due()
    client = Client(Policy(allowed=frozenset({f"127.0.0.1:{port}"})))
    fetching.run(Fetch.objects.get().pk, client)
    return Brief.objects.get()


def _drafted(brief: Brief, engine) -> Brief:
    machine_work.do(jobs.claim(jobs.latest(brief).pk), engine)
    brief.refresh_from_db()
    assert brief.status == Status.DRAFT
    return brief


def _published(publisher, brief: Brief) -> None:
    _write(publisher, brief, WRONG)
    editorial.submit(publisher, brief)
    publishing.publish(publisher, brief, confirm_stand_in=True)


def _write(publisher, brief: Brief, last: str) -> None:
    """Write the summary: the machine's first sentence, and another one."""
    brief.refresh_from_db()
    first = brief.current.sentences.first()
    editorial.save_text(
        publisher,
        brief,
        based_on=brief.current.number,
        headline_en=HEADLINE,
        headline_ar=brief.current.headline_ar,
        sentences=[SentenceText(first.text), SentenceText(last)],
        summary_ar=brief.current.summary_ar,
    )


def _sent_as_edition(publisher, brief: Brief) -> None:
    today = timezone.localdate()
    proposal = editing.proposed(today)
    assert proposal.briefs == (brief.pk,)
    contents = Contents(proposal.briefs, "A quiet day.", "يوم هادئ.")
    with pytest.raises(editing.Unaccepted) as refused:
        schedule.publish(publisher, today, contents, seen=0)
    accepted = [want.code for want in refused.value.wants]
    schedule.publish(publisher, today, contents, seen=0, accepted=accepted)
    sending.work()


def _arrived(inbox, brief: Brief) -> None:
    for address in (READER, LEAVER):
        _confirm, letter = inbox.of(address)
        text = letter.get_body(("plain",)).get_content()
        html = letter.get_body(("html",)).get_content()
        for words in (HEADLINE, WRONG, "A quiet day.", "يوم هادئ.", "Al-Marfa Daily",
                      "independent, reader-owned", brief.article.url):  # fmt: skip
            assert words in text
            assert words in html
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    sending.work()
    assert len(inbox.of(READER)) == 2, "a second round sends nothing twice"


def _left(client, inbox) -> None:
    """Leave as a mail program does for somebody: one POST, no cookie, no page."""
    header = inbox.of(LEAVER)[-1]["List-Unsubscribe"]
    link = header.strip().strip("<>").removeprefix("http://testserver")
    answer = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscriber.objects.get(email=LEAVER).state == Subscriber.State.LEFT


def _corrected(publisher, brief: Brief) -> None:
    _write(publisher, brief, RIGHT)
    told = {"reason": "The wire had no length.", "notify": True, "confirm_stand_in": True}
    publishing.correct(publisher, brief, NOTE_EN, NOTE_AR, **told)
    sending.work()


def _told(inbox) -> None:
    assert len(inbox.of(LEAVER)) == 2, "who left gets nothing more"
    _confirm, _daily, notice = inbox.of(READER)
    text = notice.get_body(("plain",)).get_content()
    for words in (NOTE_EN, NOTE_AR, RIGHT):
        assert words in text
    assert WRONG not in text
    assert "The wire had no length." not in text, "the reason stays on the desk"


def _on_every_page(client, brief: Brief) -> None:
    brief.refresh_from_db()
    today = timezone.localdate()
    pages = ("/", f"/editions/{today}/", brief.get_absolute_url())
    for page in pages:
        shown = client.get(page).content.decode()
        assert RIGHT in shown, page
        assert WRONG not in shown, page
        assert NOTE_EN in shown, page
        assert NOTE_AR in shown, page
    assert NOTE_AR in client.get("/corrections/").content.decode()
    (entry,) = feedparser.parse(client.get("/feeds/both.atom").content).entries
    assert RIGHT in entry.content[0].value
    assert NOTE_EN in entry.content[0].value
    assert entry.updated_parsed > entry.published_parsed or entry.updated != entry.published
    (item,) = json.loads(client.get("/feeds/both.json").content)["items"]
    assert RIGHT in item["content_html"]
    assert NOTE_AR in item["content_html"]
    assert WRONG not in json.dumps(item)
    shown = client.get("/api/v1/briefs").json()
    assert RIGHT in json.dumps(shown)


def _gone(client, inbox, brief: Brief) -> None:
    """After a retraction nothing holds the text, and who had it is told."""
    sending.work()
    assert len(inbox.of(READER)) == 4
    assert len(inbox.of(LEAVER)) == 2
    tombstone = client.get(brief.get_absolute_url())
    assert tombstone.status_code == 410
    today = timezone.localdate()
    everywhere = (
        "/",
        f"/editions/{today}/",
        "/archive/",
        "/corrections/",
        "/sitemap.xml",
        "/feeds/both.atom",
        "/feeds/en.json",
        "/search/?q=call",
        "/api/v1/briefs",
    )
    for page in (brief.get_absolute_url(), *everywhere):
        assert RIGHT not in client.get(page).content.decode(), page
    ended = Delivery.objects.exclude(state=Delivery.State.DONE)
    assert not ended.exists()
    assert Delivery.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() == 6
