"""Every quantity has one measure, which reads what it declares, whatever recorded the movement."""

from collections import Counter, UserDict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import UsageError
from hiphinge.measures import (
    MEASURES,
    LiftContext,
    Measure,
    Measured,
    Measurement,
    MotionSeries,
    NotMeasurable,
    Reference,
    RepetitionInput,
    compare_set,
    measure_repetition,
    registered,
)
from hiphinge.measures.about_bottom import FOLD
from hiphinge.measures.registry import _FAMILIES
from hiphinge.motion import FloatArray, Interval, Motion, Person
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import Lift, Plan, record_video

LEAN, LUMBAR, THORACIC = "trunk_inclination_deg", "lumbar_flexion_deg", "thoracic_flexion_deg"
PERSON = Person(
    mass_kg=80.0, lumbar_maximum_deg=30.0, lumbar_maximum_interval=Interval(low=25.0, high=35.0), stature_m=1.8
)


def repetition(series: MotionSeries, index_in_set: int = 0) -> RepetitionInput:
    context = LiftContext(exercise=load().exercise("romanian_deadlift"), person=PERSON, load_kg=60.0)
    return RepetitionInput(
        series=series, comparison=compare_set(series, series.spans), index_in_set=index_in_set, context=context
    )


@cache
def sensed() -> MotionSeries:
    """Return what sensors on trunk, sacrum and T12 would give: three angles on a clock of their own, no positions."""
    video = measure_frames(clean(record_video(Plan(lifts=(Lift(),) * 4, after_s=3.0)).motion)).series
    time_s = np.arange(video.time_s[0], video.time_s[-1], 0.01)
    lean = np.interp(time_s, video.time_s, video.values[LEAN] - video.reference.values[LEAN])
    late = time_s > video.spans[2].start_s
    lumbar = 0.35 * lean + np.where(late, 12.0 * lean / lean.max(), 0.0)
    values = {LEAN: lean, LUMBAR: lumbar, THORACIC: 0.1 * lean}
    return MotionSeries(
        source="sensors",
        time_s=time_s,
        values=values,
        low={id_: angle - 3.0 for id_, angle in values.items()},
        high={id_: angle + 3.0 for id_, angle in values.items()},
        spans=video.spans,
        reference=Reference(kind="quiet", values=dict.fromkeys(values, 0.0), stands_here=True),
    )


def test_every_quantity_has_one_measure_and_every_measure_a_quantity() -> None:
    counts = Counter(measure.quantity for family in _FAMILIES for measure in family)
    of_lifts = [id_ for id_, quantity in QUANTITIES.items() if quantity.scope != "test"]
    assert counts == Counter(dict.fromkeys(of_lifts, 1))
    assert list(MEASURES) == of_lifts
    assert all(measure.quantity == id_ for id_, measure in MEASURES.items())


class Read(UserDict[str, FloatArray]):
    """Series that remember which of them were read."""

    def __init__(self, series: Mapping[str, FloatArray], names: set[str]) -> None:
        self.names = names
        super().__init__(series)

    def __getitem__(self, name: str) -> FloatArray:
        self.names.add(name)
        return super().__getitem__(name)


def test_a_measure_reads_the_series_that_it_declares(rendered: Motion) -> None:
    whole = measure_frames(clean(rendered)).series
    given = repetition(whole)
    for id_, measure in MEASURES.items():
        names: set[str] = set()
        values, low, high = (Read(part, names) for part in (whole.values, whole.low, whole.high))
        found = measure.function(replace(given, series=replace(whole, values=values, low=low, high=high)))
        if FOLD not in measure.inputs:
            names.discard(FOLD)  # only to tell where the bottom is
        assert names <= set(measure.inputs), id_
        assert isinstance(found, NotMeasurable) or bool(names) == bool(measure.inputs), id_


def test_every_value_of_a_rendered_person_is_in_the_unit_of_its_quantity(rendered: Motion) -> None:
    found = measure_repetition(repetition(measure_frames(clean(rendered)).series))
    values = {id_: one for id_, one in found.items() if isinstance(one, Measurement)}
    assert len(values) > 25
    assert {id_: one.unit for id_, one in values.items()} == {id_: QUANTITIES[id_].unit for id_ in values}


def test_sensors_are_measured_like_videos() -> None:
    found = [measure_repetition(repetition(sensed(), index_in_set)) for index_in_set in range(4)]
    gains = [one["lumbar_gain_deg"] for one in found]
    assert [gain.value for gain in gains if isinstance(gain, Measurement)] == pytest.approx([0, 0, 12, 12], abs=1.0)
    deepest = found[0][LEAN]
    assert isinstance(deepest, Measurement)
    assert deepest.value == pytest.approx(sensed().values[LEAN].max(), abs=1.0)
    assert isinstance(found[0]["descent_s"], Measurement)


def test_what_a_source_does_not_record_is_not_measurable_and_says_why() -> None:
    found = measure_repetition(repetition(sensed()))
    positions = ("hip_drop", "hip_path_deg", "hip_back_travel", "weight_shift", "knee_flexion_deg", "head_angle_deg")
    reasons = {id_: one.id for id_ in positions if isinstance(one := found[id_], NotMeasurable)}
    assert reasons.keys() == set(positions)
    assert set(reasons.values()) <= load().reasons.keys()


def test_without_a_usable_view_only_durations_are_measured() -> None:
    found = measure_repetition(repetition(sensed()), view_reason="view_oblique")
    assert {id_ for id_, one in found.items() if isinstance(one, Measurement)} == {"descent_s", "bottom_s", "ascent_s"}
    assert {one.id for one in found.values() if isinstance(one, NotMeasurable)} == {"view_oblique"}


def test_two_measures_of_one_quantity_and_unknown_quantities_are_refused() -> None:
    with pytest.raises(UsageError, match="descent_s has two"):
        registered([MEASURES["descent_s"], MEASURES["descent_s"]])
    with pytest.raises(UsageError, match="'nothing'"):
        registered([replace(MEASURES["descent_s"], quantity="nothing")])


def test_an_analysis_takes_other_measures() -> None:
    def half(_: RepetitionInput) -> Measured:
        return Measurement(value=0.5, unit="s")

    other = {**MEASURES, "bottom_s": Measure(quantity="bottom_s", function=half)}
    motion = record_video(Plan()).motion
    usual, changed = analyse(motion).repetitions[0], analyse(motion, measures=other).repetitions[0]
    assert changed.measurements["bottom_s"] == Measurement(value=0.5, unit="s")
    assert changed.measurements["descent_s"] == usual.measurements["descent_s"]
