"""The models the desk can use: which there are, fetching them, checking them, and building engines.

`Registry` reads models.toml, `ModelStore` keeps the files under one folder. Only `ModelStore.pull`
ever downloads; building an engine reads local files alone.
"""

from summaries.engine.modelstore.active import DEFAULT_PROFILE, read_active, write_active
from summaries.engine.modelstore.hub import hub_answers
from summaries.engine.modelstore.progress import Progress
from summaries.engine.modelstore.registry import Model, Packages, Profile, Registry
from summaries.engine.modelstore.store import ModelState, ModelStore, State

__all__ = [
    "DEFAULT_PROFILE",
    "Model",
    "ModelState",
    "ModelStore",
    "Packages",
    "Profile",
    "Progress",
    "Registry",
    "State",
    "hub_answers",
    "read_active",
    "write_active",
]
