"""Documents of made-up outlets, as real ones write them."""

import json
from xml.sax.saxutils import escape

URL = "https://manara.example/feed"

PARAGRAPHS = (
    "أعلن وزير النقل، أمس الاثنين، افتتاح الخط الثالث من مترو الأنفاق في مدينة الزاهرة بطول ٤٢٫٥ "
    "كيلومتراً، وقال إن المشروع كلف 1,250 مليون دولار، أي ما يزيد بنسبة 12.5% على الكلفة المقررة.",
    "وأَوْضَحَ الوزير أنّ الشركة المشغلة ستتولى العمل حتى عام 2031، مضيفاً: «لا بد من الإسراع في "
    "إنجاز المرحلة الثانية بين الميناء والمطار لأن الآلاف ينتظرونها منذ سنوات طويلة».",
    "من جهتها، قالت رئيسة البلدية سلمى العلايلي إن الأسعار لن تتجاوز ثلاثة دنانير للرحلة الواحدة، "
    "ولا سيما للطلاب والمتقاعدين، وإن البلدية ستنشر جداول الرحلات مطلع الأسبوع المقبل.",
    "وكان افتتاح الخط قد تأجل ثلاث مرات بسبب الخلاف على التعويضات المستحقة لأصحاب المحال التجارية "
    "التي أزيلت، قبل أن يتوصل الطرفان إلى تسوية في شهر حزيران الماضي برعاية وزارة العدل.",
    "ويربط الخط الجديد ثماني عشرة محطة، بينها محطة السوق القديم التي رُمّمت واجهتها الحجرية، ومن "
    "المتوقع أن ينقل في عامه الأول أربعين مليون راكب، بحسب تقديرات الوزارة.",
)
TITLE = "افتتاح خط المترو الجديد في الزاهرة"
ENTITY_BOMB = (
    "<!DOCTYPE rss ["
    + '<!ENTITY a "ها">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def rss_item(number: int = 1, **parts: str) -> str:
    """Write an item; `parts` replace or add elements, raw, and "" leaves one out."""
    elements = {
        "title": TITLE,
        "link": f"https://manara.example/news/{number}",
        "guid": f"manara-{number}",
        "pubDate": "Sun, 22 Nov 2026 10:15:00 +0300",
        "description": escape(paragraphs(PARAGRAPHS[0])),
    } | parts
    return "<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in elements.items() if v) + "</item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> str:
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>صحيفة المنارة</title>'
        "<link>https://manara.example/</link><language>ar-LB</language>"
        f"{''.join(items) or rss_item()}</channel></rss>"
    )


def atom(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://wadi.example/ar/">'
        '<title>وكالة الوادي</title><link href="https://wadi.example/"/>'
        f"<id>urn:wadi</id>{''.join(entries)}</feed>"
    )


def json_feed(*items: dict, **top: object) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "موقع السهل",
        "language": "ar",
        "home_page_url": "https://sahl.example/",
        "items": list(items),
    }
    return json.dumps(feed | top, ensure_ascii=False)


def page(body: str = "", *, head: str = "", title: str = TITLE) -> str:
    body = body or paragraphs(*PARAGRAPHS)
    return (
        f"<!doctype html><html lang='ar'><head><meta charset='utf-8'>"
        f"<title>{title}</title>"
        f"{head}</head><body><nav><a href='/'>الرئيسية</a><a href='/sport'>رياضة</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>حقوق محفوظة</footer></body></html>"
    )
