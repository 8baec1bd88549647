"""A request that is sent twice happens once (draft-ietf-httpapi-idempotency-key-header-07).

Whoever sends a request again because its answer got lost names it by a key. The row of the key is
written before the work, so that a second request at the same time is told to wait, and the answer
is stored in the transaction of the work, so that neither exists without the other.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import ApiToken, IdempotentAnswer
from summaries.services.errors import Invalid, WrongState

# How long an answer is given again.
KEPT = timedelta(hours=24)
# Longer than any request takes: a row without an answer that is older was left by a crash.
LEASE = timedelta(seconds=60)


class KeyReused(Invalid):
    """The key belongs to another request."""


class StillRunning(WrongState):
    """The first request with this key has no answer yet."""


@dataclass(frozen=True)
class Answer:
    """What a request is answered; `replayed` when an earlier one with its key was."""

    status: int
    body: dict
    replayed: bool = False


# Does what takes time, and returns what stores its outcome.
Work = Callable[[], Callable[[], Answer]]


def once(token: ApiToken, key: str, request: Mapping, work: Work) -> Answer:
    """Do `work` unless this token had it done under this key; return its answer, stored for a day.

    `request` is what the program asked for, in JSON's types. What `work` returns runs in one
    transaction, with the storing of its answer where there is a key. What either raises frees the
    key, for nothing was done. Raises KeyReused or StillRunning.
    """
    if not key:
        store = work()
        with transaction.atomic():
            return store()
    row = _claim(token, key, _digest(request))
    if row.status is not None:
        return Answer(row.status, row.body, replayed=True)
    try:
        store = work()
        with transaction.atomic():
            answer = store()
            _keep(row, answer)
    except BaseException:
        _mine(row).delete()
        raise
    return answer


def prune() -> int:
    """Forget the answers that are not given again any more; return how many."""
    return IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _claim(token: ApiToken, key: str, request_hash: str) -> IdempotentAnswer:
    """Return a row without an answer that is ours to fill, or the row with its answer."""
    now = timezone.now()
    fresh = {"request_hash": request_hash, "status": None, "body": {}, "created_at": now}
    rows = IdempotentAnswer.objects.filter(token=token, key=key)
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(token=token, key=key, **fresh)
    except IntegrityError:
        abandoned = Q(status=None, created_at__lt=now - LEASE) | Q(created_at__lt=now - KEPT)
        taken = rows.filter(abandoned).update(**fresh)
    row = rows.first()
    if row is not None and row.request_hash != request_hash:
        raise KeyReused(
            _("This Idempotency-Key belongs to another request. Send this one with a new key.")
        )
    if row is None or (row.status is None and not taken):
        raise StillRunning(
            _("The first request with this Idempotency-Key is still at work. Repeat it shortly.")
        )
    return row


def _keep(row: IdempotentAnswer, answer: Answer) -> None:
    """Store the answer. A claim that took too long and was taken over undoes its work."""
    if not _mine(row).update(status=answer.status, body=answer.body):
        raise StillRunning(_("This request took too long and another one took its place."))


def _mine(row: IdempotentAnswer) -> QuerySet[IdempotentAnswer]:
    """Return the row as long as nobody took it over."""
    return IdempotentAnswer.objects.filter(pk=row.pk, status=None, created_at=row.created_at)


def _digest(request: Mapping) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
