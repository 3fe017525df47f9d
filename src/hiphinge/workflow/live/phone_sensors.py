"""Phones as sensors on the back: their messages as a source of samples, and what a session says to them."""

import json
import queue
import time
from collections.abc import Callable, Collection
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self

from hiphinge.catalogue import load
from hiphinge.coaching.back_band import BandChange
from hiphinge.errors import HiphingeError, InputFormatError
from hiphinge.motion import SensorPlace
from hiphinge.sources.live_sensors import Arrival, samples_of, waiting_in
from hiphinge.workflow.live.sensing import SensorNotice, SensorSession, sensing

__all__ = ["PHONE_PLACES", "PhoneSensors", "PhoneSession", "free_place", "place_of", "sentence_of"]

PHONE_PLACES: Final = (SensorPlace.T12, SensorPlace.S2, SensorPlace.T8, SensorPlace.L5)
"""Where a phone can be worn: two of them, one above and one below."""
_ABOVE: Final = frozenset({SensorPlace.T12, SensorPlace.T8})
KEY_LENGTHS: Final = (16, 64)
"""Of the key by which a phone that comes again is known, characters: none that can be guessed."""
_LARGEST: Final = 65_536
_WAITING: Final = 4_000
"""So many samples wait at most; a phone that floods loses what is newer."""


class PhoneSensors:
    """Samples that pages of phones hand in; a source like the other live ones."""

    name = "your phones"

    def __init__(self) -> None:
        """Wait for the first sample."""
        self._arrived: queue.Queue[Arrival] = queue.Queue(maxsize=_WAITING)
        self.refused, self.first_problem = 0, ""

    def put(self, message: str, *, place: SensorPlace) -> None:
        """Take a message of the phone at a place; what holds no samples of it is counted."""
        arrived_s = time.monotonic()
        if len(message) > _LARGEST:
            self._refuse(
                f"A message should have {_LARGEST} characters at most, but has {len(message)}. Send samples singly."
            )
            return
        try:
            found = samples_of(message.encode())
        except InputFormatError as error:
            self._refuse(str(error))
            return
        others = sorted({sample.place for sample in found if sample.place is not place})
        if others:
            self._refuse(f"The phone at {place} sent samples of {', '.join(others)}. Choose the place on its page.")
        for sample in found:
            if sample.place is place and not self._arrived.full():
                self._arrived.put_nowait(Arrival(sample=sample, arrived_s=arrived_s))

    def _refuse(self, problem: str) -> None:
        self.refused, self.first_problem = self.refused + 1, self.first_problem or problem

    def read(self, timeout_s: float) -> tuple[Arrival, ...]:
        """Return what has arrived; see `LiveSensors.read`."""
        return waiting_in(self._arrived, timeout_s)

    def __enter__(self) -> Self:
        """Return the source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""


class PhoneSession:
    """A session of phones in a thread of its own; ``say`` is called there with each message for their pages.

    Raises
    ------
    UsageError
        If the band is none that can be.
    """

    def __init__(self, say: Callable[[dict[str, Any]], None], *, band: float = 80.0) -> None:
        """Begin to listen."""
        self.source, self._say, self._band = PhoneSensors(), say, band
        self._session, self._ending = SensorSession(share=band / 100.0), Event()
        self._thread = Thread(target=self._run, name="phones as sensors", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop listening."""
        self._ending.set()

    def _run(self) -> None:
        try:
            for event in sensing(self.source, self._session, ending=self._ending):
                self._say(_message(event, self._band))
        except HiphingeError as error:
            self._say({"kind": "failed", "text": str(error)})


def _message(event: SensorNotice | BandChange, band: float) -> dict[str, Any]:
    if isinstance(event, BandChange):
        kind = "beyond" if event.beyond else "within"
        return {"kind": kind, "signalled": event.signalled, "bend": event.bend, "text": sentence_of(event, band=band)}
    return {"kind": event.kind, "text": sentence_of(event, band=band)}


def sentence_of(event: SensorNotice | BandChange, *, band: float) -> str:
    """Return the catalogue's sentence for what a session yields; ``band`` is in per cent."""
    phrases, share = load().phrases, f"{band:g} %"
    if isinstance(event, BandChange):
        return phrases["sensors_beyond"].say(share=share) if event.beyond else ""
    values: dict[str, str] = {}
    if event.kind == "waiting":
        values = {"source": event.text}
    elif event.kind in {"unreadable", "refused"}:
        values = {"problem": event.text}
    elif event.kind in {"lost", "back"}:
        values = {"place": str(event.place)}
    elif event.kind == "ready" and event.value_deg is not None:
        degrees = {"maximum": event.value_deg, "band": band / 100.0 * event.value_deg}
        values = {"share": share, **{id_: f"{deg:.0f}\N{DEGREE SIGN}" for id_, deg in degrees.items()}}
    return phrases[f"sensors_{event.kind}"].say(**values)


def free_place(taken: Collection[SensorPlace]) -> SensorPlace | None:
    """Return where the next phone is worn: below where one is above, and above otherwise; None where all are taken."""
    above = any(place in taken for place in _ABOVE)
    wanted = sorted(PHONE_PLACES, key=lambda place: (place in _ABOVE) is above)
    return next((place for place in wanted if place not in taken), None)


def place_of(words: str) -> tuple[SensorPlace, float, str]:
    """Return where a phone is worn, its band, per cent, and its key, from the first words of its page.

    The key is the page's own, and empty where it has none.

    Raises
    ------
    ValueError, KeyError, TypeError
        If they are not what a page says.
    """
    said = json.loads(words)
    place, band, key = SensorPlace(said["place"]), said.get("band", 80.0), said.get("key", "")
    if place not in PHONE_PLACES or not 30.0 <= band <= 100.0:  # noqa: PLR2004  # the range of `BackBand`
        raise ValueError(words)
    if not isinstance(key, str) or not key.isascii() or (key and not KEY_LENGTHS[0] <= len(key) <= KEY_LENGTHS[1]):
        raise ValueError(words)
    return place, float(band), key
