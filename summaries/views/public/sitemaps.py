"""The list of public pages for search engines (sitemaps.org), in sections of bounded length."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, Max
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.html import escape

from summaries.models import Brief, Edition, Topic
from summaries.services import archive
from summaries.services.languages import with_languages
from summaries.views.public.language import Here

# A section has the briefs of this many keys: far below the 50,000 addresses a file may hold, and
# small enough to be kept.
BRIEFS_A_SECTION = 400
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)

# In one spelling: each would be kept by itself.
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")


class Entry(NamedTuple):
    """A page, when it changed last where that is known, and the languages it has a text in."""

    path: str
    changed: datetime | date | None = None
    texts: Sequence[str] = ("en", "ar")


def index() -> str:
    """Return the sitemap of sitemaps."""
    sections = ["pages", *_edition_sections(), *_brief_sections()]
    rows = (f"<sitemap><loc>{_whole(reverse('public:sitemap', args=[s]))}</loc></sitemap>"
            for s in sections)  # fmt: skip
    return _document("sitemapindex", rows)


def section(name: str) -> str | None:
    """Return one sitemap; None where there is none of this name."""
    kind, _dash, number = name.partition("-")
    if name == "pages":
        entries = _pages()
    elif kind in _NUMBERED and _NUMBER.fullmatch(number):
        entries = _NUMBERED[kind](int(number))
    else:
        return None
    return _document("urlset", map(_url, entries)) if entries else None


def _pages() -> list[Entry]:
    names = ("front", "archive", "corrections")
    return [
        *(Entry(reverse(f"public:{name}")) for name in names),
        *(Entry(reverse("public:topic", args=[t.slug])) for t in Topic.objects.all()),
        *(Entry(reverse("public:month", args=[month.first])) for month in archive.months()),
    ]


def _edition_sections() -> list[str]:
    years = _published().order_by("date").values_list("date__year", flat=True).distinct()
    return [f"editions-{year}" for year in years]


def _editions(year: int) -> list[Entry]:
    rows = _published().filter(date__year=year) if 1 <= year <= 9999 else []
    return [Entry(reverse("public:edition", args=[e.date]), e.published_at) for e in rows]


def _published():
    return Edition.objects.filter(state=Edition.State.PUBLISHED)


def _brief_sections() -> list[str]:
    """Return the sections that have any live brief."""
    sections = _live().annotate(section=F("pk") / BRIEFS_A_SECTION)
    numbers = sections.order_by("section").values_list("section", flat=True).distinct()
    return [f"briefs-{number}" for number in numbers]


def _briefs(number: int) -> list[Entry]:
    first = number * BRIEFS_A_SECTION
    if first >= 1 << 62:
        return []
    rows = _live().filter(pk__gte=first, pk__lt=first + BRIEFS_A_SECTION).order_by("pk")
    corrected = Coalesce(Max("corrections__created_at"), "published_at")
    rows = rows.select_related("live").annotate(changed=Greatest(corrected, "published_at"))
    rows = with_languages(rows)
    return [Entry(brief.get_absolute_url(), brief.changed, _texts(brief)) for brief in rows]


def _texts(brief: Brief) -> list[str]:
    there = {"en": brief.has_en, "ar": brief.has_ar}
    return [language for language, is_there in there.items() if is_there]


def _live():
    return Brief.objects.live().exclude(live=None)


_NUMBERED = {"editions": _editions, "briefs": _briefs}


def _url(entry: Entry) -> str:
    """Write a page once for each language, each with all of them beside it."""
    here = Here(entry.path, texts=entry.texts)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'
        for language, address in here.alternates
    )
    changed = f"<lastmod>{entry.changed.isoformat()}</lastmod>" if entry.changed else ""
    return "".join(
        f"<url><loc>{escape(Here(entry.path, show).canonical)}</loc>{changed}{links}</url>"
        for show in ("both", *entry.texts)
    )


def _whole(path: str) -> str:
    return escape(Here(path).canonical)


def _document(root: str, rows: Iterable[str]) -> str:
    body = "\n".join(rows)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACES}>\n{body}\n</{root}>\n'
