"""The live session over a WebSocket: frames of a camera in, what happens in them out, and the same for a second screen.

The session itself runs in a process of its own (`hiphinge.workflow.live`); here only bytes are passed on.
"""

import asyncio
import contextlib
import json
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fastapi import APIRouter, WebSocket
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect, WebSocketState

from hiphinge.coaching.live_drills import live_drills
from hiphinge.errors import HiphingeError
from hiphinge.server.access import OWNER, Asker, Who, asker_of, needs, seen_by
from hiphinge.server.phone_sensors import phone_sensors_router
from hiphinge.store import Store
from hiphinge.workflow.known_person import known_person
from hiphinge.workflow.lessons import lesson_named
from hiphinge.workflow.live import FRAME, HEADER, LiveOptions, LiveStart, start_live
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from hiphinge.catalogue import Drill, Lesson

__all__ = ["begin_live", "live_router"]

LARGEST_FRAME = 2 << 20
"""A JPEG of 1080p has a fifth of that."""
COUNTDOWNS_S = (0.0, 3.0, 5.0, 10.0)
_FIRST_WORDS_S = 10.0
_ENDS_WITHIN_S = 30.0
_LOOK_S = 0.1
_BUSY, _BAD, _GONE, _REPLACED, _OVER = 4001, 4002, 4003, 4004, 1000
_ANY = "1"
"""In place of whatever session runs, for a page that was in the middle of one when the app forgot it."""
COMES_BACK_S = 30.0
"""A page that lost its connection may come back to its session for so long; then what was lifted is kept."""
MOST_MISSED = 200
MOST_AT_ONCE = 2


class _Running:
    """A session that runs, and the page whose camera it looks at; a page that lost its connection may come back."""

    def __init__(self, pipe: "Connection") -> None:
        self.key = secrets.token_urlsafe(12)
        self.pipe = pipe
        self._page: WebSocket | None = None
        self._missed: deque[bytes] = deque(maxlen=MOST_MISSED)
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def is_left(self) -> bool:
        """Whether its page is gone, and it waits for it."""
        return self._leaving is not None

    def stop(self) -> None:
        """End it as a raised hand would."""
        with contextlib.suppress(OSError, ValueError):
            self.pipe.send_bytes(b'{"do": "stop"}')

    async def come(self, page: WebSocket) -> None:
        """Take a page in; one that was there before is shown out, and what it missed is said to the new one."""
        before, self._page = self._page, page
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if before is not None and before.client_state is WebSocketState.CONNECTED:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await before.close(_REPLACED)
        missed, self._missed = self._missed, deque(maxlen=MOST_MISSED)
        for message in missed:
            await self.say(message)

    def leave(self, page: WebSocket) -> None:
        """Wait for a page that is gone, for a while; then end the session."""
        if self._page is page:
            self._page = None
            self._leaving = asyncio.get_running_loop().call_later(COMES_BACK_S, self.stop)

    async def say(self, message: bytes) -> None:
        """Send a message to the page; where it is away, keep what is no frame for its return."""
        if self._page is not None:
            try:
                await self._page.send_text(message.decode())
            except (WebSocketDisconnect, RuntimeError):
                pass  # it leaves where it is waited for
            else:
                return
        if not message.startswith((b'{"kind": "frame"', b'{"kind": "back"', b'{"kind": "skipped"')):
            self._missed.append(message)

    async def close(self) -> None:
        """Show the page out: the session is over."""
        if self._leaving is not None:
            self._leaving.cancel()
        if self._page is not None and self._page.client_state is WebSocketState.CONNECTED:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await self._page.close(_OVER)


@dataclass
class _Room:
    """The one session that runs, and the screens that watch it."""

    taken: bool = False
    running: _Running | None = None
    watchers: "set[asyncio.Queue[bytes]]" = field(default_factory=set)

    @property
    def is_left(self) -> bool:
        """Whether its session only waits for a page that lost its connection."""
        return self.running is not None and self.running.is_left

    def ends_for(self, instead: str) -> bool:
        """Return whether its session ends for a page: for one that had it, by its key, or that lost a session."""
        if instead == _ANY:
            return True
        return self.running is not None and secrets.compare_digest(instead.encode(), self.running.key.encode())

    async def end_now(self) -> None:
        """End the session that runs, for a page that begins another."""
        if self.running is not None:
            self.running.stop()
        for _ in range(int(_ENDS_WITHIN_S / _LOOK_S)):
            if not self.taken:
                return
            await asyncio.sleep(_LOOK_S)

    def show(self, message: bytes) -> None:
        """Give a message to every screen; one that does not keep up misses some."""
        for each in self.watchers:
            if not each.full():
                each.put_nowait(message)


@dataclass
class _Rooms:
    """A room for each account; locally there is one. So many sessions run at once: each takes a processor's time."""

    every: "dict[str, _Room]" = field(default_factory=dict)

    def of(self, asker: Asker) -> _Room:
        """Return the room of whoever asks: nobody comes into another account's."""
        return self.every.setdefault(asker.account or "", _Room())

    @property
    def are_full(self) -> bool:
        """Whether no other session can begin now."""
        return sum(one.taken for one in self.every.values()) >= MOST_AT_ONCE


