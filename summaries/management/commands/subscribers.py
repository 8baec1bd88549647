"""`manage.py subscribers counts|export|erase|suppress|release`: what a person asked the newsroom.

The desk's page of subscribers does the same; this is for whoever has only a terminal.
"""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from summaries.models import Subscriber, SubscriberEvent, Suppression
from summaries.services.subscriptions import addresses, erasure, holding, oversight, suppression


class Command(BaseCommand):
    """Count subscribers, and do for one of them what they asked for."""

    help = "Count subscribers; export or erase one; suppress or release an address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the five actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("counts", help="say how many there are, and how many are suppressed")
        export = actions.add_parser("export", help="write everything kept about one as JSON")
        erase = actions.add_parser("erase", help="delete everything kept about one")
        erase.add_argument(
            "--never-again", action="store_true", help="and put the address on the suppression list"
        )
        suppress = actions.add_parser("suppress", help="send nothing to an address any more")
        release = actions.add_parser("release", help="let mail go to an address again")
        for one in (export, erase, suppress, release):
            one.add_argument("address")
            one.add_argument("--reason", required=True, help="who asked for it, or why")

    def handle(self, *, action: str, **options) -> None:
        """Run one action."""
        getattr(self, f"_{action}")(options)

    def _counts(self, options: dict) -> None:
        found = oversight.counts()
        for name, number in (found.states | found.frequencies).items():
            self.stdout.write(f"{name}: {number}")
        for name, number in found.suppressed.items():
            self.stdout.write(f"Suppressed, {name}: {number}")
        self.stdout.write(f"Subscribed and suppressed: {found.unreachable}")

    def _export(self, options: dict) -> None:
        subscriber = _subscriber(options)
        SubscriberEvent.objects.create(
            subscriber=subscriber, verb="export", reason=options["reason"]
        )
        oversight.tell(None, oversight.Action.EXPORTED, subscriber, options["reason"])
        self.stdout.write(json.dumps(holding.held(subscriber), ensure_ascii=False, indent=2))

    def _erase(self, options: dict) -> None:
        subscriber, said = _subscriber(options), options["reason"]
        oversight.tell(None, oversight.Action.DELETED, subscriber, said)
        erasure.erase(subscriber, reason=said, never_again=options["never_again"])
        self.stdout.write("Everything about this subscriber is erased.")

    def _suppress(self, options: dict) -> None:
        reason = Suppression.Reason.ADMIN
        email = _address(options)
        new = suppression.suppress(email, reason, note=options["reason"])
        if new:
            oversight.tell_suppression(None, oversight.Action.ADDED, email, options["reason"])
        self.stdout.write(
            "Nothing is sent there any more." if new else "It was on the list already."
        )

    def _release(self, options: dict) -> None:
        email = _address(options)
        gone = suppression.release(email, note=options["reason"])
        if gone:
            oversight.tell_suppression(None, oversight.Action.DELETED, email, options["reason"])
        self.stdout.write("Mail may go there again." if gone else "It was not on the list.")


def _address(options: dict) -> str:
    email = addresses.canonical(options["address"])
    try:
        addresses.validate(email)
    except ValidationError as error:
        raise CommandError(error.message) from None
    return email


def _subscriber(options: dict) -> Subscriber:
    found = oversight.find(_address(options))
    if found is None:
        raise CommandError("Nobody is subscribed with this address. Check how it is written.")
    return found
