"""Redis as a cache that may be away: what is in it is a convenience, never a condition.

While it does not answer, every answer is that of an empty cache: pages are made anew, and requests
go uncounted. The log says so once, and once more when it answers again.
"""

import json
import logging
import time
from functools import partialmethod
from typing import ClassVar

from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache as DjangosCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# A Redis that did not answer is left alone for so long: waiting for it costs each page a second.
PAUSE_SECONDS = 5.0


class Plain:
    """Writes values as JSON: reading them runs nothing, whoever wrote them."""

    def dumps(self, value) -> int | str:
        """Return what is stored; a number stays one, for Redis counts with it."""
        return value if type(value) is int else json.dumps(value, ensure_ascii=False)

    def loads(self, stored: bytes):
        """Return the value, tuples as lists; None where another version or program wrote it."""
        try:
            return json.loads(stored)
        except ValueError:
            return None


class RedisCache(DjangosCache):
    """Django's cache in Redis, and an empty one while that is away."""

    # When each Redis that is away is asked again. Threads have a cache each and share this.
    _away: ClassVar[dict[str, float]] = {}

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        self._server = server
        self._empty = DummyCache(server, params)

    def answers(self) -> bool:
        """Say whether Redis answers; it is not asked while it is left alone."""
        self.has_key("answers")
        return self._server not in self._away

    def _or_empty(self, name: str, *args, **kwargs):
        """Call a method of Django's cache; while Redis is away, that of an empty one."""
        again_at = self._away.get(self._server)
        if again_at is not None:
            if time.monotonic() < again_at:
                return self._ask_empty(name, *args, **kwargs)
            self._leave_alone()  # One thread asks; the others need not wait with it.
        try:
            answer = getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            noticed_before = self._server in self._away
            self._leave_alone()
            if not noticed_before:
                logger.warning("the cache is away; nothing is kept or counted: %s", error)
            return self._ask_empty(name, *args, **kwargs)
        if self._away.pop(self._server, None) is not None:
            logger.warning("the cache answers again")
        return answer

    def _ask_empty(self, name: str, *args, **kwargs):
        return getattr(self._empty, name)(*args, **kwargs)

    def _leave_alone(self) -> None:
        self._away[self._server] = time.monotonic() + PAUSE_SECONDS

    add = partialmethod(_or_empty, "add")
    get = partialmethod(_or_empty, "get")
    set = partialmethod(_or_empty, "set")
    touch = partialmethod(_or_empty, "touch")
    delete = partialmethod(_or_empty, "delete")
    incr = partialmethod(_or_empty, "incr")
    has_key = partialmethod(_or_empty, "has_key")
    get_many = partialmethod(_or_empty, "get_many")
    set_many = partialmethod(_or_empty, "set_many")
    delete_many = partialmethod(_or_empty, "delete_many")
    clear = partialmethod(_or_empty, "clear")
