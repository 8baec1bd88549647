"""Fills an empty newsroom: people, a program's token, and an edition with its readers.

`python -m tests.chaos.filled READERS SECONDS`: in the newsroom of the environment. The edition goes
out by itself after so many seconds. Prints the token.
"""

import sys
from datetime import timedelta

import django


def main(readers: int, seconds: float) -> None:
    """Migrate and fill; print the token of the program that sends articles."""
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        print(fill(readers, seconds))


def fill(readers: int, seconds: float) -> str:
    """Make what a newsroom has before the first article comes; return the token."""
    from django.contrib.auth.models import Group, User
    from django.utils import timezone

    from summaries.models import Edition, Scope
    from summaries.services import tokens
    from summaries.services.people import accounts
    from summaries.workflow import Role, Status
    from tests.factories import make_brief, make_edition, make_subscriber

    accounts.ensure_roles()
    admin = User.objects.create_user("admin")
    admin.groups.add(Group.objects.get(name=Role.ADMIN))
    if readers:
        due = timezone.now() + timedelta(seconds=seconds)
        state = {"state": Edition.State.SCHEDULED, "send_at": due, "accepted": ["few:1", "early"]}
        make_edition(None, make_brief(Status.PUBLISHED), published=False, **state)
    for number in range(readers):
        make_subscriber(f"reader{number}@inbox.example", hour=0)
    scopes = [Scope.ARTICLES_WRITE, Scope.ARTICLES_READ]
    _token, plain = tokens.issue(admin, "agency", admin, scopes, tokens.MAX_PER_MINUTE)
    return plain


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
