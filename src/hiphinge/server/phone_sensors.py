"""Phones worn as sensors on the back, over a WebSocket: their samples in, what the session says out."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from hiphinge.catalogue import load
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.workflow.live.phone_sensors import PhoneSession, free_place, place_of

if TYPE_CHECKING:
    from hiphinge.motion import SensorPlace

__all__ = ["phone_sensors_router"]

_FIRST_WORDS_S: Final = 10.0
_BAD, _BUSY = 4002, 4001


class _Phones:
    """The phones of one account that are worn now, and their session."""

    def __init__(self, band: float) -> None:
        loop = asyncio.get_running_loop()
        self.sockets: dict[WebSocket, SensorPlace] = {}
        self.band = band
        self.session = PhoneSession(lambda message: self._hear(loop, message), band=band)

    def _hear(self, loop: asyncio.AbstractEventLoop, message: dict[str, Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the app is gone
            loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._tell(message)))

    async def _tell(self, message: dict[str, Any]) -> None:
        for socket in tuple(self.sockets):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # that phone is gone
                await socket.send_json(message)


def phone_sensors_router() -> APIRouter:
    """Return the routes."""
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
        if place in phones.sockets.values():
            await socket.close(_BUSY, load().phrases["sensors_taken"].text)
            return
        phones.sockets[socket] = place
        try:
            await _listen(socket, phones, place, band)
        finally:
            phones.sockets.pop(socket, None)
            if not phones.sockets and worn.get(account) is phones:
                phones.session.end()
                del worn[account]

    @router.get("/live/sensors/worn")
    @needs(Who.SIGNED_IN)
    def _worn(request: Request) -> dict[str, str | float | None]:
        """Say which place the next phone takes, and the band of those that are worn."""
        phones = worn.get(asker_of(request).account or "")
        taken = () if phones is None else tuple(phones.sockets.values())
        return {"place": free_place(taken), "band": None if phones is None else phones.band}

    return router


async def _listen(socket: WebSocket, phones: _Phones, place: "SensorPlace", band: float) -> None:
    """Take the samples of a phone until it is gone; say first which band counts, where it is not the phone's own."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, KeyError):  # the last of bytes in place of text
        if band != phones.band:
            said = load().phrases["sensors_band"].say(share=f"{phones.band:g} %")
            await socket.send_json({"kind": "band", "band": phones.band, "text": said})
        while True:
            phones.session.source.put(await socket.receive_text(), place=place)
