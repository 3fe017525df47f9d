"""How a method of the client becomes a request, and a list is read to its end."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from hiphinge.client.problems import Json, UnreachableError
from hiphinge.client.transport import Answer, Transport, address_of

__all__ = ["API", "Calling"]

API = "/api/v1"
"""Below it are the routes of the version that this client speaks."""


@dataclass(frozen=True)
class Calling:
    """What the parts of a client share."""

    transport: Transport

    def _get(self, path: str, *, query: Mapping[str, object] | None = None, **parts: object) -> Json:
        return self._object(self.transport.send("GET", address_of(API + path, parts, query or {})))

    def _list(self, path: str, *, query: Mapping[str, object], **parts: object) -> Iterator[Json]:
        """Yield the items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self._get(path, query={**query, "cursor": cursor}, **parts)
            yield from cast("list[Json]", page["items"])
            cursor = page["next"]
            if cursor is None:
                return

    def _do(
        self, method: str, path: str, said: Mapping[str, Any] | None = None, *, harmless: bool = True, **parts: object
    ) -> Json:
        content = None if said is None else json.dumps(said, default=_as_text).encode()
        answer = self.transport.send(method, address_of(API + path, parts, {}), content=content, harmless=harmless)
        return self._object(answer) if answer.content else {}

    def _object(self, answer: Answer) -> Json:
        found = answer.json()
        if not isinstance(found, dict):
            message = "The answer should be an object of hiphinge, but is something else. Is the address right?"
            raise UnreachableError(message)
        return found


def _as_text(value: object) -> str:
    """Return a moment or a day as the API takes it."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    message = f"{value!r} cannot be sent."
    raise TypeError(message)
