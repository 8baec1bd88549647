"""`manage.py models list|pull|verify|use|probe`: the models and which of them are active."""

import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import (
    ModelState,
    ModelStore,
    Progress,
    Registry,
    hub_answers,
    read_active,
    write_active,
)

SECONDS_BETWEEN_LINES = 5.0


class Command(BaseCommand):
    """Show, fetch, check and choose the models of the desk."""

    help = "Show, fetch, check and choose the models."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the four actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show all profiles and their models")
        pull = actions.add_parser("pull", help="fetch the models of a profile")
        pull.add_argument("profile")
        pull.add_argument("--source", type=Path, help="take the files from this folder instead")
        verify = actions.add_parser("verify", help="compare every file with what was installed")
        verify.add_argument("profile", nargs="?", help="default: the active profile")
        use = actions.add_parser("use", help="write new drafts with this profile")
        use.add_argument("profile")
        actions.add_parser("probe", help="exit with 0 if the model hub answers, with 1 if not")

    def handle(self, *args, **options) -> None:
        """Run one action. Raises CommandError with what the model store says went wrong."""
        try:
            store = ModelStore(settings.MODELS_DIR, Registry.load())
            getattr(self, f"_{options['action']}")(store, options)
        except ModelUnavailable as error:
            raise CommandError(str(error)) from error

    def _list(self, store: ModelStore, options: dict) -> None:
        active = read_active(settings.ACTIVE_PROFILE_FILE)
        for profile in store.registry.profiles.values():
            mark = "* " if profile.name == active else "  "
            self.stdout.write(f"{mark}{profile.name}: {profile.about}")
            for state in store.status(profile.name):
                self.stdout.write(f"    {_described(state)}")
        self.stdout.write(f"* = active. Models are kept in {store.root}.")

    def _pull(self, store: ModelStore, options: dict) -> None:
        profile = options["profile"]
        models = store.registry.models_of(profile)
        download, disk = sum(m.download for m in models), sum(m.disk for m in models)
        self.stdout.write(
            f"{profile}: {download / 1e9:.1f} GB to fetch, {disk / 1e9:.1f} GB kept in {store.root}"
        )
        for model in models:
            if model.repo and not model.revision:
                self.stdout.write(
                    f"{model.name} names no revision: this first pull fixes the one it gets."
                )
        store.pull(profile, _Lines(self), options["source"])
        self.stdout.write(self.style.SUCCESS(f"{profile} is ready."))

    def _verify(self, store: ModelStore, options: dict) -> None:
        profile = options["profile"] or read_active(settings.ACTIVE_PROFILE_FILE)
        store.verify(profile)
        self.stdout.write(
            self.style.SUCCESS(f"The models of {profile} are complete and unchanged.")
        )

    def _use(self, store: ModelStore, options: dict) -> None:
        profile = options["profile"]
        if not store.is_ready(profile):
            raise CommandError(f"{profile} is not installed. Run: manage.py models pull {profile}")
        write_active(settings.ACTIVE_PROFILE_FILE, profile)
        self.stdout.write(f"New drafts are made with {profile}.")

    def _probe(self, store: ModelStore, options: dict) -> None:
        if not hub_answers():
            self.stdout.write("No model hub answers.")
            sys.exit(1)
        self.stdout.write("The model hub answers.")


class _Lines:
    """Prints a pull's progress: each new step at once, and a running one every few seconds."""

    def __init__(self, command: BaseCommand) -> None:
        self._command = command
        self._shown: tuple[str, str] = ("", "")
        self._at = 0.0

    def __call__(self, progress: Progress) -> None:
        step = (progress.model, progress.step)
        if step == self._shown and time.monotonic() - self._at < SECONDS_BETWEEN_LINES:
            return
        self._shown, self._at = step, time.monotonic()
        share = f" {progress.done / 1e6:.0f} of {progress.total / 1e6:.0f} MB"
        self._command.stdout.write(f"{step[0]}: {step[1]}{share if progress.total else ''}")
        self._command.stdout.flush()


def _described(found: ModelState) -> str:
    model = found.model
    size = f"{(found.size or model.disk) / 1e6:.0f} MB"
    on_trial = "trial model; " if model.stand_in else ""
    problems = f" ({'; '.join(found.problems)})" if found.problems else ""
    revision = (found.revision or model.pinned)[:12] or "revision fixed at first pull"
    return (
        f"{model.name} [{found.state.value}{problems}] {model.licence}, {size}, {revision}; "
        f"{on_trial}{model.quality}"
    )
