"""Several files at once, each of them an article of its own: a bad one costs the others nothing."""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.engine.errors import EngineError
from summaries.models import Article, Brief, Source
from summaries.services import brakes, texts
from summaries.services.engine_words import spoken
from summaries.services.errors import AlreadyTakenIn, ServiceError, WrongState
from summaries.services.intake import take_in_file
from summaries.services.jobs import UNEXPECTED
from summaries.services.people.accounts import require_desk

logger = logging.getLogger(__name__)

# Somebody waits for the page; a file may take seconds to read.
PATIENCE_SECONDS = 60.0
# The last file begins within that time. Then its person's next request is heard, whatever happened.
_OVER_SECONDS = 120


@dataclass(frozen=True)
class Fate:
    """What became of a file: its brief, new or known before, or in `words` why there is none."""

    name: str
    brief: Brief | None = None
    is_new: bool = False
    words: str = ""


def take_in_each(actor, files: Iterable, *, source: Source | None = None) -> list[Fate]:
    """Take uploaded files in one by one and say what became of each.

    Raises NotAllowed, or WrongState while earlier files of the same person are being read.
    """
    require_desk(actor)
    until = time.monotonic() + PATIENCE_SECONDS
    with _alone(actor):
        return [_in_time(actor, upload, until, source) for upload in files]


def take_in_one(actor, upload, *, source: Source | None = None, url: str = "") -> Brief:
    """Take in the one file of a request; see `intake.take_in_file`, and `take_in_each`."""
    require_desk(actor)
    with _alone(actor):
        return take_in_file(actor, upload.name, upload.read(), source=source, url=url)


@contextmanager
def _alone(actor) -> Iterator[None]:
    """Read for one request of a person at once: it takes a thread of the site and much memory."""
    try:
        with brakes.alone("upload", str(actor.pk), seconds=_OVER_SECONDS):
            yield
    except brakes.Busy:
        words = _("Your last files are still being read. Wait a minute, then add these.")
        raise WrongState(words) from None


def _in_time(actor, upload, until: float, source: Source | None) -> Fate:
    if time.monotonic() > until:
        words = _("The files before it took too long to read. Add this one again.")
        return Fate(texts.one_line(upload.name), words=words)
    # One byte over the limit is enough to be refused.
    data = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    return fate_of(actor, upload.name, data, source=source)


def fate_of(
    actor,
    name: str,
    data: bytes,
    *,
    source: Source | None = None,
    url: str = "",
    channel: str = Article.Channel.UPLOAD,
) -> Fate:
    """Take one file in and say what became of it; only NotAllowed is raised."""
    require_desk(actor)
    shown = texts.one_line(name)
    try:
        brief = take_in_file(actor, name, data, source=source, url=url, channel=channel)
    except AlreadyTakenIn as known:
        return Fate(shown, known.brief, words=str(known))
    except (EngineError, ServiceError) as refusal:
        return Fate(shown, words=spoken(refusal))
    except Exception:
        # The articles in the other files must not be lost with this one.
        logger.exception("An uploaded file could not be taken in")
        return Fate(shown, words=spoken(UNEXPECTED))
    return Fate(shown, brief, is_new=True)
