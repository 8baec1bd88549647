"""`manage.py models`: what it shows, and what it answers when something is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from summaries.engine.modelstore import Registry, read_active
from tests.engine.modelstore.case import HUB_FILES, REGISTRY


@pytest.fixture
def source(tmp_path, settings, monkeypatch):
    """Point the command at an empty store, a small registry, and a folder that mimics a hub."""
    settings.MODELS_DIR = tmp_path / "models"
    settings.ACTIVE_PROFILE_FILE = tmp_path / "active"
    path = tmp_path / "models.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    registry = Registry.load(path)
    monkeypatch.setattr(Registry, "load", lambda: registry)
    folder = tmp_path / "source" / "outlet" / "opus"
    folder.mkdir(parents=True)
    for name, content in HUB_FILES.items():
        (folder / name).write_bytes(content)
    return tmp_path / "source"


def run(*arguments) -> str:
    out = StringIO()
    call_command("models", *arguments, stdout=out)
    return out.getvalue()


def test_list_shows_every_profile_with_licence_state_and_quality(source):
    shown = run("list")
    for words in ("fast", "opus [missing] CC0", "trial model; weak", "measured elsewhere"):
        assert words in shown


def test_pull_verify_and_use(source, settings):
    assert "hub is ready" in run("pull", "hub", "--source", str(source))
    assert "complete and unchanged" in run("verify", "hub")
    run("use", "hub")
    assert read_active(settings.ACTIVE_PROFILE_FILE) == "hub"
    assert "* hub:" in run("list")
    assert "opus [ready]" in run("list")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("pull", "fastest"), "There is no model profile"),
        (("use", "hub"), "models pull hub"),
        (("verify", "hub"), "not installed"),
    ],
)
def test_mistakes_are_answered_in_words(source, arguments, answer):
    with pytest.raises(CommandError, match=answer):
        run(*arguments)


def test_tampering_is_found(source, settings):
    run("pull", "hub", "--source", str(source))
    (settings.MODELS_DIR / "opus" / "source.spm").write_bytes(b"forged")
    with pytest.raises(CommandError, match="changed after it was installed"):
        run("verify", "hub")
