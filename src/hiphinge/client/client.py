"""The client: people, videos and the catalogue of one server."""

import ssl
import time
from collections.abc import Callable, Iterator

from hiphinge.client.filming import Filming
from hiphinge.client.problems import Json
from hiphinge.client.training import Training
from hiphinge.client.transport import Transport

__all__ = ["Client"]


class Client(Training, Filming):
    """Speaks with one server of hiphinge.

    Objects are returned as the API describes them. A request that is harmless to repeat is sent again with longer and
    longer pauses where the server is busy or the connection breaks off.

    Parameters
    ----------
    address
        Such as ``http://127.0.0.1:8765``.
    token
        What ``hiphinge token`` prints on the machine of the server, or a token of your account.
    timeout_s
        How long one answer may take, in seconds.
    tries
        How often a request is sent at most.
    tls
        How certificates are checked; None checks them as the system does.
    sleep
        Waits so many seconds; None is the usual way.

    Raises
    ------
    UsageError
        If it is no address.
    """

    def __init__(  # each of them a choice of its own, by name
        self,
        address: str = "http://127.0.0.1:8765",
        *,
        token: str | None = None,
        timeout_s: float = 60.0,
        tries: int = 6,
        tls: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        super().__init__(
            Transport(
                address=address, token=token, timeout_s=timeout_s, tries=tries, tls=tls, sleep=sleep or time.sleep
            )
        )

    def health(self) -> Json:
        """Return whether the server can read what it keeps, and its version."""
        return self._get("/health")

    def who(self) -> Json:
        """Return who you are to the server, and whose data you see."""
        return self._get("/me")

    def catalogue(self, *, limit: int = 100) -> Iterator[Json]:
        """Yield the tables of the catalogue."""
        return self._list("/catalogue", query={"limit": limit})

    def entries(self, table: str, *, limit: int = 200) -> Iterator[Json]:
        """Yield the items of a table of the catalogue, such as ``drills``."""
        return self._list("/catalogue/{table}", query={"limit": limit}, table=table)

    def sheet(self, table: str, item: str) -> Json:
        """Return everything that is said about an item of the catalogue."""
        return self._get("/catalogue/{table}/{item}", table=table, item=item)

    def search(self, words: str, *, limit: int = 60) -> Iterator[Json]:
        """Yield what the catalogue says of some words, the best first."""
        return self._list("/search", query={"q": words, "limit": limit})
