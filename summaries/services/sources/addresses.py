"""The article at an address that a person gave."""

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Article, Brief, Fetch, Source
from summaries.models.fields import key_of
from summaries.net.client import Response
from summaries.readers.addresses import item_url
from summaries.services import intake
from summaries.services.articles import Facts, brief_of
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.people.accounts import require_desk
from summaries.services.sources import ledger
from summaries.services.sources.items import page_of
from summaries.services.sources.sites import is_own, source_of

# Nobody waits for more than these at once, and other people want their turn.
OPEN_A_PERSON = 20


def ask(
    actor, url: str, source: Source | None = None, *, attempts: int = 0, forced: bool = True
) -> Fetch:
    """Have the article at an address fetched, or return the fetch of it that is open already.

    Without `source` it is the one whose address this is. `forced`: its host is tried though it is
    left alone. Raises NotAllowed, AlreadyTakenIn with the brief where the desk has the article, and
    Invalid, in words, for what is never fetched.
    """
    require_desk(actor)
    if brief := brief_at(url):
        raise AlreadyTakenIn(_("The article at this address is on the desk already."), brief)
    source = source or source_of(url)
    with transaction.atomic():
        waiting = Fetch.objects.open().filter(kind=Fetch.Kind.ADDRESS, asked_by=actor)
        if waiting.count() >= OPEN_A_PERSON:
            raise Invalid(
                _("%(limit)d addresses of yours are waiting. Wait until some of them are fetched.")
                % {"limit": OPEN_A_PERSON}
            )
        return ledger.enqueue_address(actor, url, source, attempts=attempts, forced=forced)


def brief_at(url: str) -> Brief | None:
    """Return the brief that the article at an address leads to, where the desk has it."""
    keys = [key_of(spelling) for spelling in {url, item_url(url)} - {""}]
    articles = Article.objects.filter(url_key__in=keys).select_related("source").order_by("pk")
    article = next(filter(_is_really_there, articles), None)
    if article:
        return brief_of(article)
    # Where the article says that its address is another one.
    fetched = Fetch.objects.filter(kind=Fetch.Kind.ADDRESS, url_key__in=keys)
    done = fetched.exclude(brief=None).select_related("brief").first()
    return done.brief if done else None


def _is_really_there(article: Article) -> bool:
    """Say whether an article can be believed to stand at its address: feeds may say anything."""
    is_listed = article.channel == Article.Channel.SOURCE and article.source is not None
    return not is_listed or is_own(article.source, article.url)


def take(claim, fetch: Fetch, response: Response) -> Brief:
    """Take the article in for who asked for it, end the fetch; returns the brief it leads to.

    One that is on the desk already leads to its brief. Raises TextRejected, in words, and Stopped
    when the claim is lost: then nothing is stored.
    """
    page = page_of(response)
    address = page.canonical_url or response.url
    facts = Facts(
        Article.Channel.ADDRESS,
        _source(fetch, address),
        address,
        byline=page.byline,
        published_at=page.published_at,
        title=page.title,
    )
    prepared = intake.prepare(page.text, page.title)
    with transaction.atomic():
        brief = intake.store(prepared, facts, actor=fetch.asked_by).brief
        claim.finish(brief=brief)
    return brief


def _source(fetch: Fetch, address: str) -> Source | None:
    """Return whose article it is: who asked may know; else it is the site where it was found."""
    source = fetch.source
    if source and (is_own(source, address) or not is_own(source, fetch.url)):
        return source
    return source_of(address)
