"""The use case of self-tests: a video of a test in, its values out; several of one test become one result."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hiphinge.documents.training_log import SelfTestRecord, checked
from hiphinge.measures import Measurement
from hiphinge.motion import BodySide, Interval, Person
from hiphinge.sources.formats import Hints
from hiphinge.workflow.calibrating import motion_from_recording
from hiphinge.workflow.log_days import self_test as test_named
from hiphinge.workflow.log_keeping import moment_of
from hiphinge.workflow.pose_estimation import DEFAULT_ESTIMATOR, EstimatorConfig, Stretch
from hiphinge.workflow.progress import Listener, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiphinge.assessments import SelfTestResult, SelfTestValue
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.estimators import Estimator
    from hiphinge.reports.self_tests import Earlier
    from hiphinge.store import Store

__all__ = [
    "day_of",
    "earlier_of",
    "earlier_tests",
    "file_self_tests",
    "kept_values",
    "measured_for_plan",
    "self_test",
    "value_of",
]

_BIRD_DOG, _MOST_FROM_SIDE = "bird_dog_test", 2.0
_PLANNED = {"straight_leg_raise": "leg_raise_deg", "back_endurance": "hold_s", _BIRD_DOG: "bird_dog_points"}
"""What of a measured test stands for the value that a plan reads."""


def self_test(  # noqa: PLR0913  # the options of a use case, all but test and recording by name
    name: str,
    recording: str | os.PathLike[str],
    *,
    side: BodySide | None = None,
    hurt: bool | None = None,
    person: Person | None = None,
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = DEFAULT_ESTIMATOR,
    start_s: float | None = None,
    end_s: float | None = None,
    threads: int | None = None,
    size_px: tuple[int, int] | None = None,
    fps: float | None = None,
    progress: Listener | None = None,
) -> "SelfTestResult":
    """Measure a self-test in a recording.

    Parameters
    ----------
    name
        The test's id or name, as in the catalogue (``hiphinge explain NAME``).
    recording
        A video, filmed as the test's protocol says, or a file of poses kept from one.
    side
        The side that is tested; None takes it from the pose.
    hurt
        Whether it hurt, in the bird dog.
    model, estimator, start_s, end_s, threads, size_px, fps, progress
        As in `analyze`.

    Raises
    ------
    UnknownIdError, UsageError
        If there is no such test, it is not measured in a video, or a side is given for a test without sides.
    InputError, MissingComponentError
        As in `analyze`.
    """
    heard = progress or no_progress
    test = test_named(name)
    motion = motion_from_recording(
        Path(recording),
        stretch=Stretch(start_s=start_s, end_s=end_s),
        estimator_config=EstimatorConfig(estimator=estimator, model=model, threads=threads),
        listener=heard,
        hints=Hints(size_px=size_px, fps=fps),
    )
    heard(Progress(stage="analysis"))
    from hiphinge.assessments import measure_self_test  # noqa: PLC0415  # loaded while the video is watched

    return measure_self_test(test.id, motion, side=side, hurt=hurt, person=person)


def file_self_tests(
    store: "Store",
    person: "PersonRecord",
    results: "Sequence[SelfTestResult]",
    *,
    at: str | None = None,
) -> int:
    """Keep what results measured with a person, as one sitting; return how many values were kept.

    What was not measurable is not kept.

    Raises
    ------
    UsageError
        If the moment is not understood, or to come.
    OutputError
        If they cannot be written; none of them is kept then.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    records = kept_values(person, results, moment=moment_of(at, person), sitting=new_id())
    if records:
        store.days.add_tests(records)
    return len(records)


def kept_values(
    person: "PersonRecord",
    results: "Sequence[SelfTestResult]",
    *,
    moment: tuple[datetime, bool],
    sitting: str,
    clip: str | None = None,
) -> list[SelfTestRecord]:
    """Return what results measured as records of a sitting; ``moment`` is when, and whether its time of day is known.

    What was not measurable is none. ``clip`` is the id of the clip in the queue that they come from: their ids follow
    from it, and taking back the last entry leaves them.
    """
    from hiphinge.store.columns import new_ids  # noqa: PLC0415  # loads the database's library
    from hiphinge.store.fixed_ids import fixed_ids  # noqa: PLC0415  # as above

    tested_at, time_known = moment
    values = [(one, value) for one in results for value in one.measured]
    shared = {"person": person.id, "tested_at": tested_at, "time_known": time_known, "sitting": sitting}
    ids = new_ids(len(values)) if clip is None else fixed_ids(len(values), "clip", clip)
    return [
        checked(
            SelfTestRecord, id=id_, test=one.test, measured_with=f"video {one.recording}"[:200], **shared, **_kept(v)
        )
        for id_, (one, v) in zip(ids, values, strict=True)
    ]


def _kept(value: "SelfTestValue") -> dict[str, Any]:
    measured = value.measured
    if not isinstance(measured, Measurement):
        raise TypeError(value.quantity)
    interval = measured.interval
    return {
        "quantity": value.quantity,
        "side": value.side,
        "value": measured.value,
        "unit": measured.unit,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "repeatability": measured.repeatability,
        "at_least": value.at_least,
    }


def earlier_tests(store: "Store", person: "PersonRecord") -> "Earlier":
    """Return the last measured value of each test, quantity and side, with its day where the person is."""
    return earlier_of(store.days.tests(person), person)


def earlier_of(records: "Iterable[SelfTestRecord]", person: "PersonRecord") -> "Earlier":
    """Return the last measured value of each test, quantity and side among records, the oldest first, with its day."""
    return {
        (one.test, one.quantity, one.side): (day_of(one.tested_at, person).isoformat(), value_of(one))
        for one in records
        if one.quantity is not None
    }


def value_of(one: SelfTestRecord) -> "SelfTestValue":
    """Return the measured value that a record keeps."""
    from hiphinge.assessments import SelfTestValue  # noqa: PLC0415  # loaded while the video is watched

    bounds = None if one.low is None or one.high is None else Interval(low=one.low, high=one.high)
    measured = Measurement(value=one.value, unit=one.unit, interval=bounds, repeatability=one.repeatability)
    return SelfTestValue(quantity=one.quantity or "", side=one.side, measured=measured, at_least=one.at_least)


def day_of(moment: datetime, person: "PersonRecord") -> date:
    """Return the day of a moment where a person is."""
    return moment.astimezone(ZoneInfo(person.zone)).date()


def measured_for_plan(store: "Store", person: "PersonRecord") -> dict[str, float]:
    """Return what measured tests say to the planner, by the test's id, in the unit in which it would be typed in.

    Of two sides the lesser counts, and a hold that its video cut short does not. The bird dog's two points are the most
    that a side view can give, and say nothing against somebody.
    """
    measured = [one for one in store.days.tests(person) if one.quantity is not None and not one.at_least]
    last = {(one.test, one.quantity, one.side): one for one in measured}
    found: dict[str, float] = {}
    for test, quantity in _PLANNED.items():
        values = [one.value for (id_, of, _), one in last.items() if (id_, of) == (test, quantity)]
        if values and not (test == _BIRD_DOG and min(values) >= _MOST_FROM_SIDE):
            found[test] = min(values)
    return found
