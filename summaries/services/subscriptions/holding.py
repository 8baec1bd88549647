"""Everything that is kept about a subscriber, for the subscriber."""

from typing import Any

from summaries.models import Delivery, ReaderReport, Subscriber
from summaries.services.subscriptions import suppression
from summaries.services.subscriptions.choices import Choices


def held(subscriber: Subscriber) -> dict[str, Any]:
    """Return everything we hold, as plain values for JSON; times in ISO 8601 with UTC.

    Not what keeps the links secret, nor which colleague did something.
    """
    return {
        "address": subscriber.email,
        "state": subscriber.state,
        "asked_at": _time(subscriber.created_at),
        "confirmed_at": _time(subscriber.confirmed_at),
        "left_at": _time(subscriber.left_at),
        "choices": Choices.of(subscriber).as_dict(),
        "bounces": {
            "in_a_row": subscriber.bounces,
            "last_at": _time(subscriber.bounced_at),
            "last_error": subscriber.bounce_error,
        },
        "suppressed": _suppressed(subscriber),
        "events": [_event(event) for event in subscriber.events.all()],
        "emails": [_email(delivery) for delivery in _deliveries(subscriber)],
        "reports": [_report(report) for report in reports_of(subscriber)],
    }


def reports_of(subscriber: Subscriber):
    """Return the reports of errors that ask for an answer to this address."""
    return ReaderReport.objects.filter(email__iexact=subscriber.email).select_related("brief")


def _deliveries(subscriber: Subscriber):
    return subscriber.deliveries.select_related("letter").order_by("-created_at", "-pk")


def _suppressed(subscriber: Subscriber) -> dict | None:
    line = suppression.of(subscriber.email)
    if line is None:
        return None
    return {"since": _time(line.created_at), "reason": line.reason, "note": line.note}


def _event(event) -> dict:
    by_desk = event.actor_id is not None
    facts = {"at": _time(event.created_at), "what": event.verb, "by_the_newsroom": by_desk}
    return facts | {"reason": event.reason, "data": event.data}


def _email(delivery: Delivery) -> dict:
    return {
        "kind": delivery.kind,
        "state": delivery.state,
        "asked_at": _time(delivery.created_at),
        "sent_at": _time(delivery.finished_at if delivery.state == Delivery.State.DONE else None),
        "subject": delivery.letter.subject if delivery.letter else "",
        "message_id": delivery.message_id,
        "error": delivery.error,
    }


def _report(report: ReaderReport) -> dict:
    facts = {"at": _time(report.created_at), "brief": report.brief.get_absolute_url()}
    return facts | {"quoted": report.quoted, "text": report.text, "outcome": report.outcome}


def _time(moment) -> str | None:
    return moment.isoformat() if moment else None
