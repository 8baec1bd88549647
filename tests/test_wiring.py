import pytest
from django.core.checks import run_checks

from summaries import wiring
from summaries.engine.modelstore import ModelStore, Registry
from tests.tiny import TINY, pairs

TINY_REGISTRY = """
[profiles.tiny]
translator = "tiny-marian"
summarizer = "tiny-marian"

[models.tiny-marian]
kind = "marian"
repo = "tests/tiny-marian"
licence = "CC0"
download = 1
disk = 1
quality = "memorised"
"""


def test_the_client_is_as_the_settings_say(settings):
    settings.OUTBOUND_ALLOWED = ["Feeds.intern.example:8080"]
    settings.USER_AGENT = "Desk/2.0 (+https://desk.example)"
    settings.FETCH_DEADLINE_SECONDS = 12.0
    policy = wiring.web_client().policy
    assert policy.allowed == {"feeds.intern.example:8080"}
    assert (policy.user_agent, policy.deadline) == ("Desk/2.0 (+https://desk.example)", 12.0)


@pytest.mark.parametrize(
    "changed", [{"OUTBOUND_ALLOWED": ["feeds.intern.example"]}, {"USER_AGENT": "Desk\n"}]
)
def test_settings_that_cannot_be_are_found_before_anything_is_fetched(settings, changed):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [problem.id for problem in run_checks()] == ["summaries.E002"]


@pytest.fixture
def tiny_desk(tmp_path, model_cache, monkeypatch):
    """A desk whose active profile is the tiny MarianMT, pulled as any other model is."""
    (tmp_path / "models.toml").write_text(TINY_REGISTRY, encoding="utf-8")
    store = ModelStore(tmp_path / "models", Registry.load(tmp_path / "models.toml"))
    store.pull("tiny", source=TINY.parent)
    (store.root / "converted").symlink_to(model_cache, target_is_directory=True)
    model_cache.mkdir(exist_ok=True)
    monkeypatch.setattr(wiring, "model_store", lambda: store)
    monkeypatch.setattr(wiring, "active_profile", lambda: "tiny")


@pytest.mark.parametrize("engine", ["default", "transformers"])
@pytest.mark.parametrize("beam", [None, 0, 2])
def test_a_marian_profile_translates_as_the_desk_wires_it(tiny_desk, settings, engine, beam):
    settings.ENGINE = engine
    [(arabic, english), *_] = pairs()
    translator = wiring.build_translator(beam=beam)
    assert [made.text for _, made in translator.translate([arabic])] == [english]
    assert str(translator.provenance.decoding).startswith(f"beam {beam or 4}")
