"""The networks' files: which exist, where they are stored, and how they are fetched; they are loaded elsewhere."""

from hiphinge.estimators.models.installing import DEFAULT_NETWORKS, Progress, install, list_models, model_path
from hiphinge.estimators.models.locations import ModelState, cache_folder, sha256_of
from hiphinge.estimators.models.table import NETWORKS, NetworkFile, network
from hiphinge.filesystem import MODELS_VARIABLE

__all__ = [
    "DEFAULT_NETWORKS",
    "MODELS_VARIABLE",
    "NETWORKS",
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
