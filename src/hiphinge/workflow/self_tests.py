"""The use case of self-tests: a video of a test in, its values out; several of one test become one result."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.motion import BodySide, Person
from hiphinge.sources.formats import Hints
from hiphinge.workflow.calibrating import motion_from_recording
from hiphinge.workflow.log_days import self_test as test_named
from hiphinge.workflow.pose_estimation import DEFAULT_ESTIMATOR, EstimatorConfig, Stretch
from hiphinge.workflow.progress import Listener, Progress, no_progress

if TYPE_CHECKING:
    from hiphinge.assessments import SelfTestResult
    from hiphinge.estimators import Estimator

__all__ = ["self_test"]


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
