"""Articles and fetches as programs see them. Whoever is on the desk sees all of both."""

from django.http import HttpRequest
from django.urls import reverse

from summaries.models import Article, Brief, Fetch, Job, Source
from summaries.services import intake, jobs
from summaries.services.engine_words import spoken
from summaries.views.api import schemas
from summaries.workflow import LIVE, Status


def address_of(request: HttpRequest, article_id: int) -> str:
    """Return where to ask for an article."""
    return request.build_absolute_uri(reverse("api:article", args=[article_id]))


def article(request: HttpRequest, article: Article) -> schemas.Article:
    """Return what became of an article."""
    brief = intake.brief_of(article)
    job = jobs.latest(brief)
    return schemas.Article(
        id=article.pk,
        url=address_of(request, article.pk),
        state=_state(brief),
        headline=article.headline,
        address=article.url or None,
        source=_source(article.source),
        byline=article.byline or None,
        published_at=article.published_at,
        received_at=article.taken_in_at,
        reprint_of=article.reprint_of_id,
        version_of=article.version_of_id,
        brief=_brief(request, brief),
        job=_job(job) if job else None,
    )


def fetch(request: HttpRequest, fetch: Fetch) -> schemas.Fetch:
    """Return what came of a fetch."""
    return schemas.Fetch(
        id=fetch.pk,
        url=request.build_absolute_uri(reverse("api:fetch", args=[fetch.pk])),
        state=fetch.state,
        address=fetch.url,
        source=_source(fetch.source),
        error=spoken(fetch.error) if fetch.error else None,
        article=address_of(request, fetch.brief.article_id) if fetch.brief else None,
        created_at=fetch.created_at,
        finished_at=fetch.finished_at,
    )


def _state(brief: Brief) -> str:
    if brief.status in LIVE:
        return "published"
    if brief.status == Status.RETRACTED:
        return "retracted"
    if brief.stopped:
        return "stopped"
    return "drafting" if brief.status == Status.DRAFTING else "on_the_desk"


def _source(source: Source | None) -> schemas.Source | None:
    return schemas.Source(id=source.pk, name=source.name_en) if source else None


def _brief(request: HttpRequest, brief: Brief) -> schemas.Brief:
    is_public = brief.status in {*LIVE, Status.RETRACTED}
    return schemas.Brief(
        id=brief.pk,
        status=brief.status,
        desk_url=request.build_absolute_uri(reverse("desk:brief", args=[brief.pk])),
        public_url=request.build_absolute_uri(brief.get_absolute_url()) if is_public else None,
    )


def _job(job: Job) -> schemas.Job:
    return schemas.Job(
        state=job.state,
        stage=job.stage,
        done=job.done,
        total=job.total,
        error=spoken(job.error) if job.error else None,
    )
