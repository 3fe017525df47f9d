"""The networks' files: which there are, where they lie, and how they come here; they are loaded elsewhere."""

from hiphinge.estimators.models.installing import USUAL, Progress, install, list_models, model_path
from hiphinge.estimators.models.places import ModelState, cache_folder, sha256_of
from hiphinge.estimators.models.table import NETWORKS, NetworkFile, network
from hiphinge.filesystem import MODELS_VARIABLE

__all__ = [
    "MODELS_VARIABLE",
    "NETWORKS",
    "USUAL",
    "ModelState",
    "NetworkFile",
    "Progress",
    "cache_folder",
    "install",
    "list_models",
    "model_path",
    "network",
    "sha256_of",
]
