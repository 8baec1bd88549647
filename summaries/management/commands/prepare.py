"""Sees to it that a model profile is in place before the demo starts."""

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from summaries import wiring
from summaries.engine.modelstore import ModelStore, hub_answers, write_active

WITH_HUB, WITHOUT_HUB = "fast", "starter"


class Command(BaseCommand):
    """`manage.py prepare [PROFILE]`: what `make run` does about models. Instant the second time."""

    help = "Fetch a model profile if it is missing, and make it the active one."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the profile."""
        parser.add_argument(
            "profile",
            nargs="?",
            help=f"by default the active one if it is ready, else {WITH_HUB} where a model hub "
            f"answers, else {WITHOUT_HUB}",
        )

    def handle(self, *, profile: str | None, **options) -> None:
        """Choose, fetch and activate; an unasked-for download that fails gives way to `starter`."""
        if settings.ENGINE == "fake":
            return
        store = wiring.model_store()
        chosen = profile or self.choose(store)
        try:
            self.fetch(store, chosen)
        except CommandError as error:
            if profile or chosen == WITHOUT_HUB:
                raise
            self.stderr.write(f"{error}\nGoing on with “{WITHOUT_HUB}”.")
            chosen = WITHOUT_HUB
            self.fetch(store, chosen)
        write_active(settings.ACTIVE_PROFILE_FILE, chosen)

    def choose(self, store: ModelStore) -> str:
        """Return the profile to use when nobody named one."""
        active = wiring.active_profile()
        if settings.ACTIVE_PROFILE_FILE.exists() and store.is_ready(active):
            return active
        if hub_answers():
            return WITH_HUB
        self.stdout.write(
            f"No model hub answers, so the trial models “{WITHOUT_HUB}” are used "
            f"(later: make run MODELS={WITH_HUB})."
        )
        return WITHOUT_HUB

    def fetch(self, store: ModelStore, profile: str) -> None:
        """Pull what is missing of a profile; an unknown name fails here, in words."""
        if profile not in store.registry.profiles or not store.is_ready(profile):
            call_command("models", "pull", profile, stdout=self.stdout)
