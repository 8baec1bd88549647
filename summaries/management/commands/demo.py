"""Makes a newsroom to try things out in: four accounts and four articles."""

import secrets
import tomllib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from summaries.models import Article, Source, Topic
from summaries.services import intake
from summaries.services.errors import AlreadyTakenIn
from summaries.services.people.accounts import ensure_roles
from summaries.workflow import Role

SAMPLES = settings.BASE_DIR / "sample_data"
User = get_user_model()


class Command(BaseCommand):
    """`manage.py demo`: safe to run again, it adds only what is missing."""

    help = "Create the demo newsroom: an account for each role, and sample articles."

    def add_arguments(self, parser) -> None:
        """Take the wish for new passwords."""
        parser.add_argument(
            "--reset-passwords", action="store_true", help="give the demo accounts new passwords"
        )

    def handle(self, *, reset_passwords: bool, **options) -> None:
        """Create accounts and articles; print every password once, they are stored hashed only."""
        ensure_roles()
        passwords = {}
        for role in Role:
            user, is_new = account(role)
            if is_new or reset_passwords:
                passwords[user.username] = new_password(user)
        self.report(passwords)
        if not reset_passwords:
            load_articles(User.objects.get(username=Role.REPORTER))

    def report(self, passwords: dict[str, str]) -> None:
        """Print the passwords made just now, if any."""
        if not passwords:
            return
        self.stdout.write("  Accounts of the demo newsroom. This is the only time they are shown:")
        for name, password in passwords.items():
            self.stdout.write(f"    {name:<10} {password}")


def account(role: Role):
    """Return the demo account of a role, and whether it was made just now."""
    is_admin = role == Role.ADMIN
    user, is_new = User.objects.get_or_create(
        username=role.value,
        defaults={
            "first_name": role.value.title(),
            "email": f"{role.value}@newsdesk.example",
            "is_staff": is_admin,
            "is_superuser": is_admin,
        },
    )
    if is_new:
        user.groups.add(Group.objects.get(name=role.value))
    return user, is_new


def new_password(user) -> str:
    """Set a random password and return it."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


def load_articles(reporter) -> None:
    """Take in the sample articles that are not on the desk yet, in the order they are listed."""
    listed = tomllib.loads((SAMPLES / "articles.toml").read_text(encoding="utf-8"))["article"]
    for entry in listed:
        load_article(reporter, entry)


def load_article(reporter, entry: dict[str, str]) -> None:
    """Take in one entry of articles.toml."""
    text = (SAMPLES / entry["file"]).read_text(encoding="utf-8")
    facts = {"source": source_of(entry), "url": entry["url"], "file_name": entry["file"]}
    facts["topic"] = Topic.objects.filter(slug=entry["topic"]).first()
    try:
        intake.take_in(reporter, text, channel=Article.Channel.COMMAND, **facts)
    except AlreadyTakenIn:
        # An earlier run loaded it; its brief may be anywhere by now.
        return


def source_of(entry: dict[str, str]) -> Source:
    """Return the outlet of an entry, made on first use."""
    source, _ = Source.objects.get_or_create(
        name_en=entry["outlet_en"],
        defaults={
            "name_ar": entry["outlet_ar"],
            "ownership_en": entry["ownership_en"],
            "ownership_ar": entry["ownership_ar"],
        },
    )
    return source
