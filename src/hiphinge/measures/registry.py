"""The registry of measures: for every quantity the one function that measures it in a repetition."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hiphinge.errors import UsageError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.measures.arms import ARMS
from hiphinge.measures.at_bottom import AT_BOTTOM
from hiphinge.measures.back_at_bottom import BACK_AT_BOTTOM
from hiphinge.measures.back_at_most import BACK_AT_MOST
from hiphinge.measures.balance import BALANCE
from hiphinge.measures.bar import BAR
from hiphinge.measures.behind_plate import as_behind_plate
from hiphinge.measures.carried import CARRIED
from hiphinge.measures.durations import DURATIONS
from hiphinge.measures.early_rise import EARLY_RISE
from hiphinge.measures.estimates import within_possible
from hiphinge.measures.flexion_gain import FLEXION_GAIN
from hiphinge.measures.from_front import IN_FRONT
from hiphinge.measures.heel_rise import HEEL_RISE
from hiphinge.measures.hip_path import HIP_PATH
from hiphinge.measures.knee_creep import KNEE_CREEP
from hiphinge.measures.lockout import LOCKOUT
from hiphinge.measures.lumbar_maximum import LUMBAR_MAXIMUM
from hiphinge.measures.lumbar_share import LUMBAR_SHARE
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import FROM_BEHIND, FROM_FRONT, FROM_SIDE, Measured, NotMeasurable, not_measurable
from hiphinge.measures.neck import NECK
from hiphinge.measures.oblique import as_seen_from, as_seen_in_front
from hiphinge.measures.series import MotionSeries, SourceKind
from hiphinge.measures.smoothness import SMOOTHNESS
from hiphinge.quantities import QUANTITIES, Quantity

__all__ = ["MEASURES", "NO_SENSOR", "measure_repetition", "quantities_of", "registered", "with_per_frame_quantities"]

_FAMILIES = (
    DURATIONS,
    AT_BOTTOM,
    HIP_PATH,
    EARLY_RISE,
    BALANCE,
    HEEL_RISE,
    KNEE_CREEP,
    ARMS,
    SMOOTHNESS,
    BACK_AT_BOTTOM,
    BACK_AT_MOST,
    LUMBAR_SHARE,
    FLEXION_GAIN,
    NECK,
    LOCKOUT,
    LUMBAR_MAXIMUM,
    BAR,
    IN_FRONT,
    CARRIED,
)


def registered(measures: Iterable[Measure]) -> Mapping[str, Measure]:
    """Return measures by the id of their quantity.

    Raises
    ------
    UsageError
        If two measure the same quantity, or one measures a quantity that does not exist and that it does not record.
    """
    by_id: dict[str, Measure] = {}
    for measure in measures:
        if measure.quantity not in QUANTITIES and measure.record is None:
            message = f"A measure should give a known quantity or bring its record, but one gives {measure.quantity!r}."
            raise UsageError(message)
        if measure.quantity in by_id:
            message = f"A quantity should have one measure, but {measure.quantity} has two."
            raise UsageError(message)
        by_id[measure.quantity] = measure
    return FrozenMapping({id_: by_id[id_] for id_ in (*QUANTITIES, *by_id) if id_ in by_id})


MEASURES: Mapping[str, Measure] = registered(measure for family in _FAMILIES for measure in family)
"""The package's own measures by quantity id, in the order of `QUANTITIES`."""


def quantities_of(measures: Mapping[str, Measure]) -> Mapping[str, Quantity]:
    """Return hiphinge's quantities and those that measures bring a record of, by id."""
    brought = {id_: measure.record for id_, measure in measures.items() if measure.record is not None}
    return FrozenMapping({**QUANTITIES, **brought})


def with_per_frame_quantities(series: MotionSeries, measures: Mapping[str, Measure]) -> MotionSeries:
    """Return a series with the quantities per frame that measures bring a function for."""
    brought = {id_: measure.per_frame(series) for id_, measure in measures.items() if measure.per_frame is not None}
    return replace(series, values={**series.values, **brought}) if brought else series


_CAMERAS = frozenset({"video", "live"})
_NOT_BY_SENSORS = frozenset(
    {
        *("head_not_seen", "arms_hidden", "legs_hidden", "plate_not_sought", "back_hidden", "low_confidence"),
        *("feet_not_seen", "hidden_from_side", "hidden_from_front", "hidden_from_behind", "not_recorded"),
        *("loads_need_body", "body_cropped", "times_hidden"),
    }
)
NO_SENSOR = "no_sensor_there"
"""Id of the reason why sensors do not measure what shows where none of them is."""
_SILENT = "sensor_silent"
_WAYS_DOWN = ("set_up", "put_down")
"""Notes of movements that may end at the bottom although the recording goes on; ids of reasons as well."""
_HIDDEN_FROM_CAMERA = frozenset({"head_not_seen", "arms_hidden", "legs_hidden", "plate_not_sought"})


def measure_repetition(
    repetition: RepetitionInput, *, view_reason: str | None = None, measures: Mapping[str, Measure] = MEASURES
) -> dict[str, Measured]:
    """Return a repetition's measurements by quantity id, each a value or the reason why there is none.

    Parameters
    ----------
    view_reason
        The catalogue's id of the reason why angles are not measurable in this view, or None.
    measures
        By quantity id; the package's own, or these with those of plug-ins.
    """
    return {
        id_: _as_it_ends(_measured(measure, repetition), repetition.span.note)
        if view_reason is None or not measure.needs_view
        else not_measurable(view_reason)
        for id_, measure in measures.items()
    }


def _measured(measure: Measure, repetition: RepetitionInput) -> Measured:
    series, id_ = repetition.series, measure.quantity
    if id_ in series.by_sensors:
        return within_possible(id_, measure.function(repetition))
    if measure.needs_view and series.seen_from not in _views_of(measure):
        return _fitting_source(not_measurable(_hidden_from(series.seen_from, _views_of(measure))), series.source)
    measured = _fitting_source(within_possible(id_, measure.function(repetition)), series.source)
    if isinstance(measured, NotMeasurable) and measured.id == NO_SENSOR and id_ in series.values:
        return not_measurable(_SILENT)
    if series.seen_from != "side":
        return as_seen_in_front(id_, measured)
    measured = as_behind_plate(series, id_, measured)
    return as_seen_from(series.yaw_deg, id_, measured) if measure.needs_view else measured


def _as_it_ends(measured: Measured, note: str | None) -> Measured:
    """Return a measurement; of a way down to the floor, a way up is missing because of what that way down is."""
    if note in _WAYS_DOWN and isinstance(measured, NotMeasurable) and measured.id == "ends_at_bottom":
        return not_measurable(note)
    return measured


def _hidden_from(seen_from: str, views: tuple[str, ...]) -> str:
    """Return the catalogue's id of the reason why what shows from some views does not from another one."""
    if seen_from == "side":
        return FROM_SIDE
    return FROM_BEHIND if "front" in views else FROM_FRONT


def _views_of(measure: Measure) -> tuple[str, ...]:
    return (measure.record or QUANTITIES[measure.quantity]).views


def _fitting_source(measured: Measured, source: SourceKind) -> Measured:
    """Return a measurement; where no camera recorded it, a hidden point is one that the recording lacks."""
    if source == "sensors" and isinstance(measured, NotMeasurable) and measured.id in _NOT_BY_SENSORS:
        return not_measurable(NO_SENSOR)
    if source in _CAMERAS or not isinstance(measured, NotMeasurable) or measured.id not in _HIDDEN_FROM_CAMERA:
        return measured
    return not_measurable("not_recorded")
