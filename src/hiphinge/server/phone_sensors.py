"""Phones worn as sensors on the back, over a WebSocket: their samples in, what the session says out."""

import asyncio
import contextlib
import secrets
from dataclasses import dataclass
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
_BUSY, _BAD, _REPLACED, _STOPPED = 4001, 4002, 4004, 1000
COMES_BACK_S: Final = 30.0
"""Phones that lost their connection, all of them, find their session again for so long."""


@dataclass(frozen=True)
class _Worn:
    """Where a phone is worn, and the key by which it is known when it comes again; empty where it gave none."""

    place: "SensorPlace"
    key: str

    def is_of(self, key: str) -> bool:
        """Whether this is the phone with a key."""
        return bool(key) and secrets.compare_digest(self.key.encode(), key.encode())


class _Phones:
    """The phones of one account that are worn now, and their session."""

    def __init__(self, band: float) -> None:
        loop = asyncio.get_running_loop()
        self.sockets: dict[WebSocket, _Worn] = {}
        self.band = band
        self.leaving: asyncio.TimerHandle | None = None
        self.session = PhoneSession(lambda message: self._hear(loop, message), band=band)

    @property
    def places(self) -> "tuple[SensorPlace, ...]":
        """Where phones are worn."""
        return tuple(worn.place for worn in self.sockets.values())

    def come(self, socket: WebSocket, worn: _Worn) -> tuple[bool, WebSocket | None]:
        """Take a phone in; tell whether its place was free, and return its own connection from before.

        A network that is gone closes nothing: the app still holds the place of a phone that has long lost it.
        """
        before = next((one for one, known in self.sockets.items() if known.is_of(worn.key)), None)
        if any(known.place is worn.place for one, known in self.sockets.items() if one is not before):
            return False, None
        if before is not None:
            del self.sockets[before]
        self.sockets[socket] = worn
        if self.leaving is not None:
            self.leaving.cancel()
            self.leaving = None
        return True, before

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

    def end(account: str, phones: _Phones) -> None:
        phones.session.end()
        if worn.get(account) is phones:
            del worn[account]

    @router.websocket("/live/sensors/samples")
    @needs(Who.SIGNED_IN)
    async def _samples(socket: WebSocket) -> None:
        await socket.accept()
        try:
            place, band, key = place_of(await asyncio.wait_for(socket.receive_text(), _FIRST_WORDS_S))
        except (TimeoutError, WebSocketDisconnect, KeyError, TypeError, ValueError, RuntimeError):
            await _show_out(socket, _BAD, "A phone begins with where it is worn.")
            return
        account = asker_of(socket).account or ""
        phones = worn.get(account)
        if phones is None:
            phones = worn[account] = _Phones(band)
        came, before = phones.come(socket, _Worn(place, key))
        if not came:
            await socket.close(_BUSY, load().phrases["sensors_taken"].text)
            return
        await _show_out(before, _REPLACED)
        stopped = False
        try:
            stopped = await _listen(socket, phones, place, band)
        finally:
            if phones.sockets.pop(socket, None) is not None and not phones.sockets:
                wait_s = 0.0 if stopped else COMES_BACK_S
                phones.leaving = asyncio.get_running_loop().call_later(wait_s, end, account, phones)

    @router.get("/live/sensors/worn")
    @needs(Who.SIGNED_IN)
    def _worn(request: Request) -> dict[str, str | float | None]:
        """Say which place the next phone takes, and the band of those that are worn."""
        phones = worn.get(asker_of(request).account or "")
        taken = () if phones is None else phones.places
        return {"place": free_place(taken), "band": None if phones is None else phones.band}

    return router


async def _show_out(socket: WebSocket | None, code: int, reason: str = "") -> None:
    if socket is not None and socket.client_state is WebSocketState.CONNECTED:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it went by itself
            await socket.close(code, reason)


async def _listen(socket: WebSocket, phones: _Phones, place: "SensorPlace", band: float) -> bool:
    """Take the samples of a phone until it is gone, and tell whether it was stopped and not lost.

    It hears first which band counts, where that is not its own.
    """
    try:
        if band != phones.band:
            said = load().phrases["sensors_band"].say(share=f"{phones.band:g} %")
            await socket.send_json({"kind": "band", "band": phones.band, "text": said})
        while True:
            phones.session.source.put(await socket.receive_text(), place=place)
    except WebSocketDisconnect as gone:
        return gone.code == _STOPPED
    except (RuntimeError, KeyError):  # it was shown out, or sent bytes in place of text
        return False
