"""The rows of the queue as HTML.

Fifty of them take most of the page's time, and few change between two looks at it: what is made of
a row is kept, under everything that it shows.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from summaries.models import Brief, Job
from summaries.templatetags.desk import age, in_language, job_words, person

# Some 4 KB each, in every web process.
KEPT = 2_000


@dataclass(frozen=True)
class Row:
    """All that a row shows, in the language of the page; rows that are equal look alike.

    `work` and `progress` are those of a job that is queued or running.
    """

    brief: int
    name: str
    has_text: bool
    headline: str
    arabic: str
    work: str
    progress: tuple[int, int] | None
    status: str
    status_words: str
    is_stopped: bool
    has_failed: bool
    blocking: int
    warnings: int
    has_newer_article: bool
    reports: int
    comments: int
    source: str
    also_published: int
    topic: str
    owner: str
    changed_at: datetime
    changed_ago: str
    arrived_at: datetime
    arrived_ago: str

    @classmethod
    def of(cls, brief: Brief) -> "Row":
        """Return what is shown of a brief of `services.queue_rows`."""
        job = brief.newest_jobs[0] if brief.newest_jobs else None
        is_open = job is not None and job.is_open
        text = brief.current
        return cls(
            brief=brief.pk,
            name=str(brief),
            has_text=text is not None,
            headline=text.headline_en if text else "",
            arabic=(text and text.headline_ar) or brief.article.headline,
            work=job_words(job) if is_open else "",
            progress=(job.done, job.total or 1) if is_open else None,
            status=brief.status,
            status_words=brief.get_status_display(),
            is_stopped=brief.stopped,
            has_failed=job is not None and job.state == Job.State.FAILED,
            blocking=brief.blocking,
            warnings=brief.only_warnings,
            has_newer_article=brief.newer_article_id is not None,
            reports=brief.open_reports,
            comments=brief.open_comments,
            source=in_language(brief.article.source, "name") if brief.article.source else "",
            also_published=brief.also_published,
            topic=in_language(brief.topic, "name") if brief.topic else "",
            owner=person(brief.owner),
            changed_at=brief.status_changed_at,
            changed_ago=age(brief.status_changed_at),
            arrived_at=brief.created_at,
            arrived_ago=age(brief.created_at),
        )


def rendered(briefs: list[Brief], ticked: list[int]) -> list[tuple[Brief, SafeString]]:
    """Return each brief with the HTML of its row, ticked where its key is in `ticked`."""
    of_page = (get_language(), timezone.get_current_timezone_name())
    return [(brief, _html(Row.of(brief), brief.pk in ticked, *of_page)) for brief in briefs]


@lru_cache(maxsize=KEPT)
def _html(row: Row, is_ticked: bool, language: str, time_zone: str) -> SafeString:
    """Make the HTML of a row; `language` and `time_zone` are those that are active."""
    return render_to_string("desk/_row.html", {"row": row, "is_ticked": is_ticked})
