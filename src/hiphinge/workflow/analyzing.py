"""The use case at the heart: a recording goes in, a `Result` comes out."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.motion import Person, check_load
from hiphinge.sources.formats import sniff
from hiphinge.workflow.calibrating import motion_in, standing_seen
from hiphinge.workflow.exercise_lookup import analysed_exercise
from hiphinge.workflow.pose_estimation import USUAL_ESTIMATOR, EstimatorConfig, Stretch
from hiphinge.workflow.progress import Listener, Progress, unheard
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis, StandingReference
    from hiphinge.estimators import Estimator
    from hiphinge.motion import Motion

__all__ = ["analyze"]


def analyze(  # noqa: PLR0913  # the options of a use case, all but the source by name
    source: str | os.PathLike[str],
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = USUAL_ESTIMATOR,
    start_s: float | None = None,
    end_s: float | None = None,
    threads: int | None = None,
    neutral: "str | os.PathLike[str] | StandingReference | None" = None,
    calibration: str | os.PathLike[str] | None = None,
    progress: Listener | None = None,
) -> Result:
    """Measure the repetitions in a video or in a file of poses.

    Parameters
    ----------
    source
        A video filmed from the side, or a file of any format that `hiphinge formats` lists.
    exercise
        Id or other name of what was lifted; None is judged as a hip hinge.
    person
        What is known of the person.
    load_kg
        The weight that was lifted, in kilograms.
    model
        Size of the network (``lite``, ``full``, ``heavy``) or the path of its file; None is the usual one.
    estimator
        What finds the person in the frames: a name of `hiphinge.estimators.estimators`, or an `Estimator` that is
        ready, which is reset before each recording; ``model`` and ``threads`` are then its own. What it says of
        itself is kept in ``Result.provenance``.
    start_s, end_s
        Only ``start_s <= time < end_s``, in seconds of the recording's own clock.
    threads
        How many threads may work; None is as many as there are cores. The numbers are the same for any number.
    neutral
        Another video or pose file of the same person, in which they stand: angles then count from their standing
        there, even if they stand in ``source`` too. Read once with `standing_in`, it serves many recordings.
    calibration
        Name of a person who was calibrated (`calibrate`), or the file: their standing is used as that of ``neutral``,
        unless that is given too, and their own maximum.
    progress
        Called with a `Progress` now and then.

    Raises
    ------
    UsageError
        If the load is none that can be lifted, or videos of the exercise are not judged yet.
    NotMeasurableError
        If nobody is seen standing in ``neutral``.
    InputError
        If the recording is missing, empty, broken, too short or of no known format.
    UnknownIdError
        If there is no such exercise, estimator or model.
    MissingComponentError
        If a network's file is not here and cannot be fetched.
    """
    check_load(load_kg)
    path = Path(source)
    lifted = None if exercise is None else analysed_exercise(exercise).id
    heard = progress or unheard
    stretch = Stretch(start_s=start_s, end_s=end_s)
    estimator_config = EstimatorConfig(estimator=estimator, model=model, threads=threads)
    told, own = _known_of(person, neutral, calibration, estimator_config=estimator_config, listener=heard)
    motion = motion_in(path, stretch=stretch, estimator_config=estimator_config, listener=heard, person=told)
    heard(Progress(stage="analysis"))
    asked: dict[str, str | float | None] = {
        "exercise": lifted,
        "load_kg": load_kg,
        "start_s": start_s,
        "end_s": end_s,
        "own_standing": None if own is None else own.recording,
    }
    return Result(
        analysis=_analysed(motion, exercise=lifted, person=told, load_kg=load_kg, own=own),
        provenance=provenance_of(motion.origin, parameters=asked),
        video=path if sniff(path).kind == "video" else None,
    )


def _known_of(
    person: Person | None,
    neutral: "str | os.PathLike[str] | StandingReference | None",
    calibration: str | os.PathLike[str] | None,
    *,
    estimator_config: EstimatorConfig,
    listener: Listener,
) -> "tuple[Person | None, StandingReference | None]":
    """Return the person with their own maximum, and how they stand elsewhere: ``neutral`` goes before calibration."""
    own: StandingReference | None = None
    if calibration is not None:
        from hiphinge.workflow.calibrations import read_calibration  # noqa: PLC0415  # seldom wanted

        known = read_calibration(calibration).calibration()
        own, bend = known.standing, known.full_bend
        person = replace(
            person or Person(),
            lumbar_maximum_deg=bend.lumbar_flexion_deg,
            lumbar_maximum_interval=bend.interval,
        )
    if isinstance(neutral, str | os.PathLike):
        own = standing_seen(Path(neutral), estimator_config=estimator_config, listener=listener)
    elif neutral is not None:
        own = neutral
    return person, own


def _analysed(
    motion: "Motion",
    *,
    exercise: str | None,
    person: Person | None,
    load_kg: float | None,
    own: "StandingReference | None",
) -> "Analysis":
    from hiphinge.analysis import analyse  # noqa: PLC0415  # slow to load: done while the video is watched
    from hiphinge.coaching import advise  # noqa: PLC0415  # likewise

    analysis = analyse(motion, exercise=exercise, person=person, load_kg=load_kg, own=own)
    advice = advise(
        exercise=analysis.exercise,
        exercise_given=analysis.exercise_given,
        repetitions=analysis.repetitions,
        not_measurable=analysis.not_measurable,
        back_aim=analysis.person.back_aim,
    )
    return replace(analysis, advice=advice)
