"""A camera of this machine, or a video played as if it were one: the newest frame, with its time."""

import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import HiphingeError, InputMissingError, InputUnreadableError
from hiphinge.sources.video.reader import open_video

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["image_of_jpeg", "open_camera"]

SIZE, RATE = "640x480", "30"
"""Asked of the camera: larger frames take longer and are scaled down to what the network looks at anyway."""
LARGEST_PX = 4096
"""No camera of a browser gives wider frames; what is larger is no frame of one."""
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 to SOF15, without the tables and the reserved marker between them."""
_FORMATS = {"Linux": "v4l2", "Darwin": "avfoundation", "Windows": "dshow"}
_PATIENCE_S = 10.0
_AFTER_LOSS_S = 1.0
Images = Iterator[tuple[float, NDArray[np.uint8]]]


@contextmanager
def open_camera(camera: int | str = 0, *, ending: threading.Event | None = None) -> "Iterator[Images]":
    """Yield an iterator over the newest frames: seconds since the first, and upright RGB ``[height, width, 3]``.

    A frame that nobody asked for in time is replaced by the next one. A camera that is unplugged is opened again once
    it is back; the times go on.

    Parameters
    ----------
    camera
        Number or name of a camera, or the path of a video, which is played at its own speed and then ends.
    ending
        Once it is set, no more frames come.

    Raises
    ------
    InputMissingError
        If there is no such camera.
    InputUnreadableError
        If it gives no frames.
    InputError
        As `open_video`.
    """
    is_file = isinstance(camera, str) and Path(camera).is_file()
    newest = _Newest(ending or threading.Event())
    work = (lambda: _play(Path(str(camera)), newest)) if is_file else (lambda: _record(camera, newest))
    thread = threading.Thread(target=newest.fill, args=(work,), name="hiphinge-camera", daemon=True)
    thread.start()
    try:
        yield newest.frames()
    finally:
        newest.close()
        thread.join(timeout=_PATIENCE_S)


class _Newest:
    """One frame that is replaced by the next one; whoever asks waits for a new one."""

    def __init__(self, ending: threading.Event) -> None:
        self._ending = ending
        self._frame: tuple[float, NDArray[np.uint8]] | None = None
        self._error: HiphingeError | None = None
        self._changed = threading.Condition()
        self._is_over = False

    def put(self, time_s: float, image_rgb: NDArray[np.uint8]) -> None:
        with self._changed:
            self._frame = (time_s, image_rgb)
            self._changed.notify()

    def fill(self, work: "Callable[[], None]") -> None:
        try:
            work()
        except HiphingeError as error:
            self._error = error
        with self._changed:
            self._is_over = True
            self._changed.notify()

    @property
    def is_closed(self) -> bool:
        return self._ending.is_set()

    def close(self) -> None:
        self._ending.set()

    def frames(self) -> Images:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._frame is not None or self._is_over)
                frame, self._frame = self._frame, None
            if frame is not None:
                yield frame
            elif self._error is not None:
                raise self._error
            else:
                return


def _play(path: Path, newest: _Newest) -> None:
    began = first = None
    for frame in open_video(path):
        if newest.is_closed:
            return
        first = frame.time_s if first is None else first
        began = time.monotonic() if began is None else began
        time.sleep(max(frame.time_s - first - (time.monotonic() - began), 0.0))
        newest.put(frame.time_s - first, frame.image_rgb)


def _record(camera: int | str, newest: _Newest) -> None:
    import av  # noqa: PLC0415  # a heavy library, loaded when a camera is opened

    began, given = time.monotonic(), 0
    while not newest.is_closed:
        try:
            with _opened(camera) as container:
                for frame in container.decode(video=0):
                    if newest.is_closed:
                        return
                    newest.put(time.monotonic() - began, frame.to_ndarray(format="rgb24"))
                    given += 1
        except (OSError, av.error.FFmpegError) as error:
            if not given:
                raise _reason(camera, error) from error
        time.sleep(_AFTER_LOSS_S)


def _opened(camera: int | str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # av's container, loaded above
    import av  # noqa: PLC0415  # likewise

    options = {"video_size": SIZE, "framerate": RATE}
    return av.open(_address(camera), format=_FORMATS.get(platform.system(), "v4l2"), options=options)


def _address(camera: int | str) -> str:
    system, text = platform.system(), str(camera)
    if system == "Linux":
        return f"/dev/video{text}" if text.isdecimal() else text
    return f"video={text}" if system == "Windows" and not text.startswith("video=") else text


def _reason(camera: int | str, error: Exception) -> HiphingeError:
    address = _address(camera)
    if isinstance(error, FileNotFoundError):
        message = (
            f"There is no camera {address}. Plug one in, or name another one: a number, a device, or a video's path."
        )
        return InputMissingError(message)
    if isinstance(error, PermissionError):
        message = f"The camera {address} may not be used by this user. On Linux, join the group video and log in again."
        return InputUnreadableError(message)
    message = f"The camera {address} gives no frames: {error}. Close other programs that use it, and try again."
    return InputUnreadableError(message)


def image_of_jpeg(data: bytes) -> NDArray[np.uint8] | None:
    """Return the image of a JPEG, RGB ``[height, width, 3]``; None where it is none, or larger than any camera's."""
    import cv2  # noqa: PLC0415  # a heavy library

    if not 0 < max(_declared_size_px(data)) <= LARGEST_PX:
        return None
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _declared_size_px(data: bytes) -> tuple[int, int]:
    """Return the width and height in a JPEG's frame header, read before anything is unpacked; zeros where it has none.

    References
    ----------
    ITU-T T.81, B.1.1.4 and B.2.2: marker segments, and the frame header after SOF0 to SOF15.
    """
    place = 2
    while data[:2] == b"\xff\xd8" and place + 9 <= len(data) and data[place : place + 1] == b"\xff":
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _FRAME_HEADERS:
            height, width = (int.from_bytes(data[place + at : place + at + 2], "big") for at in (5, 7))
            return width, height
        place += 2 + length
    return 0, 0
