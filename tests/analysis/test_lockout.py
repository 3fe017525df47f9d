"""Whether a repetition was finished standing: against lifts that stop short by a known angle."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.testing import DEADLIFT, HINGE, Camera, Lift, Movement, Plan, Posture, Tempo, record_video

TEMPO = Tempo(descent_s=1.8, ascent_s=1.4, top_s=0.6)
SLOW = replace(HINGE, tempo=TEMPO)


def plan(*rises: float, movement: Movement = SLOW) -> Plan:
    """Return lifts that come up by these shares, from quiet standing."""
    return Plan(movement=movement, lifts=tuple(Lift(rise=rise) for rise in rises), before_s=1.5, after_s=1.5)


def found(answer: Analysis) -> list[bool]:
    return [any(f.id == "no_lockout" for f in r.findings) for r in answer.counted]


def left(answer: Analysis) -> list[float]:
    measured = [r.measurements["lockout_left_deg"] for r in answer.counted]
    return [m.value for m in measured if isinstance(m, Measurement)]


def short(rise: float, movement: Movement = SLOW) -> float:
    """Return what is left of hip and knee at a lockout that comes up by a share of the way, degrees."""

    def bends(posture: Posture) -> tuple[float, float]:
        return posture.trunk_deg - posture.shank_deg + posture.knee_deg, posture.knee_deg

    pairs = zip(bends(movement.bottom), bends(movement.standing), strict=True)
    return max((1 - rise) * (low - top) for low, top in pairs)


@pytest.mark.parametrize("rise", [1.0, 0.95, 0.8, 0.75])
def test_it_is_the_angle_that_is_left(rise: float) -> None:
    measured = left(analyse(record_video(plan(1.0, rise, 1.0)).motion, exercise="rdl"))
    assert measured == pytest.approx([0.0, short(rise), 0.0], abs=2.5)


def test_only_the_repetition_that_stops_short_is_found() -> None:
    answer = analyse(record_video(plan(1.0, 0.75, 1.0)).motion, exercise="rdl")
    assert found(answer) == [False, True, False]
    (finding,) = (f for f in answer.counted[1].findings if f.id == "no_lockout")
    assert answer.counted[1].bottom_s < finding.time_s <= answer.counted[2].start_s + 0.2


def test_within_ten_degrees_is_finished() -> None:
    assert short(0.9) < 10 < short(0.75)
    assert found(analyse(record_video(plan(0.9, 0.9, 1.0)).motion, exercise="rdl")) == [False] * 3


def test_knees_that_stay_bent_count_as_much_as_hips() -> None:
    crouched = replace(HINGE.standing, knee_deg=28.0, shank_deg=17.0)
    stood = Lift(movement=SLOW)
    stays = Movement(standing=SLOW.standing, bottom=SLOW.bottom, tempo=TEMPO)
    video = record_video(Plan(movement=stays, lifts=(stood, stood), before_s=1.5))
    assert found(analyse(video.motion, exercise="rdl")) == [False, False]
    bent = Movement(standing=crouched, bottom=SLOW.bottom, tempo=TEMPO)
    joined = _followed_by(Plan(movement=SLOW, lifts=(stood,), before_s=1.5), Plan(movement=bent, lifts=(Lift(),) * 2))
    assert found(joined)[1:] == [True, True]


def _followed_by(first: Plan, second: Plan) -> Analysis:
    """Analyse two videos as one, the second after the first."""
    one, two = record_video(first).motion, record_video(second).motion
    later = two.time_s + one.time_s[-1] + 1 / 30
    motion = replace(
        one,
        time_s=np.concatenate([one.time_s, later]),
        positions=np.concatenate([one.positions, two.positions]),
        confidence=np.concatenate([one.confidence, two.confidence]),
        world_m=None,
    )
    return analyse(motion, exercise="rdl")


@pytest.mark.parametrize("camera", [Camera(facing="left"), Camera(frame_rate_hz=60.0), Camera(stature_px=420.0)])
def test_neither_mirror_nor_frame_rate_nor_size_matters(camera: Camera) -> None:
    lifted = plan(1.0, 0.75, 1.0)
    usual = left(analyse(record_video(lifted).motion, exercise="rdl"))
    assert left(analyse(record_video(lifted, camera=camera).motion, exercise="rdl")) == pytest.approx(usual, abs=1.5)


def test_a_swing_passes_its_top_too_quickly() -> None:
    motion = record_video(plan(1.0, 0.75, 1.0)).motion
    assert found(analyse(motion, exercise="kettlebell_swing")) == [False] * 3


def reasons(answer: Analysis) -> list[str | None]:
    measured = [r.measurements["lockout_left_deg"] for r in answer.counted]
    return [m.id if isinstance(m, NotMeasurable) else None for m in measured]


def test_a_recording_that_ends_low_has_no_top() -> None:
    lifted = Plan(movement=replace(DEADLIFT, tempo=TEMPO), lifts=(Lift(),) * 2, ends_at="bottom")
    answer = analyse(record_video(lifted).motion, exercise="romanian_deadlift")
    assert all(r.measurements["lockout_left_deg"] is not None for r in answer.repetitions)
    last = answer.repetitions[-1].measurements["lockout_left_deg"]
    assert isinstance(last, NotMeasurable)
    assert last.id == "put_down"


def test_tops_that_are_the_only_standing_cannot_fall_short_of_themselves() -> None:
    fast = Tempo(descent_s=0.9, bottom_s=0.2, ascent_s=0.8, top_s=0.1)
    lifted = Plan(movement=replace(DEADLIFT, tempo=fast), lifts=(Lift(),) * 3, starts_at="bottom", after_s=0.1)
    answer = analyse(record_video(lifted).motion, exercise="conventional_deadlift")
    assert answer.standing.kind == "lockout"
    assert set(reasons(answer)) <= {"lockout_is_reference", "ends_at_bottom"}
    assert "lockout_is_reference" in reasons(answer)
