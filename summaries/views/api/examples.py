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
# What each operation answers, by its status.
ANSWERS = {
    ("sendArticle", 201): ARTICLE,
    ("sendArticle", 202): FETCH,
    ("readArticle", 200): _PUBLISHED,
    ("readFetch", 200): _FETCHED,
}
# What stands in the place of a token.
TOKEN = "nd_YOUR-TOKEN"
