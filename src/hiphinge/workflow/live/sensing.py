"""A session with sensors on the back: quiet standing, two full bends, then a signal beyond the band."""

import time
from array import array
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Final, Literal

import numpy as np

from hiphinge.coaching.back_band import BackBand, BandChange
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.filesystem import check_writable, write_bytes
from hiphinge.motion import Origin, SensorPlace, SensorRecording, SensorSample, SensorTrack
from hiphinge.orientation import (
    BackAngleStream,
    OrientedRecording,
    SensorCalibration,
    calibrate,
    leans_deg,
    oriented,
    plan_of,
    resting_rate,
    values_deg,
)
from hiphinge.sources.live_sensors import Arrival, LiveSensors
from hiphinge.workflow.live.common_clock import CommonClock

__all__ = ["SensorNotice", "SensorSession", "sensing", "write_recording"]

FLEXIONS: Final = ("lumbar_flexion_deg", "thoracolumbar_flexion_deg")
"""Which flexion the band is on: the first that the sensors give."""
LEANS: Final = ("trunk_inclination_deg", "pelvis_tilt_deg")
READ_S: Final = 0.05
SILENT_S: Final = 0.5
"""After so long without a sample, a sensor counts as lost."""
TOGETHER_S: Final = 0.08
"""Angles between sensors are judged where their latest samples are no farther apart: between an old one and a new one
the back would seem to bend while the person only rises."""
SETTLES_S: Final = 1.0
"""So long after a sensor is back, nothing is signalled: its orientation has to settle."""
_CALIBRATE_FIRST_S, _CALIBRATE_EVERY_S, _CALIBRATE_WITHIN_S = 6.0, 1.0, 60.0
_WARM_UP_S: Final = 5.0
_BOWS: Final = 2
_STANDS_AGAIN_S: Final = 0.3
"""A bend is finished where the person has stood again for so long."""
_TOGETHER_SHARE, _LEAST_TOGETHER_S = 0.5, 1.0
_BENT_DEG: Final = 40.0


@dataclass(frozen=True, kw_only=True)
class SensorNotice:
    """Where the session stands.

    ``kind``: ``waiting`` for the first samples, ``stand`` still, ``bend`` (how many bends were seen in ``count``),
    ``refused`` where the bends do not do (why in ``text``), ``ready`` (the person's own maximum in ``value_deg``),
    ``lost`` and ``back`` of a sensor that is needed, ``unreadable`` messages.
    """

    kind: Literal["waiting", "stand", "bend", "refused", "ready", "lost", "back", "unreadable"]
    time_s: float
    place: SensorPlace | None = None
    count: int = 0
    value_deg: float | None = None
    text: str = ""


@dataclass(eq=False)
class _Kept:
    """All samples of one sensor, as numbers in a row."""

    width: int
    numbers: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, time_s: float, sample: SensorSample) -> None:
        rest = sample.quaternion or (*(sample.acceleration_m_s2 or ()), *(sample.angular_rate_rad_s or ()))
        if self.width == 1 + len(rest):
            self.numbers.extend((time_s, *rest))

    def track(self, place: SensorPlace, *, since_s: float = -np.inf) -> SensorTrack | None:
        rows = np.array(self.numbers).reshape(-1, self.width)
        rows = rows[rows[:, 0] >= since_s]
        if len(rows) < 2:  # noqa: PLR2004  # a track has two samples at least
            return None
        if self.width == 5:  # noqa: PLR2004  # time and a quaternion
            return SensorTrack(place=place, time_s=rows[:, 0], quaternion=rows[:, 1:])
        return SensorTrack(
            place=place, time_s=rows[:, 0], acceleration_m_s2=rows[:, 1:4], angular_rate_rad_s=rows[:, 4:7]
        )


