"""Twenty-three made-up outlets and how each of them serves its news.

An outlet answers by the moment it is asked at: what it has published until then, in its own format,
with its own troubles.
"""

import gzip
import html
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # a Monday
LISTED = 20


@dataclass(frozen=True)
class Piece:
    """One article of an outlet. After `changed_at` it has `changed_text`."""

    slug: str
    title: str
    text: str
    at: datetime
    changed_at: datetime | None = None
    changed_text: str = ""
    section: str = "news"

    def text_at(self, now: datetime) -> str:
        """Return the text as it stands on the site at a moment."""
        return self.changed_text if self.changed_at and now >= self.changed_at else self.text

    @property
    def path(self) -> str:
        """Return the address of its page on the outlet's host."""
        return f"/{self.section}/{self.slug}"


@dataclass(frozen=True)
class Answer:
    """What a server says. `drip` seconds pass between the bytes of the body."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0


Trouble = Callable[["Outlet", str, datetime], Answer | None]


@dataclass
class Outlet:
    """An outlet's site: a feed (or a page that lists articles), and a page for each article."""

    slug: str
    name_en: str
    name_ar: str
    format: str = "rss"
    whole: bool = True
    encoding: str = "utf-8"
    pieces: list[Piece] = field(default_factory=list)
    trouble: Trouble | None = None
    # Given to an entry's GUID from some moment on: a new system that renumbers everything.
    renumbered_at: datetime | None = None
    robots: str = ""
    base: str = ""

    def answer(self, path: str, headers: Mapping[str, str], now: datetime) -> Answer:
        """Return what the outlet says to a GET at a moment."""
        if self.trouble and (bad := self.trouble(self, path, now)):
            return bad
        if path == "/robots.txt":
            return Answer(self.robots.encode()) if self.robots else Answer(status=404)
        if path == "/feed":
            return self._conditional(self._listing(now), headers)
        page = next((p for p in self._published(now) if p.path == path), None)
        return Answer(status=404) if page is None else self._page(page, now)

    def _published(self, now: datetime) -> list[Piece]:
        out = [piece for piece in self.pieces if piece.at <= now]
        return sorted(out, key=lambda piece: piece.at, reverse=True)

    def _conditional(self, answer: Answer, headers: Mapping[str, str]) -> Answer:
        tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
        if headers.get("If-None-Match") == tag:
            return Answer(status=304, headers={"ETag": tag})
        return Answer(answer.body, headers={**answer.headers, "ETag": tag})

    def _listing(self, now: datetime) -> Answer:
        listed = self._published(now)[:LISTED]
        write = {"rss": self._rss, "atom": self._atom, "json": self._json, "list": self._list}
        return write[self.format](listed, now)

    def _guid(self, piece: Piece, now: datetime) -> str:
        renumbered = self.renumbered_at and now >= self.renumbered_at
        return f"{self.slug}-v2-{piece.slug}" if renumbered else f"{self.slug}-{piece.slug}"

    def _rss(self, listed: list[Piece], now: datetime) -> Answer:
        entries = "".join(
            f"<item><title>{html.escape(piece.title)}</title><link>{self.base}{piece.path}</link>"
            f'<guid isPermaLink="false">{self._guid(piece, now)}</guid>'
            f"<pubDate>{format_datetime(piece.at)}</pubDate>{self._rss_text(piece, now)}</item>"
            for piece in listed
        )
        body = (
            f'<?xml version="1.0" encoding="{self.encoding}"?>'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>{html.escape(self.name_ar)}</title><link>{self.base}/</link>"
            f"<description/><language>ar</language>{entries}</channel></rss>"
        )
        return self._encoded(body, "application/rss+xml")

    def _rss_text(self, piece: Piece, now: datetime) -> str:
        text = piece.text_at(now)
        teaser = f"<description>{html.escape(text.splitlines()[0][:120])}…</description>"
        if not self.whole:
            return teaser
        return f"{teaser}<content:encoded><![CDATA[{_paragraphs(text)}]]></content:encoded>"

    def _atom(self, listed: list[Piece], now: datetime) -> Answer:
        entries = "".join(
            f"<entry><title>{html.escape(piece.title)}</title><id>tag:{self._guid(piece, now)}</id>"
            f'<link href="{self.base}{piece.path}"/><published>{piece.at.isoformat()}</published>'
            f"<updated>{(_changed(piece, now) or piece.at).isoformat()}</updated>"
            f'<content type="html">{html.escape(_paragraphs(piece.text_at(now)))}</content></entry>'
            for piece in listed
        )
        body = (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            f'xml:lang="ar"><title>{html.escape(self.name_ar)}</title><id>tag:{self.slug}</id>'
            f"<updated>{now.isoformat()}</updated>{entries}</feed>"
        )
        return self._encoded(body, "application/atom+xml")

    def _json(self, listed: list[Piece], now: datetime) -> Answer:
        items = [
            {
                "id": self._guid(piece, now),
                "url": f"{self.base}{piece.path}",
                "title": piece.title,
                "content_html": _paragraphs(piece.text_at(now)),
                "date_published": piece.at.isoformat(),
            }
            for piece in listed
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": self.name_ar}
        body = json.dumps(feed | {"language": "ar", "items": items}, ensure_ascii=False)
        return self._encoded(body, "application/feed+json")

    def _list(self, listed: list[Piece], now: datetime) -> Answer:
        links = "".join(
            f'<li><a href="{piece.path}">{html.escape(piece.title)}</a></li>' for piece in listed
        )
        menu = '<nav><a href="/">الرئيسية</a> <a href="/about">من نحن</a></nav>'
        body = _document(self.name_ar, f"{menu}<ul>{links}</ul>", self.encoding)
        return self._encoded(body, "text/html")

    def _page(self, piece: Piece, now: datetime) -> Answer:
        text = _paragraphs(piece.text_at(now))
        moment = f'<time datetime="{piece.at.isoformat()}">{piece.at:%Y-%m-%d}</time>'
        menu = '<nav><a href="/">الرئيسية</a> <a href="/about">من نحن</a></nav>'
        footer = "<footer>جميع الحقوق محفوظة</footer>"
        article = f"<article><h1>{html.escape(piece.title)}</h1>{moment}{text}</article>"
        meta = f'<meta property="article:published_time" content="{piece.at.isoformat()}">'
        body = _document(piece.title, f"{menu}{article}{footer}", self.encoding, meta)
        return self._encoded(body, "text/html")

    def _encoded(self, body: str, media_type: str) -> Answer:
        data = body.encode(self.encoding, errors="xmlcharrefreplace")
        return Answer(data, headers={"Content-Type": f"{media_type}; charset={self.encoding}"})


def _changed(piece: Piece, now: datetime) -> datetime | None:
    return piece.changed_at if piece.changed_at and now >= piece.changed_at else None


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _document(title: str, content: str, encoding: str, meta: str = "") -> str:
    head = f'<meta charset="{encoding}"><title>{html.escape(title)}</title>{meta}'
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head>{head}</head><body>{content}</body></html>'
    )


