"""A browser that gives in one video after the other, and goes on where it was when the app was gone for a moment."""

import contextlib
import http.client
import threading
import time
from dataclasses import dataclass, field

from validation.hostile.names import metadata_of
from validation.served import Served

__all__ = ["Giver"]

_PIECE = {"Content_Type": "application/offset+octet-stream"}
_REST_S = 0.2
_PAUSE_S = 1.0
_TIMEOUT_S = 20.0


@dataclass(eq=False)
class Giver:
    """Uploads videos of distinct content until `finish`; ``app`` changes when the app is started again.

    Attributes
    ----------
    accepted
        The id of the clip of each upload, by the name of the video.
    """

    clip: bytes
    app: Served
    accepted: dict[str, str] = field(default_factory=dict)
    broken_off: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._give_all, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Finish the upload that was begun, and begin no other."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _give_all(self) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            name = f"clip {number}.mp4"
            self.accepted[name] = self._given(name, self.clip + f"number {number}".encode())
            self._over.wait(_PAUSE_S)

    def _given(self, name: str, content: bytes) -> str:
        """Return the id of the clip that an upload became, however often it has to go on."""
        place = ""
        while True:
            try:
                place = place or self._begun(name, len(content))
                clip = self._sent(place, content)
            except (OSError, http.client.HTTPException):
                self.broken_off += 1
                time.sleep(_REST_S)
                continue
            if clip is not None:
                return clip

    def _begun(self, name: str, length: int) -> str:
        said = {"Upload_Length": str(length), "Upload_Metadata": metadata_of(name)}
        return self.app.ask("POST", "/uploads", timeout_s=_TIMEOUT_S, **said).headers["location"]

    def _sent(self, place: str, content: bytes) -> str | None:
        """Send half of what is left, or the rest; return the clip once it is accepted."""
        look = self.app.ask("HEAD", place, timeout_s=_TIMEOUT_S)
        offset = int(look.headers["upload-offset"])
        half = max(len(content) // 2, 1) if offset == 0 else len(content)
        piece = {**_PIECE, "Upload_Offset": str(offset)}
        sent = self.app.ask("PATCH", place, content[offset : offset + half], timeout_s=_TIMEOUT_S, **piece)
        with contextlib.suppress(KeyError):
            return sent.headers["hiphinge-clip"]
        return None
