"""`manage.py accounts list|second-factor-off|sign-out`: for whoever has only a terminal.

The desk's pages of accounts do the same; what is done here is in the audit log as a command's.
"""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from summaries.services.errors import WrongState
from summaries.services.people import account_help, second_factor, sessions
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role


class Command(BaseCommand):
    """List accounts, and help those who are locked out."""

    help = "List the accounts; turn off somebody's second factor; sign somebody out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show every account: roles, second factor, sessions")
        off = actions.add_parser("second-factor-off", help="for somebody who lost their phone")
        out = actions.add_parser("sign-out", help="end every session of somebody")
        for one in (off, out):
            one.add_argument("user", metavar="USER", help="the user name")
            one.add_argument("--reason", required=True, help="who asked for it, or why")

    def handle(self, *, action: str, **options) -> None:
        """Run one action."""
        {"list": self._list, "second-factor-off": self._off, "sign-out": self._sign_out}[action](
            **options
        )

    def _list(self, **options) -> None:
        for user in account_help.overview():
            self.stdout.write(line(user))

    def _off(self, *, user: str, reason: str, **options) -> None:
        try:
            second_factor.turn_off(None, account(user), reason=reason)
        except WrongState as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{user} signs in with the password alone, and is signed out now.")

    def _sign_out(self, *, user: str, reason: str, **options) -> None:
        n = sessions.end_all(None, account(user), reason=reason)
        self.stdout.write(
            f"{user} is signed out everywhere ({n} {'session' if n == 1 else 'sessions'})."
        )


def account(name: str):
    """Return the account of a user name; CommandError where there is none."""
    found = get_user_model().objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no account “{name}”. See: manage.py accounts list")
    return found


def line(user) -> str:
    """Return an account in a line: name, roles, second factor, browsers, last sign-in."""
    held = roles_of(user)
    roles = ", ".join(role.value for role in Role if role in held) or "no role"
    seen = f"{timezone.localtime(user.last_login):%Y-%m-%d %H:%M}" if user.last_login else "never"
    facts = [
        roles if user.is_active else "deactivated",
        f"second factor {'on' if user.has_second_factor else 'off'}",
        f"signed in {user.signed_in}×",
        f"last sign-in {seen}",
    ]
    return f"{user.get_username()}: {', '.join(facts)}"
