"""Synthetic lifts as motion sensors on the body record them, with the exact angles."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline

from hiphinge.motion import FloatArray, Origin, SensorPlace, SensorRecording, SensorTrack
from hiphinge.signals import lowpass

__all__ = ["SensorErrors", "SensorLifts", "SyntheticSensors", "sensors_on_leans"]

GRAVITY: Final = 9.81
_FINE: Final = 2
"""The movement is computed at this multiple of the rate, so that its derivatives are those of the samples."""
_LEAST_FINE_HZ: Final = 400.0
_ALONG_M: Final = {
    SensorPlace.C7: 0.52,
    SensorPlace.T8: 0.40,
    SensorPlace.T10: 0.34,
    SensorPlace.T12: 0.27,
    SensorPlace.L1: 0.24,
    SensorPlace.L4: 0.12,
    SensorPlace.L5: 0.09,
    SensorPlace.S2: 0.04,
    SensorPlace.PELVIS: 0.04,
}
"""Along the back from the hip, metres, of an adult of 1.75 m."""
_SHARE_OF_LUMBAR: Final = {
    SensorPlace.S2: 0.0,
    SensorPlace.PELVIS: 0.0,
    SensorPlace.L5: 0.15,
    SensorPlace.L4: 0.3,
    SensorPlace.L1: 0.9,
    SensorPlace.T12: 1.0,
    SensorPlace.T10: 1.0,
    SensorPlace.T8: 1.0,
    SensorPlace.C7: 1.0,
}
_SHARE_OF_THORACIC: Final = {SensorPlace.T10: 0.3, SensorPlace.T8: 0.5, SensorPlace.C7: 1.0}


@dataclass(frozen=True, kw_only=True)
class SensorErrors:
    """What is wrong with every sensor; the defaults are those of a good small sensor, perfectly placed.

    Attributes
    ----------
    noise_m_s2, noise_rad_s
        Standard deviation of each sample.
    offset_m_s2, bias_deg_s
        Standard deviation of a constant error of each axis; the bias of the rate wanders by as much in half an hour.
    scale_share
        Standard deviation of the share by which each axis of the rate shows too much or too little.
    turned
        Whether each sensor sits on the body in any orientation.
    skin_share, wobble_deg
        Skin and strap: how far the skin under a sensor turns beyond the body, as a share of the bend between it and the
        next sensor below (of its own lean for the lowest), is drawn once for each sensor and person with this standard
        deviation; and the sensor trembles by so many degrees in every start and stop.
    scale_drift
        Seconds per second by which the second sensor's clock runs fast.
    """

    noise_m_s2: float = 0.04
    noise_rad_s: float = 0.002
    offset_m_s2: float = 0.03
    bias_deg_s: float = 0.3
    scale_share: float = 0.0
    turned: bool = True
    skin_share: float = 0.0
    wobble_deg: float = 0.0
    scale_drift: float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class SyntheticSensors:
    """A recording with its truth: degrees from standing by quantity id ``[time]``, and the bottoms, seconds."""

    recording: SensorRecording
    time_s: FloatArray
    truth: Mapping[str, FloatArray]
    bottoms_s: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class SensorLifts:
    """What is lifted, and with which sensors.

    Attributes
    ----------
    rate_hz
        Samples a second.
    repetitions, bows
        How many lifts, after how many slow bows.
    lumbar_deg, thoracic_deg, pelvis_deg
        How far each part goes at the bottom, degrees from standing.
    down_s, pause_s, up_s, rest_s
        Tempo of a lift, seconds; it is standing between lifts.
    standing_s
        Quiet standing before.
    yaw_drift_deg
        How far the person turns about the vertical over the recording.
    last_lumbar_deg
        Lumbar flexion of the last repetition; None for that of the others.
    """

    places: tuple[SensorPlace, ...] = (SensorPlace.T12, SensorPlace.S2)
    rate_hz: float = 100.0
    repetitions: int = 5
    bows: int = 2
    lumbar_deg: float = 30.0
    thoracic_deg: float = 8.0
    pelvis_deg: float = 45.0
    down_s: float = 1.5
    pause_s: float = 0.3
    up_s: float = 1.2
    rest_s: float = 1.0
    standing_s: float = 3.0
    yaw_drift_deg: float = 10.0
    last_lumbar_deg: float | None = None
    seed: int = 0
    errors: SensorErrors = field(default_factory=SensorErrors)

    def record(self) -> SyntheticSensors:
        """Return what the sensors record, and the truth."""
        random = np.random.default_rng(self.seed)
        fine = max(_FINE, int(np.ceil(_LEAST_FINE_HZ / self.rate_hz)))
        bend, lumbar, bottoms = self._movement(fine)
        time_s = np.arange(len(bend)) / (self.rate_hz * fine)
        leans = {place: self.lean_deg(place, bend, lumbar) for place in self.places}
        tracks = tuple(self._track(place, time_s, bend, leans, random, fine) for place in self.places)
        if self.errors.scale_drift and len(tracks) > 1:
            late = replace(tracks[1], time_s=tracks[1].time_s * (1.0 + self.errors.scale_drift))
            tracks = (tracks[0], late, *tracks[2:])
        kept = time_s[::fine]
        pelvis = self.pelvis_deg * bend[::fine]
        thoracic = self.thoracic_deg * bend[::fine]
        truth = {
            "pelvis_tilt_deg": pelvis,
            "lumbar_flexion_deg": lumbar[::fine],
            "thoracic_flexion_deg": thoracic,
            "thoracolumbar_flexion_deg": lumbar[::fine] + thoracic,
        }
        origin = Origin(name="synthetic sensors", format="synthetic")
        return SyntheticSensors(
            recording=SensorRecording(tracks=tracks, origin=origin), time_s=kept, truth=truth, bottoms_s=bottoms
        )

    def lean_deg(self, place: SensorPlace, bend: FloatArray, lumbar: FloatArray) -> FloatArray:
        """Return how far a place on the back leans from standing ``[time]``, degrees."""
        thoracic = _SHARE_OF_THORACIC.get(place, 0.0) * self.thoracic_deg * bend
        return np.asarray(self.pelvis_deg * bend + _SHARE_OF_LUMBAR[place] * lumbar + thoracic)

    def _movement(self, fine: int) -> tuple[FloatArray, FloatArray, tuple[float, ...]]:
        """Return how far the person is bent, 0 to 1, and the lumbar flexion, degrees ``[time]``, and the bottoms."""
        rate = self.rate_hz * fine
        slow = 1.6
        bend, last, bottoms, at_s = [np.zeros(round(self.standing_s * rate))], [], [], self.standing_s
        last.append(np.zeros(len(bend[0])))
        usual, final = self.lumbar_deg, self.lumbar_deg if self.last_lumbar_deg is None else self.last_lumbar_deg
        for number in range(self.bows + self.repetitions):
            bow = number < self.bows
            pace = slow if bow else 1.0
            down, pause, up, rest = (
                round(s * rate) for s in (pace * self.down_s, self.pause_s, pace * self.up_s, self.rest_s)
            )
            path = np.concatenate([_smooth(down), np.ones(pause), 1.0 - _smooth(up), np.zeros(rest)])
            depth = 0.8 if bow else 1.0
            lumbar = final if number == self.bows + self.repetitions - 1 else usual
            bend.append(depth * path)
            last.append(depth * path * lumbar)
            bottoms.append(at_s + (down + pause / 2) / rate)
            at_s += len(path) / rate
        return np.concatenate(bend), np.concatenate(last), tuple(bottoms)

    def _track(
        self,
        place: SensorPlace,
        time_s: FloatArray,
        bend: FloatArray,
        leans: Mapping[SensorPlace, FloatArray],
        random: np.random.Generator,
        fine: int,
    ) -> SensorTrack:
        on_skin = _skin_deg(place, leans, share=self.errors.skin_share, random=random)
        lean = leans[place] + on_skin + self._tremble_deg(time_s, bend, random)
        yaw = self.yaw_drift_deg * time_s / time_s[-1] + 2.0 * np.sin(time_s / 3.0) * bend
        roll = 1.5 * np.sin(0.7 * time_s + _ALONG_M[place]) * bend
        return _worn(place, time_s, _turns(yaw, lean, roll), bend, errors=self.errors, random=random, every=fine)

    def _tremble_deg(self, time_s: FloatArray, bend: FloatArray, random: np.random.Generator) -> FloatArray:
        speed = np.abs(np.gradient(bend, time_s))
        pace_hz, phase = random.uniform(3.0, 6.0), random.uniform(0.0, 6.0)
        tremble = self.errors.wobble_deg * np.sin(2 * np.pi * pace_hz * time_s + phase)
        return np.asarray(tremble * speed / max(float(speed.max()), 1e-9))


def sensors_on_leans(
    time_s: FloatArray,
    leans: Mapping[SensorPlace, FloatArray],
    *,
    rate_hz: float = 100.0,
    errors: SensorErrors | None = None,
    seed: int = 0,
    first_s: float = 0.0,
) -> SensorRecording:
    """Return what sensors record on somebody whose places lean as they are known to.

    Parameters
    ----------
    time_s, leans
        Seconds ``[time]``, and degrees from standing by place ``[time]``.
    first_s
        Added to the times: the sensors' clock minus that of ``time_s``.

    Notes
    -----
    Of what skin and strap do, only `SensorErrors.skin_share` counts here: the body's own movement trembles enough.
    """
    random, worn = np.random.default_rng(seed), errors or SensorErrors()
    fine = max(_FINE, int(np.ceil(_LEAST_FINE_HZ / rate_hz)))
    grid = np.arange(time_s[0], time_s[-1], 1.0 / (rate_hz * fine))
    most = max(float(np.abs(lean).max()) for lean in leans.values())
    even = {
        place: np.asarray(CubicSpline(time_s, lowpass(lean, time_s, cutoff_hz=6.0))(grid))
        for place, lean in leans.items()
    }
    tracks = []
    for place, lean in even.items():
        smooth = lean + _skin_deg(place, even, share=worn.skin_share, random=random)
        body = _turns(np.zeros(len(grid)), smooth, np.zeros(len(grid)))
        bend = np.abs(smooth) / max(most, 1.0)
        track = _worn(place, grid, body, bend, errors=worn, random=random, every=fine)
        tracks.append(replace(track, time_s=track.time_s + first_s))
    return SensorRecording(tracks=tuple(tracks), origin=Origin(name="synthetic sensors", format="synthetic"))


def _skin_deg(
    place: SensorPlace, leans: Mapping[SensorPlace, FloatArray], *, share: float, random: np.random.Generator
) -> FloatArray:
    """Return how far the skin turns a sensor beyond the body ``[time]``, degrees; the share is drawn here."""
    below = [other for other in leans if other.order > place.order]
    nearest = min(below, key=lambda other: other.order, default=None)
    own = leans[place] - (leans[nearest] if nearest is not None else 0.0)
    return np.asarray(share * random.normal() * own)


def _worn(
    place: SensorPlace,
    time_s: FloatArray,
    body: FloatArray,
    bend: FloatArray,
    *,
    errors: SensorErrors,
    random: np.random.Generator,
    every: int,
) -> SensorTrack:
    """Return what a sensor records on a segment turned as ``body`` ``[time, 3, 3]``; the hip moves back in a bend."""
    along = np.array([0.0, 0.0, _ALONG_M[place]])
    position = body @ along + np.stack([-0.25 * bend, 0.0 * bend, -0.06 * bend], axis=1)
    up = np.gradient(np.gradient(position, time_s, axis=0), time_s, axis=0) + np.array([0.0, 0.0, GRAVITY])
    sensor = body @ (_any_turn(random) if errors.turned else np.eye(3))
    acceleration = np.einsum("tji,tj->ti", sensor, up)[::every]
    rate, size = _rates(sensor, time_s)[::every], acceleration.shape
    if errors.scale_share:
        rate = rate * (1.0 + errors.scale_share * random.normal(size=3))
    hours = (time_s[::every, None] - time_s[0]) / 1800.0
    bias = np.radians(errors.bias_deg_s) * (random.normal(size=3) + hours * random.normal(size=3))
    return SensorTrack(
        place=place,
        time_s=time_s[::every],
        acceleration_m_s2=acceleration
        + random.normal(size=size) * errors.noise_m_s2
        + random.normal(size=3) * errors.offset_m_s2,
        angular_rate_rad_s=rate + random.normal(size=size) * errors.noise_rad_s + bias,
    )


def _smooth(samples: int) -> FloatArray:
    """Return a minimum-jerk way from 0 to 1 ``[samples]``."""
    share = np.arange(samples) / max(samples, 1)
    return np.asarray(share**3 * (10.0 - 15.0 * share + 6.0 * share**2))


def _turns(yaw_deg: FloatArray, lean_deg: FloatArray, roll_deg: FloatArray) -> FloatArray:
    """Return rotation matrices ``[time, 3, 3]`` from the body (forward, left, up) to the earth."""
    yaw, lean, roll = (np.radians(angle) for angle in (yaw_deg, lean_deg, roll_deg))
    one, none = np.ones(len(yaw)), np.zeros(len(yaw))
    about_z = _matrices([[np.cos(yaw), -np.sin(yaw), none], [np.sin(yaw), np.cos(yaw), none], [none, none, one]])
    about_y = _matrices([[np.cos(lean), none, np.sin(lean)], [none, one, none], [-np.sin(lean), none, np.cos(lean)]])
    about_x = _matrices([[one, none, none], [none, np.cos(roll), -np.sin(roll)], [none, np.sin(roll), np.cos(roll)]])
    return np.asarray(about_z @ about_y @ about_x)


def _matrices(rows: list[list[FloatArray]]) -> FloatArray:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _any_turn(random: np.random.Generator) -> FloatArray:
    """Return a random rotation matrix ``[3, 3]``."""
    q, r = np.linalg.qr(random.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return np.asarray(q if np.linalg.det(q) > 0 else q[:, [1, 0, 2]])


def _rates(sensor: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return angular rates ``[time, 3]`` in the sensor's axes of its rotation matrices ``[time, 3, 3]``."""
    change = np.gradient(sensor, time_s, axis=0)
    skew = np.einsum("tji,tjk->tik", sensor, change)
    return np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1)
