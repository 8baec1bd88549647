"""From settings to an engine, and to the client that is the way out.

An engine is built once in each worker process, on first use, and never at import, in
`AppConfig.ready` or in Celery's parent process: a model used before a fork hangs the child.
"""

from dataclasses import dataclass

from django.conf import settings

from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.engine.modelstore import ModelStore, Registry, read_active
from summaries.engine.types import SummaryModel, Translator
from summaries.net.client import Client, Policy

_engines: dict[tuple[str, str], "Engine"] = {}


@dataclass(frozen=True)
class Engine:
    """A translator and a summary model, and the profile they come from."""

    profile: str
    translator: Translator
    summary_model: SummaryModel


def model_store() -> ModelStore:
    """Return the store of model files that the settings name."""
    return ModelStore(settings.MODELS_DIR, Registry.load())


def active_profile() -> str:
    """Return the name of the profile new drafts are made with."""
    return read_active(settings.ACTIVE_PROFILE_FILE)


def engine() -> Engine:
    """Return this process's engine; a changed active profile takes effect with the next job."""
    key = (settings.ENGINE, active_profile())
    if key not in _engines:
        _engines.clear()
        _engines[key] = build_engine(key[1])
    return _engines[key]


def build_engine(profile: str | None = None) -> Engine:
    """Build the engine of a profile (default: the active one). Models load on first use.

    Raises ModelUnavailable when the profile is unknown or its files are not there.
    """
    profile = profile or active_profile()
    if settings.ENGINE == "fake":
        return Engine("fake", _fake_translator(), FakeSummaryModel())
    summary_model = model_store().build_summarizer(
        profile, engine=settings.ENGINE, threads=settings.ENGINE_THREADS
    )
    return Engine(profile, build_translator(profile), summary_model)


def build_translator(
    profile: str | None = None, *, engine: str | None = None, beam: int | None = None
) -> Translator:
    """Build a translator alone; `engine` and `beam` (0 or None: the profile's own) override.

    Raises ModelUnavailable, as `build_engine` does.
    """
    engine = engine or settings.ENGINE
    if engine == "fake":
        return _fake_translator()
    return model_store().build_translator(
        profile or active_profile(), engine=engine, threads=settings.ENGINE_THREADS, beam=beam
    )


def web_client(deadline: float | None = None) -> Client:
    """Return the guarded client that the settings describe: the only way to another server.

    `deadline` is how many seconds one answer may take in all (default: as the settings say).
    Raises ValueError for settings that cannot be; `manage.py check` finds them before.
    """
    allowed = frozenset(settings.OUTBOUND_ALLOWED)
    deadline = deadline or settings.FETCH_DEADLINE_SECONDS
    return Client(Policy(allowed=allowed, user_agent=settings.USER_AGENT, deadline=deadline))


def _fake_translator() -> FakeTranslator:
    return FakeTranslator(delay_s=settings.FAKE_ENGINE_DELAY_SECONDS)
