"""Orientation, calibration and the angles of the back, against lifts whose every angle is known."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, NotMeasurableError, UsageError
from hiphinge.motion import FloatArray, SensorPlace, SensorRecording, SensorSample, SensorTrack
from hiphinge.orientation import (
    BackAngles,
    BackAngleStream,
    OrientationStream,
    OrientedRecording,
    SensorCalibration,
    calibrate,
    leans_deg,
    oriented,
    plan_of,
    problems_of,
    trunk_movements,
    values_deg,
)
from hiphinge.orientation.quaternions import rotated
from hiphinge.testing import SensorErrors, SensorLifts, SyntheticSensors

LUMBAR = "lumbar_flexion_deg"


@pytest.fixture(scope="module")
def lifts() -> SyntheticSensors:
    return SensorLifts(repetitions=3, rate_hz=50.0).record()


@pytest.fixture(scope="module")
def moved(lifts: SyntheticSensors) -> OrientedRecording:
    return oriented(lifts.recording)


@pytest.fixture(scope="module")
def calibration(moved: OrientedRecording) -> SensorCalibration:
    return calibrate(moved)


def measured(moved: OrientedRecording, calibration: SensorCalibration) -> FloatArray:
    leans = leans_deg(moved, calibration)
    return values_deg(leans, plan_of(tuple(leans)))[LUMBAR]


def rmse(found: FloatArray, truth: FloatArray) -> float:
    return float(np.sqrt(np.mean((found - truth) ** 2)))


def changed(recording: SensorRecording, place: SensorPlace, **changes: FloatArray) -> SensorRecording:
    tracks = tuple(replace(t, **changes) if t.place is place else t for t in recording.tracks)  # type: ignore[arg-type]
    return replace(recording, tracks=tracks)


def test_flexion_is_the_true_one(
    lifts: SyntheticSensors, moved: OrientedRecording, calibration: SensorCalibration
) -> None:
    assert rmse(measured(moved, calibration), lifts.truth[LUMBAR]) < 0.5
    assert calibration.spread_deg < 3
    assert calibration.line_share > 0.95
    assert len(calibration.bows_s) == 3


@pytest.mark.parametrize("seed", [1, 2])
def test_mounting_does_not_matter(moved: OrientedRecording, calibration: SensorCalibration, seed: int) -> None:
    random = np.random.default_rng(seed)
    turns = random.normal(size=(2, 4))
    tracks = []
    for track, turn in zip(moved.recording.tracks, turns / np.linalg.norm(turns, axis=1, keepdims=True), strict=True):
        assert track.acceleration_m_s2 is not None
        assert track.angular_rate_rad_s is not None
        acceleration, rate = rotated(turn, track.acceleration_m_s2), rotated(turn, track.angular_rate_rad_s)
        tracks.append(replace(track, acceleration_m_s2=acceleration, angular_rate_rad_s=rate))
    again = oriented(SensorRecording(tracks=tuple(tracks)))
    assert np.abs(measured(again, calibrate(again)) - measured(moved, calibration)).max() < 0.05


def test_stream_agrees_with_recording_and_leaves_out_what_came_late(
    lifts: SyntheticSensors, moved: OrientedRecording, calibration: SensorCalibration
) -> None:
    stream = BackAngleStream(calibration, rate_hz=50.0)
    upper, lower = lifts.recording.tracks
    found = []
    for index in range(len(upper)):
        stream.add(upper.sample(index))
        angles = stream.add(lower.sample(index))
        assert angles is not None
        found.append(angles.values[LUMBAR])
    assert rmse(np.array(found), measured(moved, calibration)) < 0.5
    assert stream.add(lower.sample(3)) is None
    assert stream.left_out == 1
    late = stream.add(replace(upper.sample(0), time_s=float(upper.time_s[-1]) + 1.0))
    assert isinstance(late, BackAngles)
    assert late.silent == (SensorPlace.S2,)
    assert late.time_s == pytest.approx(float(upper.time_s[-1]) + 1.0)
    assert LUMBAR not in late.values
    with pytest.raises(UsageError, match="C7"):
        stream.add(replace(upper.sample(0), place=SensorPlace.C7))


def test_angles_say_the_moment_that_they_are_of(lifts: SyntheticSensors, calibration: SensorCalibration) -> None:
    stream = BackAngleStream(calibration, rate_hz=50.0)
    upper, lower = lifts.recording.tracks
    stream.add(lower.sample(0))
    for index in range(8):
        angles = stream.add(upper.sample(index))
        assert angles is not None
        assert angles.time_s == pytest.approx(float(lower.time_s[0])), "the slowest sensor has reached no more"


def test_cheap_sensors_with_a_large_bias_stay_within_bounds() -> None:
    errors = SensorErrors(noise_m_s2=0.12, noise_rad_s=0.008, bias_deg_s=4.0)
    lifts = SensorLifts(repetitions=3, rate_hz=50.0, errors=errors, seed=3).record()
    moved = oriented(lifts.recording)
    assert rmse(measured(moved, calibrate(moved)), lifts.truth[LUMBAR]) < 1.5


def test_what_is_wrong_is_refused_with_its_reason(lifts: SyntheticSensors) -> None:
    recording = lifts.recording
    upper, lower = recording.tracks
    assert problems_of(recording) == ((), ())
    assert upper.angular_rate_rad_s is not None
    exchanged = changed(recording, SensorPlace.T12, angular_rate_rad_s=upper.angular_rate_rad_s[:, [1, 2, 0]])
    assert "should be z x y" in problems_of(exchanged)[0][0]
    swapped = SensorRecording(
        tracks=(replace(upper, place=SensorPlace.S2), replace(lower, place=SensorPlace.T12)), origin=recording.origin
    )
    with pytest.raises(NotMeasurableError, match="swapped"):
        calibrate(oriented(swapped))
    still = SensorRecording(tracks=tuple(track.part(slice(0, 120)) for track in recording.tracks))
    with pytest.raises(NotMeasurableError, match="stands still"):
        calibrate(oriented(still))


@pytest.mark.parametrize("rate_hz", [25.0, 200.0])
def test_a_fast_set_with_sensors_that_tremble_is_not_taken_for_broken(rate_hz: float) -> None:
    swings = SensorLifts(
        places=(SensorPlace.C7, SensorPlace.T12, SensorPlace.S2),
        rate_hz=rate_hz,
        down_s=0.4,
        up_s=0.4,
        pause_s=0.05,
        rest_s=0.2,
        errors=SensorErrors(wobble_deg=3.0),
    ).record()
    recording = swings.recording
    assert problems_of(recording)[0] == ()
    upper, lower = recording.tracks[1], recording.tracks[2]
    assert lower.angular_rate_rad_s is not None
    of_another = changed(recording, SensorPlace.T12, angular_rate_rad_s=-lower.angular_rate_rad_s)
    assert "At T12" in problems_of(of_another)[0][0]
    dead = changed(recording, SensorPlace.T12, angular_rate_rad_s=np.zeros((len(upper), 3)))
    assert "explains 0% of how gravity turns" in problems_of(dead)[0][0]


def test_of_axes_nothing_is_said_where_no_two_seconds_are_whole(lifts: SyntheticSensors) -> None:
    short = SensorRecording(tracks=tuple(track.part(slice(0, 60)) for track in lifts.recording.tracks))
    assert problems_of(short) == ((), ())
    torn = SensorRecording(tracks=tuple(track.part(track.time_s % 1.5 < 0.9) for track in lifts.recording.tracks))
    refused, said = problems_of(torn)
    assert refused == ()
    assert "samples are missing" in said[0]


def test_gaps_saturation_and_clocks_are_said(lifts: SyntheticSensors) -> None:
    upper, lower = lifts.recording.tracks
    assert upper.angular_rate_rad_s is not None
    kept = np.ones(len(upper), dtype=bool)
    kept[300:310] = False
    gap = SensorRecording(tracks=(upper.part(kept), lower))
    assert any("10 of" in said for said in problems_of(gap)[1])
    clipped = np.clip(upper.angular_rate_rad_s, -0.3, 0.3)
    small = SensorRecording(tracks=(replace(upper, angular_rate_rad_s=clipped), lower))
    assert any("range" in said for said in problems_of(small)[1])
    long = SensorLifts(repetitions=16, rate_hz=50.0, errors=SensorErrors(scale_drift=0.002)).record()
    assert any("run apart" in said for said in problems_of(long.recording)[1])


def test_places_say_what_sensors_give() -> None:
    by_places = {
        (SensorPlace.T12, SensorPlace.S2): {LUMBAR},
        (SensorPlace.T8, SensorPlace.L5): {"thoracolumbar_flexion_deg"},
        (SensorPlace.C7, SensorPlace.T12, SensorPlace.S2): {
            LUMBAR,
            "thoracic_flexion_deg",
            "thoracolumbar_flexion_deg",
        },
        (SensorPlace.S2,): set(),
    }
    for places, quantities in by_places.items():
        assert {pair.quantity for pair in plan_of(places).pairs} == quantities
    assert plan_of((SensorPlace.S2,)).trunk == (), "in a hinge the pelvis tips less than the trunk"
    assert plan_of((SensorPlace.T12,)).trunk == (SensorPlace.T12,)


def test_trunk_movements_of_bows_are_flexions(moved: OrientedRecording, calibration: SensorCalibration) -> None:
    found = trunk_movements(moved, calibration)
    assert [one.kind for one in found] == ["flexion"] * 5


def test_tracks_and_samples_are_checked() -> None:
    times = np.arange(3) / 10
    with pytest.raises(InputFormatError, match="increase"):
        SensorTrack(place=SensorPlace.T12, time_s=times[::-1], quaternion=np.tile([1.0, 0, 0, 0], (3, 1)))
    with pytest.raises(InputFormatError, match="length 1"):
        SensorTrack(place=SensorPlace.T12, time_s=times, quaternion=np.ones((3, 4)) * 3)
    with pytest.raises(InputFormatError, match="acceleration and angular rate"):
        SensorSample(place=SensorPlace.T12, time_s=0.0, acceleration_m_s2=(0.0, 0.0, 9.8))
    assert SensorPlace.named("lower back") is SensorPlace.L1


def test_a_large_bias_is_taken_off_live_when_the_sensor_rests_and_a_beginning_movement_is_no_rest() -> None:
    rate_hz, bias = 50.0, np.radians([3.0, -2.0, 1.0])
    stream, at_s = OrientationStream(rate_hz=rate_hz), 0.0

    def feed(seconds: float, turning: float) -> None:
        nonlocal at_s
        for _ in range(round(seconds * rate_hz)):
            at_s += 1.0 / rate_hz
            angle = turning * max(at_s - 3.0, 0.0)
            stream.add(
                SensorSample(
                    place=SensorPlace.S2,
                    time_s=at_s,
                    acceleration_m_s2=(0.0, 9.81 * float(np.sin(angle)), 9.81 * float(np.cos(angle))),
                    angular_rate_rad_s=(float(bias[0]) + turning, float(bias[1]), float(bias[2])),
                )
            )

    feed(3.0, 0.0)
    assert stream.bias_rad_s == pytest.approx(bias, abs=1e-9)
    feed(3.0, 0.2)
    assert stream.bias_rad_s == pytest.approx(bias, abs=1e-9)
    known = OrientationStream(rate_hz=rate_hz, bias_rad_s=bias)
    assert known.bias_rad_s == pytest.approx(bias)
