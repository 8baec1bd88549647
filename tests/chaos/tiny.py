"""The Celery application of the fault in a model file: the newsdesk's own, with a registry of one.

The model is the tiny MarianMT, installed and verified by the newsdesk's own store; summaries are
the fake engine's, for there is no tiny summary model.
"""

import sys

import django

from newsdesk.celery import app
from summaries import wiring
from summaries.engine.fake import FakeSummaryModel
from summaries.engine.modelstore import ModelStore
from summaries.engine.modelstore.registry import Model, Profile, Registry
from tests.tiny import MODEL, TINY

__all__ = ["app"]

PROFILE = "tiny"


def store() -> ModelStore:
    """Return a store that knows the tiny model alone."""
    from django.conf import settings

    from summaries.engine.disk import sha256

    sums = {"model.safetensors": sha256(TINY / "model.safetensors")}
    model = Model(
        MODEL, "marian", "Apache-2.0", 0, 1_000_000, "memorised", folder=str(TINY), sha256=sums
    )
    profile = Profile(PROFILE, MODEL, MODEL, "for tests")
    return ModelStore(settings.MODELS_DIR, Registry({MODEL: model}, {PROFILE: profile}))


def build_engine(profile: str | None = None) -> wiring.Engine:
    """Build the engine from the store's files, which may be damaged."""
    translator = store().build_translator(PROFILE, threads=1)
    return wiring.Engine(PROFILE, translator, FakeSummaryModel(delay_s=0.5))


def repair() -> None:
    """Do what an admin does: pull the model again, then ask for the failed drafts again."""
    django.setup()
    from django.contrib.auth.models import User

    from summaries.models import Job
    from summaries.services import jobs

    store().pull(PROFILE)
    admin = User.objects.get(username="admin")
    for job in Job.objects.filter(state=Job.State.FAILED).select_related("brief"):
        jobs.retry(job.brief, admin)


wiring.build_engine = build_engine
if __name__ == "__main__":
    if sys.argv[1:] == ["repair"]:
        repair()
    else:
        django.setup()
        store().pull(PROFILE)
