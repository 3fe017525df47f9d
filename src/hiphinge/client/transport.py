"""Requests over HTTP: sent again with longer and longer pauses where that is harmless, answers checked."""

import http.client
import json
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from hiphinge.client.problems import ApiError, UnreachableError
from hiphinge.errors import UsageError

__all__ = ["Answer", "Transport", "address_of"]

_BUSY: Final = frozenset({429, 503})
"""The server did nothing, and may do it later."""
_NO_ANSWER: Final = frozenset({502, 504})
"""What stands before the server got no answer of it: nobody knows whether the request arrived."""
_REFUSED_FROM: Final = 300
_LONGEST_PAUSE_S = 30.0
_BLOCK_BYTES = 1 << 20
_LONGEST_ERROR = 1 << 16


@dataclass(frozen=True)
class Answer:
    """What the server answered; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> object:
        """Return what its JSON says.

        Raises
        ------
        UnreachableError
            If it is no JSON: something else answered than hiphinge.
        """
        try:
            return json.loads(self.content)
        except ValueError as error:
            message = "The answer should be JSON of hiphinge, but is something else. Is the address right?"
            raise UnreachableError(message) from error


@dataclass(frozen=True, kw_only=True)
class Transport:
    """Sends requests to one server.

    Attributes
    ----------
    address
        Such as ``http://127.0.0.1:8765``.
    token
        What ``hiphinge token`` prints, or a token of an account.
    tries
        How often a request is sent that is harmless to repeat.
    pause_s
        Before the second try; it doubles with each one after that.
    tls
        How certificates are checked; None checks them as the system does.
    sleep
        Waits so many seconds.
    """

    address: str
    token: str | None = None
    timeout_s: float = 60.0
    tries: int = 6
    pause_s: float = 0.25
    tls: ssl.SSLContext | None = None
    sleep: Callable[[float], None] = field(default=time.sleep)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"The address of a server is such as http://127.0.0.1:8765, but is {self.address!r}."
            raise UsageError(message)

    def send(  # the parts of a request, by name
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        harmless: bool = True,
    ) -> Answer:
        """Return the answer to a request.

        Parameters
        ----------
        harmless
            Whether it may be sent again where nobody knows if it arrived.

        Raises
        ------
        ApiError
            If the server refuses it.
        UnreachableError
            If nobody answers.
        """
        said = dict(headers or {}) | ({} if content is None else {"Content-Type": kind})
        for left in reversed(range(self.tries)):
            try:
                answer = self._once(method, path, content, said)
            except ConnectionRefusedError as error:  # it did not arrive
                self._pause_or_raise(left, error)
                continue
            except (OSError, http.client.HTTPException) as error:
                self._pause_or_raise(left if harmless else 0, error)
                continue
            if left and (answer.status in _BUSY or (harmless and answer.status in _NO_ANSWER)):
                self._pause(left, answer.headers.get("retry-after", ""))
                continue
            if answer.status >= _REFUSED_FROM:
                raise ApiError(_problem(answer))
            return answer
        raise AssertionError

    def blocks(self, path: str) -> Iterator[bytes]:
        """Yield a file block by block; errors are those of `send`, and nothing is tried again."""
        with self._connected() as connection:
            try:
                connection.request("GET", self._whole(path), headers=self._headers({}))
                answer = connection.getresponse()
                if answer.status >= _REFUSED_FROM:
                    raise ApiError(_problem(_read(answer)))
                while block := answer.read(_BLOCK_BYTES):
                    yield block
                if answer.length:
                    nothing = b""
                    raise http.client.IncompleteRead(nothing, answer.length)
            except (OSError, http.client.HTTPException) as error:
                raise self._unreachable(error) from error

    def _once(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        with self._connected() as connection:
            connection.request(method, self._whole(path), body=content, headers=self._headers(headers))
            return _read(connection.getresponse())

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        parts = urlsplit(self.address)
        host, port = str(parts.hostname), parts.port
        if parts.scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=self.timeout_s, context=self._tls
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        try:
            yield connection
        finally:
            connection.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()

    def _whole(self, path: str) -> str:
        return f"{urlsplit(self.address).path.rstrip('/')}{path}"

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        own = {"Accept": "application/json", "Connection": "close"}
        return own | ({} if self.token is None else {"Authorization": f"Bearer {self.token}"}) | dict(more)

    def _pause_or_raise(self, left: int, error: Exception) -> None:
        if not left:
            raise self._unreachable(error) from error
        self._pause(left)

    def _pause(self, left: int, said_s: str = "") -> None:
        longest = self.pause_s * 2 ** (self.tries - 1 - left)
        wanted = float(said_s) if said_s.isdecimal() else longest * random.uniform(0.5, 1.0)  # noqa: S311  # no secret
        self.sleep(min(wanted, _LONGEST_PAUSE_S))

    def _unreachable(self, error: Exception) -> UnreachableError:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return UnreachableError(f"No answer came from {self.address}: {why}. Is hiphinge running there?")


def address_of(template: str, parts: Mapping[str, object], query: Mapping[str, object]) -> str:
    """Return the path of a request: its template with parts filled in, and what is not None of the query."""
    path = template.format_map({name: quote(str(value), safe="") for name, value in parts.items()})
    said = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(said)}" if said else path


def _read(answer: http.client.HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, headers, answer.read())


def _problem(answer: Answer) -> dict[str, object]:
    try:
        found = json.loads(answer.content[:_LONGEST_ERROR])
    except ValueError:
        found = None
    if isinstance(found, dict):
        return {"status": answer.status, **found}
    words = answer.content[:200].decode(errors="replace").strip()
    return {"status": answer.status, "title": f"The server answered {answer.status}.", "detail": words}
