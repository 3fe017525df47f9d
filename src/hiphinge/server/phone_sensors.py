"""Phones worn as sensors on the back, over a WebSocket: their samples in, what the session says out."""

import asyncio
import contextlib
from typing import Any, Final

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from hiphinge.server.access import Who, asker_of, needs
from hiphinge.workflow.live.phone_sensors import PhoneSession, place_of

__all__ = ["phone_sensors_router"]

_FIRST_WORDS_S: Final = 10.0
_BAD, _BUSY = 4002, 4001
_MOST_PHONES: Final = 4


class _Phones:
    """The phones of one account that are worn now, and their session."""

    def __init__(self, band: float) -> None:
        loop = asyncio.get_running_loop()
        self.sockets: set[WebSocket] = set()
        self.session = PhoneSession(lambda message: self._hear(loop, message), band=band)

    def _hear(self, loop: asyncio.AbstractEventLoop, message: dict[str, Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the app is gone
            loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._tell(message)))

    async def _tell(self, message: dict[str, Any]) -> None:
        for socket in tuple(self.sockets):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # that phone is gone
                await socket.send_json(message)


def phone_sensors_router() -> APIRouter:
    """Return the route."""
    router, worn = APIRouter(), dict[str, _Phones]()

    @router.websocket("/live/sensors/samples")
    @needs(Who.SIGNED_IN)
    async def _samples(socket: WebSocket) -> None:
        await socket.accept()
        try:
            place, band = place_of(await asyncio.wait_for(socket.receive_text(), _FIRST_WORDS_S))
        except (TimeoutError, WebSocketDisconnect, KeyError, TypeError, ValueError, RuntimeError):
            if socket.client_state is WebSocketState.CONNECTED:
                await socket.close(_BAD, "A phone begins with where it is worn.")
            return
        account = asker_of(socket).account or ""
        phones = worn.get(account)
        if phones is None:
            phones = worn[account] = _Phones(band)
        if len(phones.sockets) >= _MOST_PHONES:
            await socket.close(_BUSY, f"{_MOST_PHONES} phones are worn already. Stop one of them.")
            return
        phones.sockets.add(socket)
        try:
            while True:
                phones.session.source.put(await socket.receive_text(), place=place)
        except (WebSocketDisconnect, RuntimeError, KeyError):  # the last of bytes in place of text
            pass
        finally:
            phones.sockets.discard(socket)
            if not phones.sockets and worn.get(account) is phones:
                phones.session.end()
                del worn[account]

    return router
