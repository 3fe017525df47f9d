"""What live commands say: printed, and spoken where the system has a voice of its own."""

import contextlib
import platform
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from typing import Self

from hiphinge.cli.screen import say
from hiphinge.errors import MissingComponentError

__all__ = ["Voice", "ended_by_signal"]


class Voice:
    """Prints, and speaks what is to be spoken: a sentence cuts off the one before it, unless it waits for it."""

    def __init__(self, command: "list[str] | None") -> None:
        self._command = command
        self._speaking: subprocess.Popen[bytes] | None = None
        self._waiting: list[str] = []
        self._lock = threading.Lock()
        self.said = ""

    @classmethod
    def wanted(cls, speak: bool | None) -> Self:  # noqa: FBT001  # the option itself
        """Return a voice; None speaks where the system has one.

        Raises
        ------
        MissingComponentError
            If one is wanted and none is there.
        """
        command = _command() if speak is None or speak else None
        if speak and command is None:
            message = "This system has no voice that hiphinge knows. Install espeak-ng, or leave out --speak"
            raise MissingComponentError(message)
        return cls(command)

    def say(self, text: str, *, spoken: bool = True, bell: bool = False, waits: bool = False) -> None:
        """Print a text, with the terminal's bell before it, and speak it; where it waits, after what is being said."""
        self.said = text
        say(f"\a{text}" if bell else text)
        if self._command is None or not spoken:
            return
        with self._lock:
            before = self._speaking
            is_speaking = before is not None and before.poll() is None
            if waits and (is_speaking or self._waiting):
                self._waiting.append(text)
                if len(self._waiting) == 1:
                    threading.Thread(target=self._say_waiting).start()
                return
            self._waiting.clear()
            if before is not None and is_speaking:
                before.terminate()
                before.wait()
            self._speaking = self._spoken(self._command, text)

    def _say_waiting(self) -> None:
        """Speak what waits, each after what was said before it, until nothing does or a newer sentence has come."""
        while True:
            with self._lock:
                before = self._speaking
            if before is not None:
                before.wait()
            with self._lock:
                if self._speaking is not before or not self._waiting or self._command is None:
                    return
                self._speaking = self._spoken(self._command, self._waiting.pop(0))
                if not self._waiting:
                    return

    @staticmethod
    def _spoken(command: "list[str]", text: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603  # the system's own voice, and a text of the catalogue
            [*command, text], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@contextlib.contextmanager
def ended_by_signal() -> Iterator[threading.Event]:
    """Yield what the first Ctrl-C sets, so that what was lifted is kept; the second one leaves at once."""
    ending, before = threading.Event(), signal.getsignal(signal.SIGINT)

    def end(*_: object) -> None:
        ending.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, end)
    try:
        yield ending
    finally:
        signal.signal(signal.SIGINT, before)


def _command() -> "list[str] | None":
    """Return the command of the system's own voice, which is offline; None where there is none."""
    commands = {"Darwin": ("say",), "Linux": ("espeak-ng", "espeak", "spd-say")}
    for command in commands.get(platform.system(), ()):
        found = shutil.which(command)
        if found is not None:
            return [found]
    return None