def live_router(stores: Callable[[], Store]) -> APIRouter:
    """Return the routes; ``stores`` opens the store where the session's process files what it measured."""
    router, rooms = APIRouter(), _Rooms()
    router.include_router(phone_sensors_router())

    @router.websocket("/live/camera")
    @needs(Who.SIGNED_IN)
    async def _camera(socket: WebSocket) -> None:
        await socket.accept()
        room, asker = rooms.of(asker_of(socket)), asker_of(socket)
        if "again" in socket.query_params:
            await _again(socket, room)
            return
        if room.taken and (room.is_left or room.ends_for(socket.query_params.get("instead", ""))):
            await room.end_now()
        if room.taken or rooms.are_full:
            mine = "Another live session is running. End that one first."
            theirs = "All live sessions that fit are running. Try again when one has ended."
            await socket.close(_BUSY, mine if room.taken else theirs)
            return
        room.taken = True
        try:
            await _session(socket, room, stores, asker)
        finally:
            room.taken, room.running = False, None

    @router.websocket("/live/screen")
    @needs(Who.SIGNED_IN)
    async def _screen(socket: WebSocket) -> None:
        await socket.accept()
        await _watch(socket, rooms.of(asker_of(socket)))

    return router


async def _again(socket: WebSocket, room: _Room) -> None:
    """Take in a page that lost its connection, where its session still runs."""
    try:
        words = json.loads(await asyncio.wait_for(socket.receive_text(), _FIRST_WORDS_S))
        key = str(words["key"]).encode()
    except (TimeoutError, WebSocketDisconnect, KeyError, TypeError, ValueError, RuntimeError):
        key = b""
    running = room.running
    if running is None or not secrets.compare_digest(key, running.key.encode()):
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(_GONE, "That session is over.")
        return
    await running.come(socket)
    await _take(socket, running)


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


async def _session(socket: WebSocket, room: _Room, stores: Callable[[], Store], asker: Asker) -> None:
    try:
        words = await asyncio.wait_for(socket.receive_text(), _FIRST_WORDS_S)
        begin = await run_in_threadpool(begin_live, words, stores, asker)
    except (TimeoutError, WebSocketDisconnect, KeyError, TypeError, ValueError, OverflowError, RuntimeError):
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

    running = room.running = _Running(pipe)
    threading.Thread(target=hear, name="hiphinge-live-hearing", daemon=True).start()
    try:
        await running.come(socket)
        await running.say(json.dumps({"kind": "session", "key": running.key}).encode())
        taking = asyncio.ensure_future(_take(socket, running))
        while (message := await said.get()) is not None:
            room.show(message)
            await running.say(message)
        taking.cancel()
    finally:
        pipe.close()
        await run_in_threadpool(process.join, _ENDS_WITHIN_S)
        if process.is_alive():
            process.kill()
        await running.close()


async def _take(socket: WebSocket, running: _Running) -> None:
    """Pass frames and commands on until the page is gone."""
    while True:
        try:
            message = await socket.receive()
        except RuntimeError:  # it was shown out
            return
        if message["type"] == "websocket.disconnect":
            running.leave(socket)
            return
        data = message.get("bytes")
        if data is None:
            data = json.dumps({"do": _command(message.get("text") or "")}).encode()
        elif HEADER.size < len(data) <= LARGEST_FRAME:
            data = FRAME + data
        else:
            continue
        if not await _pass_on(running.pipe, data):
            return


def _command(text: str) -> str:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("do", "")) if isinstance(said, dict) else ""


async def _pass_on(pipe: "Connection", data: bytes) -> bool:
    try:
        await run_in_threadpool(pipe.send_bytes, data)
    except (OSError, ValueError):
        return False
    return True


def begin_live(words: str, stores: Callable[[], Store], asker: Asker = OWNER) -> LiveStart:
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
    lesson = lesson_named(str(said["lesson"])) if said.get("lesson") else None
    drill = _drill_of(said, lesson)
    exercise = analysed_exercise(str(said["exercise"])).id if said.get("exercise") else None
    exercise = lesson.exercise if lesson is not None else exercise or (None if drill is None else drill.exercise)
    options = LiveOptions(
        exercise=exercise,
        load_kg=float(said["load_kg"]) if said.get("load_kg") else None,
        drill=None if drill is None else drill.id,
    )
    person = None
    if said.get("person"):
        with stores() as store:
            person = seen_by(asker, store).people.named(str(said["person"]))
            files = person_files(store)
            practised = read_notes(person.name, files).practised
            known = known_person(person.name, files)
            options = replace(options, person=known.person, reference=known.standing, practised=practised)
    return LiveStart(
        options=options,
        person=person,
        lesson=None if lesson is None else lesson.id,
        counting=bool(said.get("counting", False)),
        keeps_video=said.get("keeps_video") is True,
        countdown_s=countdown_s,
        hands_free=bool(said.get("hands_free", True)),
    )


def _drill_of(said: "dict[str, object]", lesson: "Lesson | None") -> "Drill | None":
    """Return the drill that is followed: the one that was chosen, or the lesson's; None where there is none.

    Raises
    ------
    ValueError
        If it is not one that can be followed.
    """
    wanted = str(said["drill"]) if said.get("drill") else None if lesson is None else lesson.drill
    found = next((one for one in live_drills() if one.id == wanted), None)
    if found is None and said.get("drill"):
        raise ValueError(wanted)
    return found
