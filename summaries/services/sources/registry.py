"""What admins do with sources: each act with its line in the source's history."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Fetch, Item, Source
from summaries.services import site, texts
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.people.accounts import roles_of
from summaries.services.sources import facts as source_facts
from summaries.services.sources import ledger
from summaries.services.sources.facts import Facts, InvalidFact
from summaries.services.sources.history import record
from summaries.workflow import Role

TAKEABLE = (Item.State.ARCHIVED, Item.State.SKIPPED, Item.State.SET_ASIDE, Item.State.FAILED)
# Facts with which the source is another one to the fetcher.
_IDENTITY = {"kind", "url", "link_pattern"}
_FORGOTTEN = {
    "etag": "",
    "last_modified": "",
    "body_hash": "",
    "failures": 0,
    "last_error": "",
    "failing_since": None,
    "last_fetch_at": None,
    "last_success_at": None,
    "last_item_at": None,
    "told_failing_at": None,
    "told_silent_at": None,
}


def may_change(user) -> bool:
    """Say whether somebody may add and change sources."""
    return Role.ADMIN in roles_of(user)


def require_admin(user) -> None:
    """Raise NotAllowed for everybody who may not change sources."""
    if not may_change(user):
        raise NotAllowed(_("Only admins change sources. Ask one of them."))


def add(actor, facts: Facts, *, reason: str = "") -> Source:
    """Store a new source; an active one is fetched soon. Raises NotAllowed, InvalidFact."""
    require_admin(actor)
    facts = source_facts.checked(facts)
    source = Source(**source_facts.stored(facts))
    source.next_fetch_at = timezone.now() if source.is_fetched else None
    with transaction.atomic():
        _save(source)
        record(source, "added", actor=actor, reason=texts.note(reason))
        _fetch_soon(source)
    return source


def change(actor, source: Source, facts: Facts, *, reason: str = "", seen: int = 0) -> Source:
    """Change what is known about a source; its history tells what it was before.

    `seen` is the newest line of its history on the form (0: not asked). Whether it is active stays:
    `pause` and `resume` say why. Raises NotAllowed, InvalidFact, and Stale for a form that somebody
    else overtook.
    """
    require_admin(actor)
    with transaction.atomic():
        source = _locked(source)
        if seen and _changed_since(source, seen):
            raise Stale(
                _("Somebody else changed this source meanwhile. Look at it again, then save.")
            )
        before = Facts.of(source)
        after = source_facts.checked(facts, but=source)
        told = source_facts.differences(before, after)
        told = {side: _without_active(values) for side, values in told.items()}
        if not told["after"]:
            return source
        _store(source, after, changed=set(told["after"]))
        # Its name, its owner, or how much of its articles may be shown.
        site.changed()
        record(source, "changed", actor=actor, reason=texts.note(reason), **told)
    return source


def _changed_since(source: Source, seen: int) -> bool:
    """Say whether a person changed the source since; what the system noted hinders nobody."""
    return source.events.filter(pk__gt=seen, verb="changed").exists()


def _without_active(values: dict) -> dict:
    return {name: value for name, value in values.items() if name != "is_active"}


def _store(source: Source, facts: Facts, *, changed: set[str]) -> None:
    for name, value in source_facts.stored(facts).items():
        if name != "is_active":
            setattr(source, name, value)
    if not changed & (_IDENTITY | {"interval_minutes"}):
        return _save(source)
    if changed & _IDENTITY:
        # It is fetched as for the first time: what stood there before today is no news.
        ledger.cancel_open(source.fetches)
        for name, value in _FORGOTTEN.items():
            setattr(source, name, value)
    source.next_fetch_at = timezone.now() if source.is_fetched else None
    _save(source)
    return _fetch_soon(source)


def _save(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        # Another admin gave the name to another source a moment ago.
        raise InvalidFact("name_en", _("Another source has this name.")) from error


def _fetch_soon(source: Source) -> None:
    if source.is_fetched:
        ledger.enqueue_poll(source)


def _locked(source: Source) -> Source:
    return Source.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)


def pause(actor, source: Source, reason: str) -> Source:
    """Fetch a source no more until it is resumed. A reason is kept for the others.

    Raises NotAllowed, Invalid without a reason, WrongState for one that is paused already.
    """
    require_admin(actor)
    reason = texts.note(reason)
    if not reason:
        raise Invalid(_("Say why, so that the others know when to resume it."))
    with transaction.atomic():
        source = _locked(source)
        if not source.is_active:
            raise WrongState(_("This source is paused already."))
        source.is_active, source.next_fetch_at = False, None
        source.save(update_fields=["is_active", "next_fetch_at"])
        ledger.cancel_open(source.fetches)
        record(source, "paused", actor=actor, reason=reason)
    return source


def resume(actor, source: Source, *, reason: str = "") -> Source:
    """Fetch a paused source again, from now on. Raises NotAllowed, WrongState."""
    require_admin(actor)
    with transaction.atomic():
        source = _locked(source)
        if source.is_active:
            raise WrongState(_("This source is active already."))
        source.is_active = True
        source.next_fetch_at = timezone.now() if source.is_fetched else None
        source.save(update_fields=["is_active", "next_fetch_at"])
        record(source, "resumed", actor=actor, reason=texts.note(reason))
        _fetch_soon(source)
    return source


def fetch_now(actor, source: Source) -> Fetch:
    """Fetch a source now, before its time. Raises NotAllowed, WrongState where nothing is."""
    require_admin(actor)
    with transaction.atomic():
        source = _locked(source)
        if source.kind == Source.Kind.MANUAL:
            raise WrongState(_("Nothing is fetched from this source: people bring its articles."))
        if not source.is_active:
            raise WrongState(_("This source is paused. Resume it first."))
        return ledger.enqueue_poll(source, actor=actor)


def take_in_item(actor, item: Item) -> Fetch:
    """Fetch the page of an item that was not taken in, because a person wants it.

    Raises NotAllowed, WrongState for an item that is on its way or on the desk.
    """
    require_admin(actor)
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.state not in TAKEABLE:
            raise WrongState(_("This item is on the desk already, or on its way there."))
        if not item.url:
            raise WrongState(
                _("This item names no page to fetch. Paste its text under “Add article”.")
            )
        # With a moment of change it is wanted, however old it is: see `items.is_old`.
        item.state, item.reason, item.changed_at = Item.State.WAITING, "", timezone.now()
        item.save(update_fields=["state", "reason", "changed_at"])
        record(item.source, "item_taken", actor=actor, title=item.title, item=item.pk)
        return ledger.enqueue_item(item, actor=actor)
