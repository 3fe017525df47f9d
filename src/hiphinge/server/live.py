"""The live session over a WebSocket: frames of a camera in, what happens in them out, and the same for a second screen.

The session itself runs in a process of its own (`hiphinge.workflow.live`); here only bytes are passed on.
"""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import APIRouter, WebSocket
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect, WebSocketState

from hiphinge.errors import HiphingeError
from hiphinge.store import Store
from hiphinge.workflow.lessons import lesson_named
from hiphinge.workflow.live import FRAME, HEADER, LiveOptions, LiveStart, start_live
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.profile import profile_of
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["live_router"]

LARGEST_FRAME = 2 << 20
"""A JPEG of 1080p has a fifth of that."""
COUNTDOWNS_S = (0.0, 3.0, 5.0, 10.0)
_FIRST_WORDS_S = 10.0
_ENDS_WITHIN_S = 30.0
_LOOK_S = 0.1
_BUSY, _BAD, _OVER = 4001, 4002, 1000


@dataclass
class _Room:
    """The one session that runs, and the screens that watch it."""

    taken: bool = False
    end: Callable[[], None] = lambda: None
    watchers: "set[asyncio.Queue[bytes]]" = field(default_factory=set)

    async def end_now(self) -> None:
        """End the session that runs, as a page does that lost its connection and comes back."""
        self.end()
        for _ in range(int(_ENDS_WITHIN_S / _LOOK_S)):
            if not self.taken:
                return
            await asyncio.sleep(_LOOK_S)

    def show(self, message: bytes) -> None:
        """Give a message to every screen; one that does not keep up misses some."""
        for each in self.watchers:
            if not each.full():
                each.put_nowait(message)


def live_router(stores: Callable[[], Store]) -> APIRouter:
    """Return the routes; ``stores`` opens the store where the session's process files what it measured."""
    router, room = APIRouter(), _Room()

    @router.websocket("/live/camera")
    async def _camera(socket: WebSocket) -> None:
        await socket.accept()
        if room.taken and "instead" in socket.query_params:
            await room.end_now()
        if room.taken:
            await socket.close(_BUSY, "Another live session is running. End that one first.")
            return
        room.taken = True
        try:
            await _session(socket, room, stores)
        finally:
            room.taken, room.end = False, lambda: None

    @router.websocket("/live/screen")
    async def _screen(socket: WebSocket) -> None:
        await socket.accept()
        await _watch(socket, room)

    return router


async def _watch(socket: WebSocket, room: _Room) -> None:
    """Send everything that a session says, until the screen goes away."""
    said: asyncio.Queue[bytes] = asyncio.Queue(maxsize=60)
    room.watchers.add(said)
    gone = asyncio.ensure_future(socket.receive())
    try:
        while not gone.done():
            waiting = asyncio.ensure_future(said.get())
            await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                await socket.send_text(waiting.result().decode())
            else:
                waiting.cancel()
    except (WebSocketDisconnect, RuntimeError):
        pass  # the screen is gone
    finally:
        gone.cancel()
        room.watchers.discard(said)


async def _session(socket: WebSocket, room: _Room, stores: Callable[[], Store]) -> None:
    try:
        words = await asyncio.wait_for(socket.receive_text(), _FIRST_WORDS_S)
        begin = await run_in_threadpool(_begin, words, stores)
    except (TimeoutError, WebSocketDisconnect, KeyError, ValueError, RuntimeError):
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(_BAD, "A session begins with the lifter and the lift.")
        return
    except HiphingeError as error:
        await socket.send_text(json.dumps({"kind": "failed", "text": str(error)}))
        await socket.close(_BAD)
        return
    process, pipe = await run_in_threadpool(start_live, begin, stores)
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[bytes | None] = asyncio.Queue()

    def hear() -> None:
        with contextlib.suppress(RuntimeError):  # the app is gone
            try:
                while True:
                    loop.call_soon_threadsafe(said.put_nowait, pipe.recv_bytes())
            except (EOFError, OSError, TypeError):  # the last where the pipe is closed meanwhile
                loop.call_soon_threadsafe(said.put_nowait, None)

    def end() -> None:
        with contextlib.suppress(OSError, ValueError):
            pipe.send_bytes(b'{"do": "stop"}')

    room.end = end
    threading.Thread(target=hear, name="hiphinge-live-hearing", daemon=True).start()
    try:
        taking = asyncio.ensure_future(_take(socket, pipe))
        await _tell(socket, room, said)
        taking.cancel()
    finally:
        pipe.close()
        await run_in_threadpool(process.join, _ENDS_WITHIN_S)
        if process.is_alive():
            process.kill()
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(_OVER)


async def _take(socket: WebSocket, pipe: "Connection") -> None:
    """Pass frames and commands on until the page is gone, which ends the session."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            await _pass_on(pipe, b'{"do": "stop"}')
            return
        data = message.get("bytes")
        if data is None:
            data = json.dumps({"do": _command(message.get("text") or "")}).encode()
        elif HEADER.size < len(data) <= LARGEST_FRAME:
            data = FRAME + data
        else:
            continue
        if not await _pass_on(pipe, data):
            return


def _command(text: str) -> str:
    try:
        said = json.loads(text)
    except ValueError:
        return ""
    return str(said.get("do", "")) if isinstance(said, dict) else ""


async def _pass_on(pipe: "Connection", data: bytes) -> bool:
    try:
        await run_in_threadpool(pipe.send_bytes, data)
    except (OSError, ValueError):
        return False
    return True


async def _tell(socket: WebSocket, room: _Room, said: "asyncio.Queue[bytes | None]") -> None:
    """Send what the session says until it is over; where the page is gone, only wait for the end."""
    there = True
    while (message := await said.get()) is not None:
        room.show(message)
        if there:
            try:
                await socket.send_text(message.decode())
            except (WebSocketDisconnect, RuntimeError):
                there = False


def _begin(words: str, stores: Callable[[], Store]) -> LiveStart:
    """Return what a session begins with, from the first words of a page.

    Raises
    ------
    HiphingeError
        If there is no such person or exercise.
    ValueError, KeyError
        If they are not what a page says.
    """
    from hiphinge.workflow.exercise_lookup import analysed_exercise  # noqa: PLC0415  # loads the catalogue

    said = json.loads(words)
    if not isinstance(said, dict):
        raise ValueError(words)  # noqa: TRY004  # as where it is no JSON
    countdown_s = float(said.get("countdown_s", 5.0))
    if countdown_s not in COUNTDOWNS_S:
        raise ValueError(countdown_s)
    exercise = analysed_exercise(str(said["exercise"])).id if said.get("exercise") else None
    load_kg = float(said["load_kg"]) if said.get("load_kg") else None
    lesson = lesson_named(str(said["lesson"])) if said.get("lesson") else None
    exercise = exercise if lesson is None else lesson.exercise
    person = None
    options = LiveOptions(exercise=exercise, load_kg=load_kg)
    if said.get("person"):
        with stores() as store:
            person = store.people.named(str(said["person"]))
            files = person_files(store)
            options = LiveOptions(
                exercise=exercise,
                load_kg=load_kg,
                person=profile_of(person.name, files),
                practised=read_notes(person.name, files).practised,
            )
    return LiveStart(
        options=options,
        person=person,
        lesson=None if lesson is None else lesson.id,
        countdown_s=countdown_s,
        hands_free=bool(said.get("hands_free", True)),
    )
