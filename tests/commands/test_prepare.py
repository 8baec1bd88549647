import io

import pytest
from django.core.management import CommandError, call_command

from summaries import wiring
from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import Progress, Registry, read_active
from summaries.management.commands import models

COMMAND = "summaries.management.commands.prepare"


class Store:
    """A model store whose pulls are recorded, and fail for the profiles in `broken`."""

    registry = Registry.load()
    root = "the cache"

    def __init__(self) -> None:
        self.ready: set[str] = set()
        self.broken: set[str] = set()
        self.pulled: list[str] = []

    def is_ready(self, profile: str) -> bool:
        return profile in self.ready

    def pull(self, profile: str, progress, source=None) -> None:
        self.pulled.append(profile)
        progress(Progress("a-model", "downloading", 1, 2))
        if profile in self.broken:
            raise ModelUnavailable("The network went away.")
        self.ready.add(profile)


@pytest.fixture
def store(settings, tmp_path, monkeypatch):
    settings.ENGINE = "default"
    settings.ACTIVE_PROFILE_FILE = tmp_path / "active-profile"
    found = Store()
    monkeypatch.setattr(wiring, "model_store", lambda: found)
    monkeypatch.setattr(models, "ModelStore", lambda root, registry: found)
    return found


@pytest.fixture
def hub(monkeypatch):
    """Decide whether a model hub answers: `hub(True)`."""

    def answers(answer: bool) -> None:
        monkeypatch.setattr(f"{COMMAND}.hub_answers", lambda: answer)

    answers(False)
    return answers


def prepare(*arguments) -> str:
    out = io.StringIO()
    call_command("prepare", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "answers", "expected"),
    [
        ((), True, "fast"),
        ((), False, "starter"),
        (("best",), True, "best"),
        (("best",), False, "best"),
        (("starter",), True, "starter"),
    ],
)
def test_the_profile_that_is_chosen(arguments, answers, expected, store, hub, settings):
    hub(answers)
    said = prepare(*arguments)
    assert store.pulled == [expected]
    assert read_active(settings.ACTIVE_PROFILE_FILE) == expected
    assert "GB" in said


def test_the_second_time_nothing_is_asked_or_fetched(store, hub, monkeypatch):
    prepare()
    monkeypatch.setattr(f"{COMMAND}.hub_answers", lambda: pytest.fail("asked the hub"))
    assert prepare() == ""
    assert store.pulled == ["starter"]


def test_an_unasked_for_download_that_fails_gives_way_to_the_starter(store, hub, settings, capsys):
    hub(True)
    store.broken = {"fast"}
    prepare()
    assert store.pulled == ["fast", "starter"]
    assert read_active(settings.ACTIVE_PROFILE_FILE) == "starter"
    assert "The network went away." in capsys.readouterr().err


@pytest.mark.parametrize("profile", ["fast", "starter"])
def test_a_download_that_was_asked_for_fails_in_plain_words(profile, store, hub, settings):
    store.broken = {profile}
    with pytest.raises(CommandError, match="The network went away"):
        prepare(profile)
    assert not settings.ACTIVE_PROFILE_FILE.exists()


def test_an_unknown_profile_is_named(settings, tmp_path):
    settings.ENGINE, settings.MODELS_DIR = "default", tmp_path
    settings.ACTIVE_PROFILE_FILE = tmp_path / "active-profile"
    with pytest.raises(CommandError, match="fastest"):
        call_command("prepare", "fastest")


def test_the_fake_engine_needs_no_models(store, settings):
    settings.ENGINE = "fake"
    assert prepare() == ""
    assert store.pulled == []
