"""Made-up articles, and feeds of them as the readers return them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from summaries.readers.types import Entry, Feed

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
SITE = "https://marfa.example"

_PLACES = ("الزاهرة", "المرسى", "النخيل", "الواحة", "السهل", "الجبل", "الوادي", "الساحل")
_THINGS = ("جسرا", "مدرسة", "مستشفى", "مكتبة", "حديقة", "ملعبا", "متحفا", "سوقا")


def headline(number: int) -> str:
    """Return the headline of a made-up article."""
    return f"بلدية {_PLACES[number % 8]} تفتتح {_THINGS[number // 8 % 8]} يخدم {number} ألف ساكن"


def text(number: int, *, cost: str = "40") -> str:
    """Return the body of a made-up article; another cost is a changed text."""
    place, thing = _PLACES[number % 8], _THINGS[number // 8 % 8]
    return "\n".join(
        (
            f"افتتحت بلدية {place} صباح أمس {thing} يخدم نحو {number} ألف ساكن في المنطقة.",
            f"وقال رئيس البلدية إن كلفة المشروع بلغت {cost} مليون دينار دفعتها الحكومة.",
            f"وأوضح أن العمل في {place} استغرق {number} شهرا وشارك فيه عمال من أبناء المدينة.",
            "وتعتزم البلدية تنفيذ مشاريع أخرى في الأحياء القريبة قبل نهاية العام.",
        )
    )


def entry(number: int, *, hours: float | None = 1, **facts) -> Entry:
    """Return a feed's entry with its whole text, published `hours` ago (None: nobody knows)."""
    usual = {
        "guid": f"marfa-{number}",
        "url": f"{SITE}/news/{number}",
        "title": headline(number),
        "text": text(number),
        "is_whole": True,
        "published_at": None if hours is None else NOW - timedelta(hours=hours),
        "byline": "سلمى الحداد",
        "language": "ar",
    }
    return Entry(**usual | facts)


def excerpt(number: int, **facts) -> Entry:
    """Return an entry that gives only the beginning of its text."""
    usual = {"text": text(number).splitlines()[0], "is_whole": False}
    return entry(number, **usual | facts)


def feed(*entries: Entry, form: str = "rss") -> Feed:
    """Return a feed of these entries, the newest first."""
    return Feed(form, "المرفأ", tuple(entries), language="ar", site_url=SITE)


def page(
    number: int, *, cost: str = "40", date: str = "2026-03-12T08:00:00Z", head: str = ""
) -> str:
    """Return the web page of an article."""
    lines = "".join(f"<p>{line}</p>" for line in text(number, cost=cost).splitlines())
    return (
        f'<html lang="ar"><head><title>{headline(number)} | المرفأ</title>'
        f'<meta property="article:published_time" content="{date}">'
        f'<meta name="author" content="سلمى الحداد">{head}</head>'
        f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>{headline(number)}</h1>{lines}"
        "</article></body></html>"
    )


def rss(*entries: Entry) -> bytes:
    """Return a feed of these entries in RSS 2.0."""
    items = "".join(
        f'<item><guid isPermaLink="false">{one.guid}</guid><link>{one.url}</link>'
        f"<title>{one.title}</title><pubDate>{format_datetime(one.published_at)}</pubDate>"
        f"<description>{one.text}</description></item>"
        for one in entries
    )
    return f'<rss version="2.0"><channel><title>المرفأ</title>{items}</channel></rss>'.encode()
