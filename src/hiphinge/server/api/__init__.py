"""The interface for programs: versioned routes over the use cases of `workflow`, and their description as OpenAPI."""

from hiphinge.server.api.application import api_description, api_router

__all__ = ["api_description", "api_router"]