class SensorSession:
    """Takes samples as they arrive, and says what happens.

    Parameters
    ----------
    share, practised
        As of `BackBand`.
    maximum_deg
        The person's own maximum with these sensors; None takes the deepest of the bends at the start.
    """

    def __init__(self, *, share: float = 0.8, maximum_deg: float | None = None, practised: int = 0) -> None:
        """Wait for samples.

        Raises
        ------
        UsageError
            As `BackBand`: before anybody stands still.
        """
        BackBand(maximum_deg=90.0 if maximum_deg is None else maximum_deg, share=share)
        self._share, self._maximum_deg, self._practised = share, maximum_deg, practised
        self._clock, self._kept = CommonClock(), dict[SensorPlace, _Kept]()
        self._last_s: dict[SensorPlace, float] = {}
        self._lost: dict[SensorPlace, float | None] = {}
        self._tried_s, self._began_s, self._said = -np.inf, np.inf, ("", 0, "")
        self._stream: BackAngleStream | None = None
        self._calibrated: frozenset[SensorPlace] = frozenset()
        self._needed: frozenset[SensorPlace] = frozenset()
        self._band: BackBand | None = None
        self.changes: list[BandChange] = []
        """All that went beyond the band or came back, signalled or not."""

    @property
    def is_ready(self) -> bool:
        """Whether the sensors are calibrated, and the band is on."""
        return self._band is not None

    @property
    def bends(self) -> int:
        """How many bends there have been since."""
        return 0 if self._band is None else self._band.bends

    def take(self, arrival: Arrival) -> Iterator[SensorNotice | BandChange]:
        """Take a sample; yield what it changes."""
        sample, time_s = arrival.sample, self._clock.at(arrival)
        place = sample.place
        if time_s is None or time_s <= self._last_s.get(place, -np.inf):
            return
        self._began_s = min(self._began_s, time_s)
        kept = self._kept.setdefault(place, _Kept(width=5 if sample.quaternion is not None else 7))
        kept.add(time_s, sample)
        yield from self._heard(place, time_s)
        if self._stream is None:
            yield from self._calibrating(time_s)
        else:
            yield from self._following(sample, time_s)

    def look(self, now_s: float) -> Iterator[SensorNotice]:
        """Yield which of the sensors that are needed have fallen silent by a moment on this machine's clock."""
        for place in sorted(self._needed, key=lambda one: one.order):
            if self._lost.get(place, 0.0) is not None and now_s - self._last_s[place] > SILENT_S:
                self._lost[place] = None
                if self._band is not None:
                    self._band.pause()
                yield SensorNotice(kind="lost", time_s=now_s, place=place)

    def recording(self) -> SensorRecording | None:
        """Return all samples so far of the calibrated sensors, or of all before that; None of less than a second."""
        places = self._calibrated or self._kept.keys()
        return _together([track for place in places if (track := self._kept[place].track(place)) is not None])

    def _heard(self, place: SensorPlace, time_s: float) -> Iterator[SensorNotice]:
        self._last_s[place] = time_s
        if place in self._lost and self._lost[place] is None:
            self._lost[place] = time_s
            yield SensorNotice(kind="back", time_s=time_s, place=place)

    def _calibrating(self, time_s: float) -> Iterator[SensorNotice]:
        if time_s - self._tried_s < _CALIBRATE_EVERY_S or time_s - self._began_s < _CALIBRATE_FIRST_S:
            if self._said[0] == "":
                yield from self._said_once("stand", 0, time_s)
            return
        self._tried_s = time_s
        since_s = time_s - _CALIBRATE_WITHIN_S
        sending = [place for place, last_s in self._last_s.items() if time_s - last_s <= SILENT_S]
        tracks = [track for place in sending if (track := self._kept[place].track(place, since_s=since_s))]
        recording = _together(tracks)
        if recording is None:
            return
        moved = oriented(recording)
        try:
            found = calibrate(moved)
        except NotMeasurableError as error:
            if _is_bowing(moved):
                yield from self._said_once("refused", 0, time_s, text=str(error))
            return
        finished = sum(end_s < recording.end_s - _STANDS_AGAIN_S for _, end_s in found.bows_s)
        if finished < _BOWS:
            yield from self._said_once("bend" if finished else "stand", finished, time_s)
            return
        yield from self._begin(moved, found, time_s)

    def _said_once(
        self, kind: Literal["stand", "bend", "refused"], count: int, time_s: float, text: str = ""
    ) -> Iterator[SensorNotice]:
        if (kind, count, text) != self._said:
            self._said = (kind, count, text)
            yield SensorNotice(kind=kind, time_s=time_s, count=count, text=text)

    def _begin(self, moved: OrientedRecording, found: SensorCalibration, time_s: float) -> Iterator[SensorNotice]:
        recording, leans = moved.recording, leans_deg(moved, found)
        plan = plan_of(tuple(leans))
        pair = next((pair for id_ in FLEXIONS for pair in plan.pairs if pair.quantity == id_), None)
        if pair is None and len(self._last_s) > len(recording.places):
            yield from self._waiting_for(recording.places, time_s)
            return
        if pair is None:
            places = ", ".join(recording.places)
            message = (
                f"The sensors at {places} do not show how far the back bends. Wear one at T12 or T8 and one at L5 or "
                "on the pelvis."
            )
            raise NotMeasurableError(message)
        inside = np.any([(moved.time_s >= a) & (moved.time_s <= b) for a, b in found.bows_s], axis=0)
        maximum_deg = self._maximum_deg
        if maximum_deg is None:
            maximum_deg = float(np.max(values_deg(leans, plan)[pair.quantity][inside]))
        self._band = BackBand(maximum_deg=maximum_deg, share=self._share, practised=self._practised)
        self._calibrated = frozenset(found.mountings)
        self._needed = frozenset({pair.upper, pair.lower, *plan.trunk})
        self._lost = {}
        self._stream = BackAngleStream(
            found,
            rate_hz={track.place: track.rate_hz for track in recording.tracks},
            biases_rad_s={
                track.place: resting_rate(track.angular_rate_rad_s, 1.0 / track.rate_hz)
                for track in recording.tracks
                if track.angular_rate_rad_s is not None
            },
        )
        for sample in _in_order(recording, since_s=time_s - _WARM_UP_S):
            self._stream.add(sample)
        yield SensorNotice(kind="ready", time_s=time_s, value_deg=maximum_deg)

    def _waiting_for(self, sending: Sequence[SensorPlace], time_s: float) -> Iterator[SensorNotice]:
        """Yield who has fallen silent before the bends were done; they are waited for."""
        silent = [place for place in self._last_s if place not in sending]
        for place in silent:
            if self._lost.get(place, 0.0) is not None:
                self._lost[place] = None
                yield SensorNotice(kind="lost", time_s=time_s, place=place)

    def _following(self, sample: SensorSample, time_s: float) -> Iterator[SensorNotice | BandChange]:
        if self._stream is None or self._band is None or sample.place not in self._calibrated:
            return
        angles = self._stream.add(replace(sample, time_s=time_s))
        if angles is None:
            return
        flexion = next((angles.values[id_] for id_ in FLEXIONS if id_ in angles.values), None)
        lean = next((angles.values[id_] for id_ in LEANS if id_ in angles.values), None)
        settled = all(back_s is not None and time_s - back_s > SETTLES_S for back_s in self._lost.values())
        if flexion is None or lean is None or not settled:
            self._band.pause()
            return
        taken_s = [self._last_s[place] for place in self._needed]
        if max(taken_s) - min(taken_s) > TOGETHER_S:
            return
        self._lost.clear()
        change = self._band.take(angles.time_s, flexion_deg=flexion, lean_deg=lean)
        if change is not None:
            self.changes.append(change)
            yield change


