"""A client of the API of hiphinge: every route as a method, retried where that is harmless; the standard library alone."""

from hiphinge.client.client import Client
from hiphinge.client.problems import ApiError, UnreachableError

__all__ = ["ApiError", "Client", "UnreachableError"]
