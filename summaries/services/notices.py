"""Emails to people of the desk: written with their cause, sent by a worker, never lost.

The row is the truth, as with jobs: a notice commits together with what it tells, a worker claims it
by one conditional UPDATE, sends outside of any transaction and records the outcome. A worker that
dies leaves a lease that runs out, and the notice is tried again. (Pattern: healthchecks.)
"""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from summaries import log_context
from summaries.models import Brief, Comment, Edition, Notice, ReaderReport, Source
from summaries.services import emails, preferences
from summaries.services.editions import wanting
from summaries.services.engine_words import spoken
from summaries.services.mailing.postbox import Away, Postbox, Refused, words_of
from summaries.services.people import accounts

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# Longer than EMAIL_TIMEOUT lets one attempt take.
LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
BATCH = 100

_RELATED = (
    *("recipient", "actor", "source", "edition"),
    *("brief__current", "brief__article", "comment", "report"),
)
NO_ADDRESS = "This person has no email address, or left the desk."
NO_REPORT = "The worker stopped while it sent this."


def write(
    recipient,
    about: Brief | Source | Edition,
    kind: str,
    *,
    actor=None,
    comment: Comment | None = None,
    report: ReaderReport | None = None,
) -> Notice | None:
    """Write a notice about something in the transaction of its cause; ring after commit.

    Nobody is told about what they did themselves, nor who has no address or wants no email: then
    nothing is written and None returned.
    """
    if recipient is None or recipient == actor or not _can_receive(recipient):
        return None
    if not preferences.of(recipient).email_notices:
        return None
    subject = {about._meta.model_name: about, "comment": comment, "report": report}
    notice = Notice.objects.create(recipient=recipient, kind=kind, actor=actor, **subject)
    transaction.on_commit(ring_bell, robust=True)
    return notice


def _can_receive(person) -> bool:
    """Say whether somebody has an address and works here: who left the desk reads no more of it."""
    return bool(person.email) and accounts.is_on_the_desk(person)


def ring_bell() -> None:
    """Tell the broker that notices wait. If the broker is away, beat's next round sends them."""
    current_app.send_task("summaries.tasks.send_notices", queue="mail", retry=False)


def send_due() -> int:
    """Send every notice that is due and nobody else is sending; return how many went out.

    Safe to run anywhere, any number of times at once.
    """
    waiting = list(due().values_list("pk", flat=True)[:BATCH])
    with Postbox() as postbox:
        return sum(_told(postbox, pk) for pk in waiting)


def due() -> QuerySet[Notice]:
    """Return the notices that could be sent now, the one that waits longest first."""
    now = timezone.now()
    free = Q(attempt_until=None) | Q(attempt_until__lt=now)
    waiting = Notice.objects.filter(free, sent_at=None, run_after__lte=now)
    return waiting.filter(attempts__lt=MAX_ATTEMPTS).order_by("run_after")


def _told(postbox: Postbox, notice_id: int) -> bool:
    with log_context.about(notice=notice_id):
        return _attempt(postbox, notice_id)


def _attempt(postbox: Postbox, notice_id: int) -> bool:
    lease = timezone.now() + LEASE
    claimed = due().filter(pk=notice_id)
    if not claimed.update(attempt_until=lease, attempts=F("attempts") + 1, error=NO_REPORT):
        return False
    notice = Notice.objects.select_related(*_RELATED).get(pk=notice_id)
    if not _can_receive(notice.recipient):
        _give_up(notice, lease, NO_ADDRESS)
        return False
    try:
        postbox.send(message_for(notice))
    except (Refused, Away) as error:
        logger.warning("notice %s was not sent: %s", notice_id, error)
        _failed(notice, lease, error)
        return False
    except Exception as error:
        # A broken template or address stays broken; the other notices must not wait for it.
        logger.exception("notice %s cannot be sent", notice_id)
        _give_up(notice, lease, words_of(error))
        return False
    return _finish(notice, lease, sent_at=timezone.now(), error="")


def _failed(notice: Notice, lease: datetime, error: Refused | Away) -> None:
    """Try again after a longer and longer pause; not what is refused for good."""
    if isinstance(error, Refused) and error.permanent:
        _give_up(notice, lease, str(error))
    else:
        pause = FIRST_PAUSE * 4 ** (notice.attempts - 1)
        _finish(notice, lease, run_after=timezone.now() + pause, error=str(error))


def _give_up(notice: Notice, lease: datetime, words: str) -> None:
    _finish(notice, lease, attempts=MAX_ATTEMPTS, error=words)


def _finish(notice: Notice, lease: datetime, **outcome) -> bool:
    """Record the outcome, unless the lease ran out and another worker has the notice now."""
    mine = Notice.objects.filter(pk=notice.pk, attempt_until=lease)
    return mine.update(attempt_until=None, **outcome) == 1


def message_for(notice: Notice) -> EmailMultiAlternatives:
    """Return the email of a notice: text and HTML, in the recipient's language."""
    language = preferences.of(notice.recipient).language or settings.LANGUAGE_CODE
    subjects = (
        (notice.brief, _about_brief),
        (notice.source, _about_source),
        (notice.edition, _about_edition),
    )
    context = next(context for about, context in subjects if about)
    preferred = {"preferences": settings.SITE_URL + reverse("desk:preferences")}
    content = emails.render(notice.kind, context(notice, language) | preferred, language)
    message = EmailMultiAlternatives(content.subject, content.text, to=[notice.recipient.email])
    message.attach_alternative(content.html, "text/html")
    return message


def _about_source(notice: Notice, language: str) -> dict:
    source = notice.source
    with translation.override(language):
        error = spoken(source.last_error)
    return {
        "title": getattr(source, f"name_{language}", "") or source.name_en,
        "source": source,
        "error": error,
        "link": settings.SITE_URL + reverse("desk:source", args=[source.pk]),
    }


def _about_edition(notice: Notice, language: str) -> dict:
    edition = notice.edition
    with translation.override(language):
        day = date_format(edition.date, "DATE_FORMAT")
        reasons = wanting.in_words(edition.held_for)
    return {
        "title": day,
        "reasons": reasons,
        "link": settings.SITE_URL + reverse("desk:edition", args=[edition.date]),
    }


def _about_brief(notice: Notice, language: str) -> dict:
    brief, actor = notice.brief, notice.actor
    return {
        "name": (actor.get_full_name() or actor.get_username()) if actor else "",
        "title": _title(brief, language),
        "brief": brief,
        "comment": notice.comment,
        "report": notice.report,
        "reason": _reason(notice),
        "link": settings.SITE_URL + reverse("desk:brief", args=[brief.pk]),
    }


def _title(brief: Brief, language: str) -> str:
    """Return the headline in the reader's language, else the original's."""
    headline = getattr(brief.current, f"headline_{language}", "")
    return headline or brief.article.headline or str(brief.pk)


def _reason(notice: Notice) -> str:
    """Return why the brief came back, of the return that this notice tells about."""
    if notice.kind != Notice.Kind.RETURNED:
        return ""
    returns = notice.brief.events.filter(verb="return", created_at__lte=notice.created_at)
    last = returns.first()
    return last.reason if last else ""
