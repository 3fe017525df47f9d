"""A session with sensors on the back: calibrated by two bends, then signals; and what goes wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.coaching.back_band import BackBand, BandChange
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.measures import NO_SENSOR, NotMeasurable
from hiphinge.motion import SensorPlace
from hiphinge.reports.backs import back_section
from hiphinge.reports.text.of_back import TRUST_SENSORS
from hiphinge.sources.formats.sensors.delivering import sensor_motion
from hiphinge.sources.formats.sensors.tables import SENSOR_FOLDER
from hiphinge.sources.formats.table import Hints
from hiphinge.sources.live_sensors import Arrival
from hiphinge.testing import SensorLifts, SyntheticSensors
from hiphinge.workflow.live.common_clock import CommonClock
from hiphinge.workflow.live.sensing import SensorNotice, SensorSession, check_empty, write_recording

MAXIMUM_DEG, SETTLED_S = 44.0, 0.06


@pytest.fixture(scope="module")
def lifts() -> SyntheticSensors:
    """Return two bends, then two lifts that bend the back as far, and one that bends it further."""
    return SensorLifts(repetitions=3, bows=2, lumbar_deg=24.0, last_lumbar_deg=40.0, rest_s=1.5).record()


def arrivals(recorded: SyntheticSensors, *, wait_s: float = 0.01, seed: int = 3) -> list[Arrival]:
    """Return the samples in the order in which they arrive, each by its own clock: 100 s apart."""
    random = np.random.default_rng(seed)
    found = []
    for number, track in enumerate(recorded.recording.tracks):
        for index in range(len(track)):
            sample = track.sample(index)
            arrived_s = sample.time_s + wait_s * float(random.random())
            found.append(Arrival(sample=replace(sample, time_s=sample.time_s + 100.0 * number), arrived_s=arrived_s))
    return sorted(found, key=lambda one: one.arrived_s)


def heard(session: SensorSession, coming: Iterable[Arrival]) -> Iterator[object]:
    for arrival in coming:
        yield from session.take(arrival)
        yield from session.look(arrival.arrived_s)


def test_two_bends_calibrate_it_and_only_what_goes_beyond_the_band_is_signalled(lifts: SyntheticSensors) -> None:
    session = SensorSession(share=0.8, maximum_deg=MAXIMUM_DEG)
    events = list(heard(session, arrivals(lifts)))
    notices = [event for event in events if isinstance(event, SensorNotice)]
    assert [one.kind for one in notices] == ["stand", "bend", "ready"]
    assert session.bends == 3
    assert [(change.beyond, change.bend) for change in session.changes] == [(True, 3), (False, 3)]
    truth = lifts.truth["lumbar_flexion_deg"]
    crossed_s = next(
        t for t, deg in zip(lifts.time_s, truth, strict=True) if t > notices[-1].time_s and deg > 0.8 * MAXIMUM_DEG
    )
    assert session.changes[0].time_s == pytest.approx(crossed_s, abs=0.15)


def test_what_comes_twice_late_or_in_another_order_changes_nothing(lifts: SyntheticSensors) -> None:
    plain = SensorSession(maximum_deg=MAXIMUM_DEG)
    list(heard(plain, arrivals(lifts)))
    random, mixed = np.random.default_rng(5), []
    for arrival in arrivals(lifts):
        mixed.append(arrival)
        if random.random() < 0.1:
            mixed.append(arrival)
        if random.random() < 0.05 and len(mixed) > 2:
            mixed[-1], mixed[-2] = mixed[-2], mixed[-1]
    disturbed = SensorSession(maximum_deg=MAXIMUM_DEG)
    list(heard(disturbed, mixed))
    assert [(c.beyond, c.bend) for c in disturbed.changes] == [(c.beyond, c.bend) for c in plain.changes]
    assert disturbed.changes[0].time_s == pytest.approx(plain.changes[0].time_s, abs=SETTLED_S)


def test_a_sensor_that_is_lost_is_named_and_signals_nothing_until_it_has_settled(lifts: SyntheticSensors) -> None:
    last = max(lifts.bottoms_s)
    coming = [
        one
        for one in arrivals(lifts)
        if not (one.sample.place is SensorPlace.T12 and last - 4.0 < one.arrived_s < last + 0.5)
    ]
    session = SensorSession(maximum_deg=MAXIMUM_DEG)
    events = list(heard(session, coming))
    gone = [(one.kind, one.place) for one in events if isinstance(one, SensorNotice) and one.kind in {"lost", "back"}]
    assert gone == [("lost", SensorPlace.T12), ("back", SensorPlace.T12)]
    assert all(not change.beyond or change.time_s > last + 1.5 for change in session.changes)


def test_without_a_maximum_the_deepest_of_the_two_bends_is_taken(lifts: SyntheticSensors) -> None:
    session = SensorSession()
    before = [one for one in arrivals(lifts) if one.arrived_s < lifts.bottoms_s[2] - 1.0]
    (ready,) = [one for one in heard(session, before) if isinstance(one, SensorNotice) and one.kind == "ready"]
    bows = lifts.time_s < lifts.bottoms_s[2] - 2.0
    assert ready.value_deg == pytest.approx(float(lifts.truth["lumbar_flexion_deg"][bows].max()), abs=2.0)


def test_sensors_that_come_late_stop_or_are_not_needed_do_not_end_it(lifts: SyntheticSensors) -> None:
    plain = arrivals(lifts)
    head = replace(plain[0], sample=replace(plain[0].sample, place=SensorPlace.HEAD))
    late = [one for one in plain if one.sample.place is SensorPlace.T12 or one.arrived_s > 0.7]
    for coming in ([head, *plain], [*plain, replace(head, arrived_s=plain[-1].arrived_s)], late):
        session = SensorSession(maximum_deg=MAXIMUM_DEG)
        list(heard(session, coming))
        assert [(change.beyond, change.bend) for change in session.changes] == [(True, 3), (False, 3)]
        recording = session.recording()
        assert recording is not None
        assert recording.places == (SensorPlace.T12, SensorPlace.S2)


def test_why_bends_do_not_do_is_said(lifts: SyntheticSensors) -> None:
    other = {SensorPlace.T12: SensorPlace.S2, SensorPlace.S2: SensorPlace.T12}
    swapped = [replace(one, sample=replace(one.sample, place=other[one.sample.place])) for one in arrivals(lifts)]
    deep = [one for one in heard(SensorSession(), swapped) if isinstance(one, SensorNotice)]
    assert "swapped" in " ".join(one.text for one in deep if one.kind == "refused")


def test_a_maximum_that_cannot_be_is_refused_at_once() -> None:
    for maximum in (0.0, 10.0):
        with pytest.raises(UsageError, match="full bend"):
            SensorSession(maximum_deg=maximum)


def test_a_folder_with_tables_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "L5.csv").write_text("time\n")
    with pytest.raises(UsageError, match="holds tables already"):
        check_empty(tmp_path)


def test_one_sensor_is_refused_with_what_to_wear(lifts: SyntheticSensors) -> None:
    session = SensorSession()
    with pytest.raises(NotMeasurableError, match="Wear one at T12 or T8 and one at L5"):
        list(heard(session, (one for one in arrivals(lifts) if one.sample.place is SensorPlace.S2)))


def test_what_was_recorded_is_read_again(lifts: SyntheticSensors, tmp_path: Path) -> None:
    session = SensorSession()
    list(heard(session, arrivals(lifts)))
    recording = session.recording()
    assert recording is not None
    write_recording(recording, tmp_path / "monday")
    assert SENSOR_FOLDER.read is not None
    motion = SENSOR_FOLDER.read(tmp_path / "monday", Hints())
    again = motion.sensors
    assert again is not None
    assert again.places == recording.places
    assert again.tracks[0].acceleration_m_s2 == pytest.approx(recording.tracks[0].acceleration_m_s2, abs=1e-5)


def test_the_report_of_sensors_speaks_of_sensors(lifts: SyntheticSensors) -> None:
    analysis = analyse(sensor_motion(lifts.recording), exercise="romanian_deadlift")
    section = back_section(analysis)
    assert section is not None
    assert (section.trust, section.more) == (TRUST_SENSORS, "How motion sensors measure the back")
    left = analysis.counted[0].measurements["lockout_left_deg"]
    assert isinstance(left, NotMeasurable)
    assert left.id == NO_SENSOR


def test_the_band_has_an_inner_edge_and_fades_with_practice() -> None:
    band, found = BackBand(maximum_deg=50.0), list[BandChange]()
    for step, deg in enumerate([0, 30, 41, 39, 41, 37, 0, 45, 0]):
        change = band.take(step / 10, flexion_deg=float(deg), lean_deg=40.0 if deg else 0.0)
        found += [] if change is None else [change]
    assert [(c.beyond, c.bend, c.signalled) for c in found] == [
        (True, 1, True),
        (False, 1, True),
        (True, 2, True),
        (False, 2, True),
    ]
    early = BackBand(maximum_deg=20.0)
    assert early.take(0.0, flexion_deg=0.0, lean_deg=2.0) is None
    before_the_lean = early.take(0.1, flexion_deg=17.0, lean_deg=20.0)
    assert before_the_lean is not None
    assert before_the_lean.bend == 1
    practised = BackBand(maximum_deg=50.0, practised=10_000)
    change = practised.take(0.0, flexion_deg=49.0, lean_deg=60.0)
    assert change is not None
    assert not change.signalled


@pytest.mark.parametrize(("share", "maximum"), [(0.1, 50.0), (1.2, 50.0), (0.8, 5.0)])
def test_bands_that_cannot_be_are_refused(share: float, maximum: float) -> None:
    with pytest.raises(UsageError):
        BackBand(maximum_deg=maximum, share=share)


def test_a_clock_that_jumps_back_begins_anew(lifts: SyntheticSensors) -> None:
    clock, sample = CommonClock(), lifts.recording.tracks[0].sample(0)
    first = clock.at(Arrival(sample=replace(sample, time_s=500.0), arrived_s=10.0))
    assert first == pytest.approx(10.0)
    assert clock.at(Arrival(sample=replace(sample, time_s=500.0), arrived_s=10.1)) is None
    assert clock.at(Arrival(sample=replace(sample, time_s=0.0), arrived_s=20.0)) == pytest.approx(20.0)
    assert clock.at(Arrival(sample=replace(sample, time_s=1.0), arrived_s=21.4)) == pytest.approx(21.0, abs=0.01)


def test_samples_that_waited_for_a_busy_machine_keep_their_times(lifts: SyntheticSensors) -> None:
    stalled = [replace(one, arrived_s=15.5) if 14.0 < one.arrived_s < 15.5 else one for one in arrivals(lifts)]
    plain, held_up = SensorSession(maximum_deg=MAXIMUM_DEG), SensorSession(maximum_deg=MAXIMUM_DEG)
    list(heard(plain, arrivals(lifts)))
    for arrival in stalled:
        list(held_up.take(arrival))
    assert [(c.beyond, c.bend) for c in held_up.changes] == [(c.beyond, c.bend) for c in plain.changes]
    assert [c.time_s for c in held_up.changes] == pytest.approx([c.time_s for c in plain.changes], abs=0.02)


def test_a_clock_that_stood_still_is_followed_when_its_samples_stay_late(lifts: SyntheticSensors) -> None:
    clock, sample = CommonClock(), lifts.recording.tracks[0].sample(0)
    found = [
        clock.at(Arrival(sample=replace(sample, time_s=at_s), arrived_s=at_s + (5.0 if at_s > 1.0 else 0.0)))
        for at_s in np.arange(0.1, 5.0, 0.1)
    ]
    assert found[8] == pytest.approx(0.9)
    assert found[-1] == pytest.approx(4.9 + 5.0, abs=0.01)


def test_a_clock_that_jumps_back_is_not_late_by_what_it_was_before(lifts: SyntheticSensors) -> None:
    clock, sample = CommonClock(), lifts.recording.tracks[0].sample(0)

    def at(own_s: float, arrived_s: float) -> float | None:
        return clock.at(Arrival(sample=replace(sample, time_s=own_s), arrived_s=arrived_s))

    at(100.0, 100.0)
    at(100.1, 103.0)  # late once
    at(0.0, 110.0)  # began anew
    assert at(0.1, 113.0) == pytest.approx(110.1, abs=0.01), "one late sample moves no clock"


def test_a_sensor_that_falls_silent_before_the_bends_are_done_is_waited_for(lifts: SyntheticSensors) -> None:
    second = lifts.bottoms_s[1]
    coming = [
        one
        for one in arrivals(lifts)
        if not (one.sample.place is SensorPlace.T12 and second + 1.0 < one.arrived_s < second + 4.5)
    ]
    session = SensorSession(maximum_deg=MAXIMUM_DEG)
    kinds = [one.kind for one in heard(session, coming) if isinstance(one, SensorNotice)]
    assert kinds == ["stand", "bend", "lost", "back", "ready"]
