"""Examples for the page of the API. The outlet and its news are made up."""

ARTICLE = {
    "id": 1042,
    "url": "https://desk.example/api/v1/articles/1042",
    "state": "drafting",
    "headline": "افتتاح الميناء الجديد",
    "address": "https://marfa.example/news/1",
    "source": {"id": 7, "name": "Al-Marfa Daily"},
    "byline": "ليلى حداد",
    "published_at": "2026-11-20T05:30:00Z",
    "received_at": "2026-11-20T06:02:11Z",
    "reprint_of": None,
    "version_of": None,
    "brief": {
        "id": 988,
        "status": "drafting",
        "desk_url": "https://desk.example/desk/briefs/988/",
        "public_url": None,
    },
    "job": {"state": "running", "stage": "translating", "done": 3, "total": 14, "error": None},
}
FETCH = {
    "id": 311,
    "url": "https://desk.example/api/v1/fetches/311",
    "state": "queued",
    "address": "https://marfa.example/news/2",
    "source": {"id": 7, "name": "Al-Marfa Daily"},
    "error": None,
    "article": None,
    "created_at": "2026-11-20T06:05:40Z",
    "finished_at": None,
}
_PUBLISHED = ARTICLE | {
    "state": "published",
    "brief": ARTICLE["brief"]
    | {
        "status": "published",
        "public_url": "https://desk.example/briefs/988-new-port-opens/",
    },
    "job": ARTICLE["job"] | {"state": "done", "stage": "linking", "done": 14},
}
_FETCHED = FETCH | {
    "state": "done",
    "article": "https://desk.example/api/v1/articles/1043",
    "finished_at": "2026-11-20T06:05:43Z",
}
_BRIEF = {
    "id": 988,
    "url": "https://desk.example/api/v1/briefs/988",
    "page": "https://desk.example/briefs/988-new-port-opens/",
    "published_at": "2026-11-20T09:15:00Z",
    "updated_at": "2026-11-20T11:40:00Z",
    "topic": {"slug": "transport", "name_en": "Transport", "name_ar": "النقل"},
    "en": {
        "headline": "New port opens",
        "paragraphs": ["The minister of transport opened the new port on Thursday."],
    },
    "ar": {
        "headline": "افتتاح الميناء الجديد",
        "paragraphs": ["افتتح وزير النقل الميناء الجديد يوم الخميس."],
    },
    "original": {
        "address": "https://marfa.example/news/1",
        "headline": "افتتاح الميناء الجديد",
        "byline": "ليلى حداد",
        "published_at": "2026-11-20T05:30:00Z",
        "outlet": {
            "name_en": "Al-Marfa Daily",
            "name_ar": "المرفأ اليومي",
            "ownership_en": "independent, reader-owned",
            "ownership_ar": "مستقلة يملكها قراؤها",
        },
    },
    "translation": {"checked": True, "trial": False, "trial_models": []},
    "corrections": [
        {
            "at": "2026-11-20T11:40:00Z",
            "en": "An earlier version said that the port opened on Friday.",
            "ar": "ذكرت نسخة سابقة أن الميناء افتُتح يوم الجمعة.",
        }
    ],
}
_SUPPORT = {
    "sentence": "The minister of transport opened the new port on Thursday.",
    "rests_on": [
        {
            "ar": "افتتح وزير النقل يوم الخميس الميناء الجديد.",
            "en": "On Thursday the minister of transport opened the new port.",
        }
    ],
}
_EDITION = {
    "date": "2026-11-20",
    "url": "https://desk.example/api/v1/editions/2026-11-20",
    "page": "https://desk.example/editions/2026-11-20/",
    "published_at": "2026-11-20T05:00:00Z",
    "intro": {"en": ["Good morning."], "ar": ["صباح الخير."]},
}
# What each operation answers, by its status.
ANSWERS = {
    ("sendArticle", 201): ARTICLE,
    ("sendArticle", 202): FETCH,
    ("readArticle", 200): _PUBLISHED,
    ("readFetch", 200): _FETCHED,
    ("listBriefs", 200): {
        "briefs": [_BRIEF],
        "next": "https://desk.example/api/v1/briefs?topic=transport&after=MjAyNi0xMS0yMFQ",
    },
    ("readBrief", 200): _BRIEF | {"evidence": [_SUPPORT]},
    ("listEditions", 200): {"editions": [_EDITION], "next": None},
    ("readEdition", 200): _EDITION | {"briefs": [_BRIEF]},
}
# What stands in the place of a number or a date in an address, and what is asked for there.
NUMBERS = {"article_id": 1042, "fetch_id": 311, "brief_id": 988, "date": "2026-11-20"}
QUERIES = {"listBriefs": "?topic=transport&since=2026-11-20T00:00:00Z", "listEditions": "?limit=5"}
# What stands in the place of a token.
TOKEN = "nd_YOUR-TOKEN"