# --- Troubles ----------------------------------------------------------------------------------


def between(first: float, last: float, answer: Answer, path: str = "/feed") -> Trouble:
    """Give one answer between two days of the week (counted from START)."""
    begin, end = START + timedelta(days=first), START + timedelta(days=last)

    def trouble(outlet: Outlet, asked: str, now: datetime) -> Answer | None:
        return answer if asked == path and begin <= now < end else None

    return trouble


def moved(outlet: Outlet, asked: str, now: datetime) -> Answer | None:
    """Redirect the old address of the feed to the new one, for good."""
    if asked == "/old-feed":
        return Answer(status=301, headers={"Location": f"{outlet.base}/feed"})
    return None


def laughs(outlet: Outlet, asked: str, now: datetime) -> Answer | None:
    """Serve the billion laughs on the third day."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = "<rss><channel><title>&l9;</title></channel></rss>"
    bomb = f'<!DOCTYPE r [<!ENTITY l0 "ها">{entities}]>{feed}'
    return between(2, 3, Answer(bomb.encode()))(outlet, asked, now)


def crowded(outlet: Outlet, asked: str, now: datetime) -> Answer | None:
    """Append ten thousand old items to the first feed of the week."""
    if asked != "/feed" or now >= START + timedelta(days=1):
        return None
    old = "".join(
        f"<item><title>خبر قديم رقم {n}</title><link>{outlet.base}/old/{n}</link>"
        f"<pubDate>{format_datetime(START - timedelta(days=400, minutes=n))}</pubDate></item>"
        for n in range(10_000)
    )
    fresh = outlet._listing(now)
    return Answer(fresh.body.replace(b"</channel>", old.encode() + b"</channel>"))


REFUSED = Answer(b"<h1>Internal error</h1>", status=500)
WEB_PAGE = Answer(
    "<!doctype html><title>صيانة</title><p>الموقع تحت الصيانة</p>".encode(),
    headers={"Content-Type": "text/html; charset=utf-8"},
)
GONE = Answer(b"gone", status=404)
ENDLESS = Answer(b"<rss>" + b" " * 500, drip=0.05)
BOMB = Answer(gzip.compress(b" " * 60_000_000), headers={"Content-Encoding": "gzip"})
TOO_MANY = Answer(b"", status=429, headers={"Retry-After": "7200"})


def outlets() -> dict[str, Outlet]:
    """Return the twenty-three outlets with their news of the week, by their short names."""
    never = 30
    listed = [
        Outlet("wikala", "Al-Ufuq News Agency", "وكالة الأفق للأنباء"),
        Outlet("marfa", "Al-Marfa Daily", "المرفأ اليومي", format="atom"),
        Outlet("jadwal", "Jadwal", "جدول", format="json"),
        Outlet("qadim", "Al-Barq", "البرق", whole=False, encoding="windows-1256"),
        Outlet("sham", "Sawt al-Jabal", "صوت الجبل", whole=False),
        Outlet("list", "Al-Minbar", "المنبر", format="list"),
        Outlet("naql", "Naql Press", "نقل برس"),
        Outlet("sada", "Sada al-Madina", "صدى المدينة"),
        Outlet("riwaya", "Al-Riwaya", "الرواية", format="atom"),
        Outlet("tashih", "Al-Muraja'a", "المراجعة"),
        Outlet("mutaqatti", "Al-Wasit", "الوسيط", trouble=between(2, 3, REFUSED)),
        Outlet("raqid", "Al-Amwaj", "الأمواج", trouble=between(3, never, GONE)),
        Outlet("samit", "Al-Hudu", "الهدوء"),
        Outlet("bati", "Al-Qafila", "القافلة", trouble=between(3, never, ENDLESS)),
        Outlet("tahawwul", "Al-Fanar", "الفنار", trouble=between(3.25, never, WEB_PAGE)),
        Outlet("lughat", "Polyglot", "لغات"),
        Outlet("tarqim", "Al-Fihris", "الفهرس", renumbered_at=START + timedelta(days=3.5)),
        Outlet("arshif", "Al-Arshif", "الأرشيف", trouble=crowded),
        Outlet("qawaid", "Al-Mizan", "الميزان", whole=False,
               robots="User-agent: *\nDisallow: /private/\n"),
        Outlet("intiqal", "Al-Rihla", "الرحلة", trouble=moved),
        Outlet("khabith", "Al-Fakhkh", "الفخ", trouble=laughs),
        Outlet("qunbula", "Al-Hamil", "الحامل", trouble=between(1, 2, BOMB)),
        Outlet("zahma", "Al-Zahma", "الزحمة", trouble=between(1, 1.5, TOO_MANY)),
    ]  # fmt: skip
    by_slug = {outlet.slug: outlet for outlet in listed}
    for told in _told():
        by_slug[told.pop("outlet")].pieces.append(_piece(told))
    return by_slug


def _told() -> list[dict]:
    return tomllib.loads((Path(__file__).parent / "news.toml").read_text("utf-8"))["piece"]


def _piece(told: dict) -> Piece:
    at = START + timedelta(hours=told.pop("hour"))
    changed = told.pop("changed_hour", None)
    changed_at = None if changed is None else START + timedelta(hours=changed)
    return Piece(at=at, changed_at=changed_at, **told)
