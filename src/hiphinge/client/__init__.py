"""A client of the API of hiphinge: each route as a method, retried where that is harmless."""

from hiphinge.client.client import Client
from hiphinge.client.problems import ApiError, UnreachableError

__all__ = ["ApiError", "Client", "UnreachableError"]
