"""Sending articles, and asking what became of them."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Path, Router

from summaries.engine.errors import TextRejected
from summaries.models import Article, Scope, Source, Topic
from summaries.services import idempotency, intake, texts
from summaries.services.engine_words import spoken
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.idempotency import Answer
from summaries.services.sources import addresses, sites
from summaries.views.api import schemas, shown
from summaries.views.api.access import Token
from summaries.views.api.problems import wrong_fields

router = Router(tags=["articles"])

_validate = URLValidator(schemes=["http", "https"])
_ONLY_WITH_TEXT = ("url", "title", "byline", "published_at", "topic")
_KEY = {"max_length": 200, "pattern": r"^[!-~]*$"}


@router.post(
    "/articles",
    auth=Token(Scope.ARTICLES_WRITE),
    response={201: schemas.Article, 202: schemas.Fetch},
    url_name="articles",
    operation_id="sendArticle",
    summary=gettext_noop("Send an article"),
    description=gettext_noop(
        "Send the text of an Arabic article, and the desk stores it and drafts a brief (201). Or "
        "send the address where it stands, and the desk fetches it soon (202): ask the fetch what "
        "came of it. An article that the desk has already is refused (409) with its address here."
    ),
)
def send(
    request: HttpRequest,
    article: schemas.NewArticle,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            description=gettext_noop(
                "Any text of up to 200 letters, digits and marks that names this request. Sent "
                "again within a day, the request is not carried out twice: it gets the same "
                "answer, with the header Idempotency-Replayed: true."
            ),
            **_KEY,
        ),
    ] = "",
):
    """Store the article, or ask for its page."""
    asked = article.model_dump(mode="json", exclude_none=True)
    if article.text is None and article.address is None:
        raise wrong_fields([("", _("Send a text, or the address where it stands."))])
    do = _take_in if article.address is None else _fetch
    answer = idempotency.once(request.auth, key, asked, lambda: do(request, article))
    return _response(answer)


@router.get(
    "/articles/{int:article_id}",
    auth=Token(Scope.ARTICLES_READ),
    response=schemas.Article,
    url_name="article",
    operation_id="readArticle",
    summary=gettext_noop("Ask what became of an article"),
    description=gettext_noop(
        "Where an article stands: with the machine, with the people of the desk, or with readers. "
        "A token sees every article of the desk, as the person does whom it acts for."
    ),
)
def read(
    request: HttpRequest,
    article_id: Annotated[int, Path(description=gettext_noop("The number of the article."))],
):
    """Show an article."""
    found = Article.objects.select_related("source").filter(pk=article_id).first()
    if found is None:
        raise Http404(_("There is no article with this number."))
    return shown.article(request, found)


def _take_in(request: HttpRequest, given: schemas.NewArticle) -> Callable[[], Answer]:
    url = _original(given.url)
    facts = intake.Facts(
        channel=Article.Channel.API,
        source=_source(given.source) or (sites.source_of(url) if url else None),
        url=url,
        title=given.title or "",
        byline=given.byline or "",
        published_at=given.published_at,
        topic=_topic(given.topic),
    )
    try:
        prepared = intake.prepare(given.text or "", facts.title)
    except TextRejected as error:
        raise wrong_fields([("text", spoken(error))]) from error
    return lambda: _store(request, prepared, facts)


def _store(request: HttpRequest, prepared: intake.Prepared, facts: intake.Facts) -> Answer:
    received = intake.store(prepared, facts, actor=request.auth.user)
    if received.outcome is intake.Outcome.KNOWN:
        raise AlreadyTakenIn(_("This article is on the desk already."), received.brief)
    return Answer(201, shown.article(request, received.article).model_dump(mode="json"))


def _fetch(request: HttpRequest, given: schemas.NewArticle) -> Callable[[], Answer]:
    stray = [name for name in ("text", *_ONLY_WITH_TEXT) if getattr(given, name) is not None]
    if stray:
        detail = _("Not with an address: the page itself says it. Send a text, or an address.")
        raise wrong_fields([(name, detail) for name in stray])
    source = _source(given.source)
    return lambda: _enqueue(request, given.address, source)


def _enqueue(request: HttpRequest, address: str, source: Source | None) -> Answer:
    try:
        # Programs do not try a host that is left alone: they would again and again.
        fetch = addresses.ask(request.auth.user, address, source, forced=False)
    except Invalid as error:
        raise wrong_fields([("address", str(error))]) from error
    return Answer(202, shown.fetch(request, fetch).model_dump(mode="json"))


def _source(named: int | str | None) -> Source | None:
    if named is None:
        return None
    if isinstance(named, int):
        chosen = Q(pk=named)
    else:
        # A name in English is one outlet's alone; it goes before another's name in Arabic.
        chosen = Q(name_en=named.strip()) | Q(name_ar=named.strip())
    found = sorted(Source.objects.filter(chosen)[:10], key=lambda source: source.name_en != named)
    if not found or not named:
        detail = _("The desk knows no such source. Ask an admin to add it, or leave it out.")
        raise wrong_fields([("source", detail)])
    return found[0]


def _topic(slug: str | None) -> Topic | None:
    if not slug:
        return None
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Topic.objects.values_list("slug", flat=True))
        detail = _("There is no such topic. These are: %(topics)s.") % {"topics": known}
        raise wrong_fields([("topic", detail)])
    return found


def _original(url: str | None) -> str:
    """Return the address of the original, which readers get to see."""
    if not url:
        return ""
    if not _is_web_address(url):
        raise wrong_fields([("url", _("This is not a web address. It begins with https://."))])
    if "@" in urlsplit(url).netloc:
        detail = _("Take the user name or password out of this address.")
        raise wrong_fields([("url", detail)])
    return url


def _is_web_address(url: str) -> bool:
    try:
        _validate(url)
        # Without what hides in a text, and without NUL, which PostgreSQL cannot store.
        return texts.one_line(url) == url
    except ValidationError:
        return False


def _response(answer: Answer) -> HttpResponse:
    response = JsonResponse(
        answer.body, status=answer.status, json_dumps_params={"ensure_ascii": False}
    )
    response["Location"] = answer.body["url"]
    if answer.replayed:
        response["Idempotency-Replayed"] = "true"
    return response