def sensing(
    source: LiveSensors,
    session: SensorSession,
    *,
    ending: Event,
    seconds: float | None = None,
) -> Generator[SensorNotice | BandChange]:
    """Listen to a source until it is to end, or for so many seconds; yield what happens.

    Raises
    ------
    NotMeasurableError
        If the sensors are worn where they do not show the back.
    UsageError
        If the bends at the start were no full bends.
    """
    began_s, refused = time.monotonic(), 0
    yield SensorNotice(kind="waiting", time_s=began_s, text=source.name)
    while not ending.is_set() and (seconds is None or time.monotonic() - began_s < seconds):
        for arrival in source.read(READ_S):
            yield from session.take(arrival)
        yield from session.look(time.monotonic())
        if source.refused > refused:
            if refused == 0:
                yield SensorNotice(kind="unreadable", time_s=time.monotonic(), text=source.first_problem)
            refused = source.refused


def check_empty(folder: Path) -> None:
    """See that a recording can be written to a folder, and that it holds no other one.

    Raises
    ------
    UsageError
        If it holds tables already.
    OutputError
        If nothing can be written there.
    """
    if any(folder.glob("*.csv")):
        message = f"{folder} holds tables already, and two recordings in a folder are read as one. Give another one."
        raise UsageError(message)
    check_writable(folder)


def write_recording(recording: SensorRecording, folder: Path) -> None:
    """Write a table for each sensor, which `hiphinge analyze FOLDER` reads.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    for track in recording.tracks:
        columns = {"time (s)": track.time_s - recording.start_s}
        if track.quaternion is not None:
            columns |= {f"quat_{axis}": track.quaternion[:, k] for k, axis in enumerate("wxyz")}
        for name, unit, values in (
            ("acc", "m/s2", track.acceleration_m_s2),
            ("gyr", "rad/s", track.angular_rate_rad_s),
        ):
            if values is not None:
                columns |= {f"{name}_{axis} ({unit})": values[:, k] for k, axis in enumerate("xyz")}
        rows = np.column_stack(list(columns.values()))
        lines = [",".join(columns), *(",".join(f"{value:.6f}" for value in row) for row in rows)]
        text = "\n".join(lines) + "\n"
        write_bytes(folder / f"{track.place}.csv", text.encode(), what="The recording", make_folders=True)


def _in_order(recording: SensorRecording, *, since_s: float) -> list[SensorSample]:
    found = [
        track.sample(int(index)) for track in recording.tracks for index in np.flatnonzero(track.time_s >= since_s)
    ]
    return sorted(found, key=lambda sample: sample.time_s)


def _together(tracks: Sequence[SensorTrack]) -> SensorRecording | None:
    """Return tracks as one recording: those that overlap the longest one; None of less than a second together."""
    longest = max(tracks, key=lambda track: track.time_s[-1] - track.time_s[0], default=None)
    if longest is None:
        return None
    begins, ends = float(longest.time_s[0]), float(longest.time_s[-1])
    least_s = _TOGETHER_SHARE * (ends - begins)
    kept = [one for one in tracks if min(ends, one.time_s[-1]) - max(begins, one.time_s[0]) >= least_s]
    recording = SensorRecording(tracks=tuple(kept), origin=Origin(name="sensors"))
    return recording if recording.end_s - recording.start_s >= _LEAST_TOGETHER_S else None


def _is_bowing(moved: OrientedRecording) -> bool:
    """Whether somebody stood and bent, so that what is wrong is how, and not that they have not begun."""
    return any(
        float(np.degrees(np.arccos(np.clip(up @ np.median(up[: len(up) // 4], axis=0), -1.0, 1.0))).max()) > _BENT_DEG
        for up in moved.ups.values()
    )
