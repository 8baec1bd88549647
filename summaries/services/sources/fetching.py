"""One fetch from claim to outcome: the host's turn, robots.txt, the request, and who takes it in.

Nothing of the network and no parsing happens inside a transaction.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from summaries import log_context
from summaries.engine.errors import EngineError, Stopped
from summaries.models import Fetch, Source
from summaries.net.client import Client, Response, check_url
from summaries.net.errors import FetchError
from summaries.services import lease
from summaries.services.errors import ServiceError
from summaries.services.jobs import UNEXPECTED
from summaries.services.sources import addresses, bells, hosts, items, ledger, polling, standing
from summaries.services.sources.claims import LOST, Claim
from summaries.services.sources.inner import opened_for_fetch

logger = logging.getLogger(__name__)

HOST_CLOSED = "Its server failed several times in a row and is left alone for a while."
# A turn is for robots.txt, the address itself, and the robots.txt of where it leads.
REQUESTS_A_TURN = 3
MARGIN = timedelta(seconds=5)
# A worker that shall stop waits for the end of what it does: not for ever.
MOST_A_BELL = 20
# What is wrong with the content, and not with the way to it.
CONTENT, UNFORESEEN = "content", "unexpected"


def run(fetch_id: int, client: Client) -> None:
    """Do one fetch, if nobody else has it; see `work`."""
    claim = ledger.claim(fetch_id)
    if claim is not None:
        work(claim, client)


def answer(client: Client) -> None:
    """Answer a bell: do fetches whose host is free, most urgent first, while there are any.

    Bells get lost, and some ring for a host that is busy: whoever is awake works on.
    """
    for _turn in range(MOST_A_BELL):
        claim = bells.answer()
        if claim is None:
            return
        work(claim, client)


def work(claim: Claim, client: Client) -> None:
    """Bring a claimed fetch to an outcome: done, failed in words, or given back until later.

    Whatever a host sends, nothing is raised for it.
    """
    with log_context.about(fetch=claim.fetch_id):
        _bring_to_an_end(claim, client)


def _bring_to_an_end(claim: Claim, client: Client) -> None:
    fetch = (
        Fetch.objects.select_related("source", "item", "asked_by").filter(pk=claim.fetch_id).first()
    )
    if fetch is None:
        # Its source was removed just now.
        return
    if not _is_wanted(fetch):
        claim.drop()
        return
    try:
        _work(claim, fetch, client)
    except Stopped as stopped:
        logger.info("%s stopped: %s", claim, stopped)
    except FetchError as error:
        pause = error.retry_after or timedelta()
        facts = {"temporary": error.temporary, "pause": pause, "status": error.status}
        _fail(claim, str(error), error.kind, **facts)
    except EngineError as error:
        _fail(claim, str(error), CONTENT, temporary=not error.permanent)
    except ServiceError as error:
        _fail(claim, str(error), CONTENT, temporary=False)
    except Exception:
        logger.exception("%s failed unexpectedly", claim)
        ledger.fail(claim, UNEXPECTED, UNFORESEEN, temporary=True)


def _fail(claim: Claim, words: str, kind: str, **facts) -> None:
    logger.info("%s failed: %s", claim, words)
    ledger.fail(claim, words, kind, **facts)


def _is_wanted(fetch: Fetch) -> bool:
    """Say whether the fetch still has a purpose: its source is active and has this address."""
    if fetch.kind == Fetch.Kind.ADDRESS:
        return True
    if fetch.kind == Fetch.Kind.POLL and fetch.url != fetch.source.url:
        Source.objects.filter(pk=fetch.source_id).update(next_fetch_at=timezone.now())
        return False
    return fetch.source.is_active or fetch.asked_by_id is not None


def _work(claim: Claim, fetch: Fetch, client: Client) -> None:
    client = client.within(opened_for_fetch(fetch, client.policy.allowed))
    check_url(fetch.url, client.policy.allowed)
    hold = timedelta(seconds=client.policy.deadline) * REQUESTS_A_TURN + MARGIN
    turn = hosts.take_turn(fetch.host, hold, forced=fetch.forced)
    if turn is None:
        _postpone(claim, fetch)
        return
    with lease.kept(claim):
        response = _ask(turn, fetch, client)
        _take(claim.answered(response), fetch, response)


def _postpone(claim: Claim, fetch: Fetch) -> None:
    """Give the fetch back until its host is free; a page of sources says why it takes so long."""
    until = hosts.free_at(fetch.host, forced=fetch.forced)
    closed = not fetch.forced and hosts.is_closed(fetch.host)
    claim.postpone(until, HOST_CLOSED if closed else "")
    if closed and fetch.kind == Fetch.Kind.POLL:
        Source.objects.filter(pk=fetch.source_id).update(next_fetch_at=until)


def _ask(turn: hosts.Turn, fetch: Fetch, client: Client) -> Response:
    """Ask the host and give its turn back, at once: reading the answer takes its own time."""
    try:
        hosts.require_allowed(turn.name, fetch.url, client)
        response = client.get(fetch.url, onward=_allowed_there, **_conditions(fetch))
    except FetchError as error:
        hosts.note(turn.name, error)
        raise
    finally:
        turn.end(hosts.pause_after(turn.name, settings.USER_AGENT))
        bells.ring_for_next(turn.name)
    hosts.answered(turn.name)
    return response


def _allowed_there(client: Client, url: str) -> None:
    """Raise FetchError for a redirect that the robots.txt there forbids to follow."""
    hosts.require_allowed(hosts.name_of(url), url, client)


def _conditions(fetch: Fetch) -> dict[str, str]:
    """Return what to send so that an unchanged feed or list is not sent again."""
    if fetch.kind != Fetch.Kind.POLL:
        return {}
    return {"etag": fetch.source.etag, "last_modified": fetch.source.last_modified}


def _take(claim: Claim, fetch: Fetch, response: Response) -> None:
    """Hand the answer to who reads and stores it, and end the fetch.

    They store what was read in steps of their own that a second time change nothing: a worker that
    dies in between loses nothing, and does nothing twice.
    """
    if not claim.renew():
        raise Stopped(LOST)
    if fetch.kind == Fetch.Kind.ITEM:
        claim.finish(brief=items.take_page(claim, fetch.item, response))
    elif fetch.kind == Fetch.Kind.ADDRESS:
        addresses.take(claim, fetch, response)
    else:
        outcome = polling.take(claim, fetch.source, _or_unchanged(fetch, response))
        claim.finish(seen=outcome.seen, fresh=outcome.fresh, again=outcome.again)


def _or_unchanged(fetch: Fetch, response: Response) -> Response:
    """Return the answer as "not modified" where it has the very bytes of the last one."""
    same = standing.digest(response.body) == fetch.source.body_hash
    return replace(response, not_modified=True, body=b"") if same else response
