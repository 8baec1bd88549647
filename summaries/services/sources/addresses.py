"""The article at an address that a person gave."""

from itertools import takewhile
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Article, Brief, Fetch, Source
from summaries.net.client import Response
from summaries.readers.addresses import item_url, same_site
from summaries.services import intake
from summaries.services.accounts import require_desk
from summaries.services.articles import Facts, brief_of
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.sources import ledger
from summaries.services.sources.items import page_of

# Nobody waits for more than these at once, and other people want their turn.
OPEN_A_PERSON = 20


def ask(actor, url: str, source: Source | None = None, *, attempts: int = 0) -> Fetch:
    """Have the article at an address fetched, or return the fetch of it that is open already.

    Without `source` it is the one whose address this is. Raises NotAllowed, AlreadyTakenIn with the
    brief where the desk has the article, and Invalid, in words, for what is never fetched.
    """
    require_desk(actor)
    with transaction.atomic():
        if brief := brief_at(url):
            raise AlreadyTakenIn(_("The article at this address is on the desk already."), brief)
        waiting = Fetch.objects.open().filter(kind=Fetch.Kind.ADDRESS, asked_by=actor)
        if waiting.count() >= OPEN_A_PERSON:
            raise Invalid(
                _("%(limit)d addresses of yours are waiting. Wait until some of them are fetched.")
                % {"limit": OPEN_A_PERSON}
            )
        return ledger.enqueue_address(actor, url, source or source_of(url), attempts=attempts)


def brief_at(url: str) -> Brief | None:
    """Return the brief that the article at an address leads to, where the desk has it."""
    spellings = {url, item_url(url)} - {""}
    article = Article.objects.filter(url__in=spellings).order_by("pk").first()
    if article:
        return brief_of(article)
    # Where the article says that its address is another one.
    fetched = Fetch.objects.filter(kind=Fetch.Kind.ADDRESS, url__in=spellings).exclude(brief=None)
    done = fetched.select_related("brief").first()
    return done.brief if done else None


def source_of(url: str) -> Source | None:
    """Return the source whose address this is; None where there is none, or more than one."""
    best: list[Source] = []
    rank = (False, 0)
    for source in Source.objects.all():
        found = max((_closeness(url, own) for own in (source.homepage, source.url)), default=rank)
        if found > rank:
            rank, best = found, []
        if found == rank and any(rank):
            best.append(source)
    return best[0] if len(best) == 1 else None


def _closeness(url: str, own: str) -> tuple[bool, int]:
    """Return whether two addresses have one host, and how much their paths share; 0: no site."""
    if not same_site(url, own):
        return False, 0
    given, known = urlsplit(url), urlsplit(own)
    steps = zip(given.path.split("/"), known.path.split("/"), strict=False)
    shared = sum(1 for _both in takewhile(lambda both: both[0] == both[1], steps))
    return given.hostname == known.hostname, shared


def take(claim, fetch: Fetch, response: Response) -> Brief:
    """Take the article in for who asked for it; returns the brief that it leads to.

    One that is on the desk already leads to its brief. Raises TextRejected, in words.
    """
    page = page_of(response)
    facts = Facts(
        Article.Channel.ADDRESS,
        fetch.source,
        page.canonical_url or response.url,
        byline=page.byline,
        published_at=page.published_at,
        title=page.title,
    )
    return intake.receive(page.text, facts, actor=fetch.asked_by).brief
